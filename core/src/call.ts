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
  agent: Agent | null
  /** Oldest first; only the last can be under way. */
  payments: readonly Payment[]
}

export type Call = CallBase &
  (
    | { status: "ringing" }
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
    const { callSid, from, to, at } = fact
    return {
      status: "ringing",
      callSid,
      from,
      to,
      rangAt: at,
      agent: null,
      payments: [],
    }
  }
  if (!call) return null
  return isCallFact(fact)
    ? evolveCall(call, fact)
    : { ...call, payments: evolvePayments(call.payments, fact) }
}

/** The state after a list of facts. */
export function fold(facts: readonly Fact[], start: Call | null = null): Call | null {
  return facts.reduce(evolve, start)
}

function isCallFact(fact: Fact): fact is CallFact {
  return fact.type.startsWith("Call")
}

function evolveCall(call: Call, fact: CallFact): Call {
  switch (fact.type) {
    case "CallRang":
      return call
    case "CallOffered":
      return { ...call, agent: { agentId: fact.agentId, phone: fact.phone } }
    case "CallAnswered":
      return { ...call, status: "in-progress", answeredAt: fact.at }
    case "CallEnded": {
      const answeredAt = call.status === "ringing" ? null : call.answeredAt
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

function evolvePayments(payments: readonly Payment[], fact: PaymentFact): readonly Payment[] {
  if (fact.type === "PaymentOpened") return [...payments, openPayment(fact)]
  return payments.map((payment) =>
    payment.paymentId === fact.paymentId ? evolvePayment(payment, fact) : payment,
  )
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
    endedAt: call.status === "ended" ? call.endedAt : null,
    unsettled: call.payments.some(isUnsettled),
  }
}
