// What a call is, and how each fact changes it: the fold that server and console share.
import type { CallRow } from "./call-row.ts"
import { evolvePayment, openPayment } from "./evolve-payment.ts"
import type { CallFact, CallOutcome, Fact, PaymentFact } from "./facts.ts"
import { isUnsettled, type Payment } from "./payment.ts"

export interface Agent {
  agentId: string
  phone: string
}

interface CallBase {
  callSid: string
  from: string
  to: string
  /** Epoch milliseconds, as all times here. */
  rangAt: number
  /** Who has the call, or whose phone it rings; null while nobody is chosen. */
  agent: Agent | null
  /** How many agents it was offered to: the number of the offer that stands. */
  offers: number
  /** Whose phones it rang in vain, and when. */
  notAnswered: readonly { agentId: string; at: number }[]
  /** The number that the voice URL named. */
  forwardTo: string | null
  /** Since when the caller waits or last waited in the queue, and until when at most. */
  queue: { since: number; until: number } | null
  /** It was routed elsewhere, and its agent brought it here. */
  attached: boolean
  /** Oldest first; only the last can be under way. */
  payments: readonly Payment[]
}

export type Call = CallBase &
  (
    | { status: "ringing"; offeredAt: number }
    | { status: "queued" }
    | { status: "in-progress"; answeredAt: number }
    | {
        status: "ended"
        answeredAt: number | null
        endedAt: number
        outcome: CallOutcome
      }
  )

/** The call before its first fact is `null`. */
export function evolve(call: Call | null, fact: Fact): Call | null {
  if (fact.type === "CallRang") {
    const { callSid, from, to, forwardTo, at } = fact
    return {
      status: "ringing",
      offeredAt: at,
      callSid,
      from,
      to,
      rangAt: at,
      agent: null,
      offers: 0,
      notAnswered: [],
      forwardTo: forwardTo ?? null,
      queue: null,
      attached: false,
      payments: [],
    }
  }
  if (fact.type === "CallAttached") return attach(call, fact)
  if (!call) return null
  return isCallFact(fact) ? evolveCall(call, fact) : { ...call, payments: evolvePayments(call, fact) }
}

/** The state after a list of facts. */
export function fold(facts: readonly Fact[], start: Call | null = null): Call | null {
  return facts.reduce(evolve, start)
}

type Of<T extends CallFact["type"]> = Extract<CallFact, { type: T }>

function isCallFact(fact: Fact): fact is CallFact {
  return fact.type.startsWith("Call")
}

/** A call that was here before keeps its payments. */
function attach(call: Call | null, fact: Of<"CallAttached">): Call {
  const { callSid, from, to, agentId, phone, at } = fact
  const { rangAt, offers, notAnswered, queue, payments } = call ?? {
    ...{ rangAt: at, offers: 0, notAnswered: [], queue: null, payments: [] },
  }
  return {
    ...{ status: "in-progress", callSid, from, to, rangAt, answeredAt: at, agent: { agentId, phone } },
    ...{ attached: true, offers, notAnswered, forwardTo: null, queue, payments },
  }
}

function evolveCall(call: Call, fact: Exclude<CallFact, Of<"CallRang" | "CallAttached">>): Call {
  switch (fact.type) {
    case "CallOffered":
      return {
        ...call,
        status: "ringing",
        offeredAt: fact.at,
        agent: { agentId: fact.agentId, phone: fact.phone },
        offers: call.offers + 1,
      }
    case "CallNotAnswered": {
      const { agentId, at } = fact
      return { ...call, agent: null, notAnswered: [...call.notAnswered, { agentId, at }] }
    }
    case "CallQueued":
      return { ...call, status: "queued", queue: { since: fact.at, until: fact.until } }
    case "CallAnswered":
      return { ...call, status: "in-progress", answeredAt: fact.at }
    case "CallEnded": {
      const answeredAt = answeredAtOf(call)
      return {
        ...call,
        status: "ended",
        answeredAt,
        endedAt: fact.at,
        outcome: fact.outcome,
      }
    }
  }
}

function answeredAtOf(call: Call): number | null {
  return call.status === "ringing" || call.status === "queued" ? null : call.answeredAt
}

function evolvePayments({ payments, agent }: Call, fact: PaymentFact): readonly Payment[] {
  if (fact.type === "PaymentOpened") return [...payments, openPayment(fact, agent?.agentId ?? null)]
  return payments.map((payment) =>
    payment.paymentId === fact.paymentId ? evolvePayment(payment, fact) : payment,
  )
}

/** The callers who wait, in the order in which they are served. */
export function inQueue<C extends Pick<Call, "status" | "rangAt" | "callSid">>(calls: readonly C[]): C[] {
  return calls
    .filter(({ status }) => status === "queued")
    .toSorted((a, b) => a.rangAt - b.rangAt || (a.callSid < b.callSid ? -1 : 1))
}

/** The payment on the agent's desk: the last one, until it is cleared. */
export function currentPayment(call: Call): Payment | null {
  const last = call.payments.at(-1)
  return last && !last.cleared ? last : null
}

/** What lists and routing need of a call. */
export function callRow(call: Call): CallRow {
  return {
    agentId: call.agent?.agentId ?? null,
    from: call.from,
    to: call.to,
    rangAt: call.rangAt,
    offeredAt: call.status === "ringing" && call.agent ? call.offeredAt : null,
    answeredAt: answeredAtOf(call),
    endedAt: call.status === "ended" ? call.endedAt : null,
    unsettled: call.payments.some(isUnsettled),
    waiting: call.status === "queued",
  }
}
