// People in words.
import type { PersonStatus, Role } from "@agentpay/core"
import type { Tone } from "../words/state-text.tsx"

export const roleWords: Record<Role, string> = { agent: "Agent", supervisor: "Supervisor", admin: "Admin" }

export const roleHints: Record<Role, string> = {
  agent: "Takes calls and payments.",
  supervisor: "Sees every call and settles unknown outcomes.",
  admin: "A supervisor who also manages people.",
}

export const statusWords: Record<PersonStatus, { words: string; tone: Tone }> = {
  active: { words: "Active", tone: "good" },
  invited: { words: "Invited", tone: "busy" },
  locked: { words: "Locked", tone: "bad" },
  suspended: { words: "Suspended", tone: "idle" },
  disabled: { words: "Disabled", tone: "unsure" },
}

export const statusHints: Partial<Record<PersonStatus, string>> = {
  locked: "Too many wrong passwords or codes, for half an hour.",
  disabled: "Not used for 90 days.",
}
