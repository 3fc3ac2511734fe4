// Decisions about how a payment session ended. Only the gateway's own word makes a payment succeeded or declined (R4).
import type { PayResult } from "./commands.ts"
import { type Accepted, nothing } from "./decision.ts"
import type { PaymentFact } from "./facts.ts"
import { lookUp } from "./look-up.ts"
import { isOpen, isUnsettled, type Payment } from "./payment.ts"

export function decidePayResult(result: PayResult, payment: Payment, at: number): Accepted {
  const { paymentId, status } = payment
  const one = (fact: PaymentFact): Accepted => ({ facts: [fact], effects: [] })
  /** Without the gateway's word: its record is asked, unless it is being asked already. */
  const ended = (fact: PaymentFact): Accepted => ({
    facts: [fact],
    effects: status === "submitting" ? lookUp(payment) : [],
  })
  if (result.outcome === "success") {
    // Whatever was believed before: money that was taken must never be missing from the ledger.
    if (status === "succeeded") return nothing
    const { confirmationCode, token } = result
    return one({ type: "PaymentSucceeded", paymentId, confirmationCode, token, at })
  }
  if (isOpen(payment)) return one(endUnsubmitted(result, paymentId, at))
  if (!isUnsettled(payment)) return nothing
  if (result.outcome === "connector-error" && result.answered) {
    const { reason, code } = result
    return one({ type: "PaymentDeclined", paymentId, reason, code, at })
  }
  if (result.outcome === "error" && result.answered && status !== "failed") {
    const { cause, detail } = result
    return ended({ type: "PaymentFailed", paymentId, cause, detail, at })
  }
  // The session ended after the submit without the gateway's word: nobody may call that paid or unpaid (R4).
  return status === "submitting" ? ended({ type: "PaymentOutcomeUnknown", paymentId, at }) : nothing
}

function endUnsubmitted(
  result: Exclude<PayResult, { outcome: "success" }>,
  paymentId: string,
  at: number,
): PaymentFact {
  switch (result.outcome) {
    case "connector-error":
      return { type: "PaymentFailed", paymentId, cause: "connector", detail: result.reason, at }
    case "error":
      return { type: "PaymentFailed", paymentId, cause: result.cause, detail: result.detail, at }
    case "star-key":
    case "hang-up":
      return { type: "PaymentCancelled", paymentId, cause: result.outcome, at }
    case "cancelled":
      return { type: "PaymentCancelled", paymentId, cause: "twilio", at }
  }
}
