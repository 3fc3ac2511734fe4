// What an admin can do to a person, when, and in which words.
import type { PersonRow } from "@agentpay/core"

/** As the server's addresses name them. */
export type Act = "link" | "suspend" | "reinstate" | "unlock" | "reset-second-factor" | "end-sessions"

interface ActWords {
  label: string
  title: (name: string) => string
  text: string
  button: string
}

export const actWords: Record<Act, ActWords> = {
  link: {
    label: "Make a link",
    title: (name) => `Make a link for ${name}?`,
    text: "With it they set a password, once, within three days. A link that they had before stops working. Their old password works until then.",
    button: "Make the link",
  },
  suspend: {
    label: "Suspend",
    title: (name) => `Suspend ${name}?`,
    text: "They are signed out everywhere at once, cannot sign in, and get no calls. What they did stays on record. You can reinstate them.",
    button: "Suspend",
  },
  reinstate: {
    label: "Reinstate",
    title: (name) => `Reinstate ${name}?`,
    text: "They can sign in again with the password they had.",
    button: "Reinstate",
  },
  unlock: {
    label: "Unlock",
    title: (name) => `Unlock ${name}?`,
    text: "They can try to sign in again at once. Make sure that it was them who tried.",
    button: "Unlock",
  },
  "reset-second-factor": {
    label: "Reset second factor",
    title: (name) => `Reset ${name}'s second factor?`,
    text: "Their app and recovery codes stop working and they are signed out. Make sure that it is them who asks: until they set it up again, the password alone is enough to begin.",
    button: "Reset",
  },
  "end-sessions": {
    label: "Sign out everywhere",
    title: (name) => `Sign ${name} out everywhere?`,
    text: "Every browser in which they are signed in asks for the password again. A payment under way is not lost.",
    button: "Sign out",
  },
}

export function actsFor({ status, secondFactor, userId }: PersonRow, me: string): Act[] {
  if (status === "suspended" || status === "disabled") return ["reinstate"]
  const signsIn = status !== "invited"
  return [
    ...(status === "locked" ? (["unlock"] as const) : []),
    "link",
    ...(secondFactor ? (["reset-second-factor"] as const) : []),
    ...(signsIn ? (["end-sessions"] as const) : []),
    ...(userId === me ? [] : (["suspend"] as const)),
  ]
}
