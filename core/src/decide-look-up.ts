// Decisions about what the gateway's own record says of a payment whose outcome nobody told us (R4).
import type { Call } from "./call.ts"
import type { ReportLookUp } from "./commands.ts"
import { type Accepted, nothing } from "./decision.ts"
import { evolvePayment } from "./evolve-payment.ts"
import type { PaymentFact } from "./facts.ts"
import { isLookUpOver, lookUp } from "./look-up.ts"
import { isUnsettled } from "./payment.ts"

export function decideLookUp(command: ReportLookUp, call: Call | null): Accepted {
  const { paymentId, attempt, tries, answer, at } = command
  const payment = call?.payments.find((known) => known.paymentId === paymentId)
  if (!payment || payment.attempt !== attempt || payment.submittedAt === null) return nothing
  // A question that was asked twice is answered once: two answers would ask on twice.
  if (!isUnsettled(payment) || tries !== (payment.lookUp?.tries ?? 0) + 1) return nothing
  const of = { paymentId, evidence: { from: "gateway-record" }, at } as const
  const end = (fact: PaymentFact): Accepted => ({ facts: [fact], effects: [] })
  if (answer.found === "charge")
    return end({ type: "PaymentSucceeded", confirmationCode: answer.id, token: null, ...of })
  if (answer.found === "refusal")
    return end({ type: "PaymentDeclined", reason: answer.reason, code: answer.code, ...of })
  const { found, ids } = answer
  if (found === "nothing" && at - payment.submittedAt >= command.notChargedAfterMs)
    return end({ type: "PaymentFailed", cause: "not-charged", detail: null, ...of })
  const over = isLookUpOver(payment.submittedAt, at)
  const fact = { type: "PaymentLookedUp", paymentId, found, ids, over, at } as const
  return { facts: [fact], effects: over ? [] : lookUp(evolvePayment(payment, fact)) }
}
