// How an agent stands, in a few words: the same in the bar on top, on the desk and on the board.
import type { AgentPresence, AwayReason, QueueLength } from "@agentpay/core"
import type { StateWords } from "./payment-words.ts"
import { timerWords } from "./time-words.ts"

export const awayWords: Record<AwayReason, string> = {
  break: "Break",
  lunch: "Lunch",
  meeting: "Meeting",
  training: "Training",
  other: "Other",
  "no-answer": "Did not answer",
  unreachable: "Phone not reachable",
}

export function presenceWords({ status, reason }: Pick<AgentPresence, "status" | "reason">): StateWords {
  switch (status) {
    case "offline":
      return { words: "Offline", tone: "idle" }
    case "available":
      return { words: "Available", tone: "good" }
    case "ringing":
      return { words: "Ringing", tone: "busy" }
    case "on-call":
      return { words: "On a call", tone: "busy" }
    case "wrap-up":
      return { words: "Wrapping up", tone: "unsure" }
    case "away":
      return { words: reason ? `Away: ${awayWords[reason]}` : "Away", tone: "unsure" }
  }
}

/** What an agent reads who gets no calls; null for who does. @param now server's clock, epoch milliseconds */
export function whyNoCalls({ status, reason, until }: AgentPresence, now: number): string | null {
  if (status === "wrap-up")
    return `No call comes while you wrap up${until === null ? "" : `: ${timerWords(until - now)} left`}.`
  if (status !== "away") return null
  if (reason === "no-answer")
    return "Your phone rang and you did not answer, so no more calls are sent to you."
  if (reason === "unreachable")
    return "Your phone could not be reached, so no more calls are sent to you. Check your phone first."
  return "No call comes until you are available again."
}

/** @param now server's clock, epoch milliseconds */
export function queueWords({ waiting, oldestAt }: QueueLength, now: number): string | null {
  if (waiting === 0) return null
  const longest = oldestAt === null ? "" : ` ${timerWords(now - oldestAt)}`
  return waiting === 1 ? `1 caller has waited${longest}.` : `${waiting} callers wait, the longest${longest}.`
}
