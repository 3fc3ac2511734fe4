// How each fact changes a payment.
import { type CaptureItem, isIdle } from "./capture-item.ts"
import type { PaymentFact } from "./facts.ts"
import { type CollectedItem, isUnsettled, type Payment } from "./payment.ts"

type Opened = Extract<PaymentFact, { type: "PaymentOpened" }>

function uncollected(items: readonly CaptureItem[]): Payment["items"] {
  return items.map((item) => ({ item, state: { status: "missing" }, rejections: 0 }))
}

export function openPayment(fact: Opened, agentId: string | null): Payment {
  return {
    status: "opening",
    paymentId: fact.paymentId,
    agentId,
    attempt: 1,
    amountMinor: fact.amountMinor,
    tipMinor: fact.tipMinor,
    totalMinor: fact.amountMinor + fact.tipMinor,
    currency: fact.currency,
    reference: fact.reference ?? "",
    note: fact.note ?? "",
    openedAt: fact.at,
    items: uncollected(fact.items),
    sessionSid: null,
    updatedAt: null,
    cleared: false,
    submittedAt: null,
    lookUp: null,
  }
}

/** A new attempt: same intent, nothing collected, another session. */
function retried(payment: Payment, attempt: number): Payment {
  return {
    ...payment,
    status: "opening",
    attempt,
    items: uncollected(payment.items.map((i) => i.item)),
    sessionSid: null,
    updatedAt: null,
    submittedAt: null,
    lookUp: null,
  }
}

/** Ready when nothing is missing, else capturing; a payment past that point stays where it is. */
function settleCapture(payment: Payment): Payment {
  if (payment.status !== "capturing" && payment.status !== "ready") return payment
  const complete = payment.items.every((collected) => collected.state.status === "captured")
  return { ...payment, status: complete ? "ready" : "capturing" }
}

function prompted(payment: Payment, fact: Extract<PaymentFact, { type: "FieldPrompted" }>): Payment {
  const items = payment.items.map((collected): CollectedItem => {
    const { item, state, rejections } = collected
    if (item !== fact.item)
      return state.status === "prompted" ? { ...collected, state: { status: "missing" } } : collected
    if (fact.byAgent || state.status !== "rejected")
      return { item, state: { status: "prompted" }, rejections: fact.byAgent ? 0 : rejections }
    return { item, state: { status: "prompted", error: state.error }, rejections }
  })
  return settleCapture({ ...payment, items })
}

/** An entry was captured or rejected: the items, and Twilio's time of it where it sent one. */
function entered(
  payment: Payment,
  fact: { item: CaptureItem; updatedAt: number | null },
  change: (collected: CollectedItem) => Pick<CollectedItem, "state" | "rejections">,
): Payment {
  const items = payment.items.map((collected) =>
    collected.item === fact.item ? { ...collected, ...change(collected) } : collected,
  )
  return settleCapture({ ...payment, items, updatedAt: fact.updatedAt ?? payment.updatedAt })
}

export function evolvePayment(payment: Payment, fact: Exclude<PaymentFact, Opened>): Payment {
  switch (fact.type) {
    case "PaymentRetried":
      return retried(payment, fact.attempt)
    case "PaySessionStarted":
      return { ...payment, status: "capturing", sessionSid: fact.sessionSid }
    case "FieldPrompted":
      return prompted(payment, fact)
    case "FieldCaptured": {
      const { masked, brand } = fact
      return entered(payment, fact, () => ({
        state: { status: "captured", masked, ...(brand && { brand }) },
        rejections: 0,
      }))
    }
    case "FieldRejected": {
      const { error } = fact
      return entered(payment, fact, ({ rejections }) => ({
        state: { status: "rejected", error },
        rejections: isIdle(error) ? rejections + 1 : 0,
      }))
    }
    case "PaymentSubmitted":
      return { ...payment, status: "submitting", submittedAt: fact.at }
    case "PaymentSucceeded": {
      const { confirmationCode, token, evidence = null, at } = fact
      return { ...payment, status: "succeeded", confirmationCode, token, evidence, endedAt: at }
    }
    case "PaymentDeclined": {
      const { reason, code, evidence = null, at } = fact
      return { ...payment, status: "declined", reason, code, evidence, endedAt: at }
    }
    case "PaymentFailed": {
      const { cause, detail, evidence = null, at } = fact
      const unsettled = isUnsettled(payment) && cause !== "not-charged"
      return { ...payment, status: "failed", cause, detail, unsettled, evidence, endedAt: at }
    }
    case "PaymentCancelled":
      return { ...payment, status: "cancelled", cause: fact.cause, endedAt: fact.at }
    case "PaymentOutcomeUnknown":
      return { ...payment, status: "unknown", endedAt: fact.at }
    case "PaymentLookedUp": {
      const { found, ids, over, at } = fact
      return { ...payment, lookUp: { tries: (payment.lookUp?.tries ?? 0) + 1, found, ids, at, over } }
    }
    case "PaymentCleared":
      return { ...payment, cleared: true }
  }
}
