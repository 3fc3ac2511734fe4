// How an agent stands, in the words of the board.
import type { AgentPresence, AgentStatus, AwayReason } from "@agentpay/core"
import type { Tone } from "../words/state-text.tsx"

export const statusWords: Record<AgentStatus, { words: string; tone: Tone }> = {
  available: { words: "Available", tone: "good" },
  ringing: { words: "Ringing", tone: "busy" },
  "on-call": { words: "On a call", tone: "busy" },
  "wrap-up": { words: "Wrapping up", tone: "unsure" },
  away: { words: "Away", tone: "unsure" },
  offline: { words: "Offline", tone: "idle" },
}

const reasonWords: Record<AwayReason, string> = {
  break: "break",
  lunch: "lunch",
  meeting: "meeting",
  training: "training",
  other: "other",
  "no-answer": "did not answer",
  unreachable: "phone not reachable",
}

export function standsSo({ status, reason }: Pick<AgentPresence, "status" | "reason">): string {
  const { words } = statusWords[status]
  return reason ? `${words}, ${reasonWords[reason]}` : words
}
