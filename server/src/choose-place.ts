// Where a call belongs, chosen on what its turn has read. Pure but for the turn, in which each choice is noted.
import type { Call, CallOutcome, Command } from "@agentpay/core"
import type { WaitingCall } from "./ledger/ledger.ts"
import { askedAlready, chooseAgent, type Floor } from "./route-call.ts"
import type { Settings } from "./settings.ts"
import type { Lead, Ring } from "./twilio/voice-webhook.ts"

/** What a turn has read, and what was chosen on it since. */
export interface Turn {
  floor: Floor
  waiting: WaitingCall[]
  /** Agents who are somebody's already. */
  taken: Set<string>
}

/** Where a call belongs as it is, or the command that brings it there. */
export interface Choice {
  /** Whose phone is to ring; null: nobody's. */
  agentId: string | null
  place: Lead | Command
}

export type Choose = (call: Call | null, turn: Turn) => Choice

export interface QueueTerms extends Pick<Settings, "whenBusy" | "queueLimit" | "queueMaxWaitMs"> {
  checkAfterMs: number
}

export function leadOf(call: Call | null, waiting: readonly WaitingCall[]): Lead {
  if (call?.status === "queued") {
    const ahead = waiting.findIndex(({ callSid }) => callSid === call.callSid)
    return { queue: (ahead === -1 ? waiting.length : ahead) + 1 }
  }
  if (call?.status === "ended") return call.outcome === "no-answer" && call.queue ? "nobody-came" : "ended"
  return call?.agent ? { dial: call.agent.phone, offer: call.offers } : "ended"
}

/** Of a call that begins. @param at when it came, epoch ms: those who are routed together keep their order */
export function chooseFirst({ callSid, from, to, forwardTo }: Ring, at: number, terms: QueueTerms): Choose {
  const { whenBusy, queueLimit, queueMaxWaitMs, checkAfterMs } = terms
  return (known, { floor, waiting, taken }) => {
    if (known) return { agentId: null, place: leadOf(known, waiting) }
    const mayWait = whenBusy === "queue" && forwardTo === null
    // Who came before is served before.
    const chosen = mayWait && waiting.length > 0 ? null : chooseAgent(forwardTo, floor, taken)
    const common = { callSid, from, to, checkAfterMs, at }
    if (chosen) {
      const forwarded = forwardTo === null ? {} : { forwardTo }
      return { agentId: chosen.agentId, place: { type: "RingCall", ...common, ...forwarded, ...chosen } }
    }
    if (!mayWait || waiting.length >= queueLimit) return { agentId: null, place: "busy" }
    waiting.push({ callSid, rangAt: at })
    return { agentId: null, place: { type: "QueueCall", ...common, maxWaitMs: queueMaxWaitMs } }
  }
}

/** Of a call that rang in vain at the agent of the offer `asked`; null: of the one that stands. */
export function chooseNext(
  asked: number | null,
  outcome: CallOutcome,
  { whenBusy, queueMaxWaitMs }: QueueTerms,
): Choose {
  return (call, { floor, waiting, taken }) => {
    const offer = asked ?? call?.offers
    if (call?.status !== "ringing" || call.offers !== offer)
      return { agentId: null, place: leadOf(call, waiting) }
    const at = Date.now()
    const chosen = chooseAgent(null, floor, new Set([...askedAlready(call, at), ...taken]))
    const next = chosen ?? (whenBusy === "queue" ? ("queue" as const) : null)
    const pass = { offer, outcome, next, maxWaitMs: queueMaxWaitMs, at }
    return { agentId: chosen?.agentId ?? null, place: { type: "PassCall", ...pass } }
  }
}
