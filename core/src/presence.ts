// Whether an agent can take a call, and if not why: derived from what is stored, so that every process says the same.
import type { CallOutcome } from "./facts.ts"

/** Why agents say that they are away. */
export const awayReasons = ["break", "lunch", "meeting", "training", "other"] as const
/** `no-answer`, `unreachable`: the last call rang in vain, so no more calls are sent there until the agent says so. */
export type AwayReason = (typeof awayReasons)[number] | "no-answer" | "unreachable"

export type AgentStatus = "offline" | "available" | "ringing" | "on-call" | "wrap-up" | "away"

/** Times are epoch milliseconds. */
export interface AgentPresence {
  userId: string
  status: AgentStatus
  /** null for who was never seen. */
  since: number | null
  /** When a wrap-up ends by itself. */
  until: number | null
  /** Of who is away. */
  reason: AwayReason | null
  /** The call that rings or is talked on. */
  callSid: string | null
}

/** Callers who wait for an agent. */
export interface QueueLength {
  waiting: number
  /** When the one who has waited longest called; null when nobody waits. */
  oldestAt: number | null
}

/** What is stored of one agent. */
export interface AgentLine {
  agentId: string
  /** Since when a screen is open, breaks of a few seconds forgiven; null for who has none. */
  thereSince: number | null
  /** A screen is open at this moment. */
  connected: boolean
  /** When a screen was last known to be open. */
  seenAt: number | null
  /** What the agent last chose by hand; `away` is null for available. */
  choice: { away: AwayReason | null; at: number } | null
  /** The last call that rang here in vain. */
  missed: { outcome: CallOutcome; at: number } | null
  /** The live call. */
  call: { callSid: string; offeredAt: number; answeredAt: number | null } | null
  lastEnded: { at: number; answered: boolean } | null
}

/** Longest since when, of what is known; 0 for nothing. */
const latest = (...times: (number | null | undefined)[]): number => Math.max(...times.map((at) => at ?? 0))

/** @param wrapUpMs how long after an answered call no other one comes */
export function presenceOf(line: AgentLine, now: number, wrapUpMs: number): AgentPresence {
  const { agentId: userId, thereSince, seenAt, choice, missed, call, lastEnded } = line
  const rest = { userId, until: null, reason: null, callSid: null }
  if (call) {
    const { callSid, offeredAt, answeredAt } = call
    return answeredAt === null
      ? { ...rest, status: "ringing", since: offeredAt, callSid }
      : { ...rest, status: "on-call", since: answeredAt, callSid }
  }
  if (thereSince === null) return { ...rest, status: "offline", since: seenAt }
  const reason = missed && missed.at > latest(choice?.at, thereSince) ? missedReason(missed.outcome) : null
  if (missed && reason) return { ...rest, status: "away", since: missed.at, reason }
  if (choice?.away) return { ...rest, status: "away", since: choice.at, reason: choice.away }
  const wrapUpEnds = lastEnded?.answered && lastEnded.at > latest(choice?.at) ? lastEnded.at + wrapUpMs : null
  if (lastEnded && wrapUpEnds !== null && wrapUpEnds > now)
    return { ...rest, status: "wrap-up", since: lastEnded.at, until: wrapUpEnds }
  const since = latest(thereSince, choice?.at, missed?.at, wrapUpEnds ?? lastEnded?.at)
  return { ...rest, status: "available", since }
}

/** A busy phone or a declined call says that somebody is there. */
function missedReason(outcome: CallOutcome): AwayReason | null {
  if (outcome === "no-answer") return "no-answer"
  return outcome === "failed" ? "unreachable" : null
}
