// One line in the log where a call or a payment begins and where it ends, with the ids by which the rest is found.
import type { Fact, FactType } from "@agentpay/core"
import type { Logger } from "pino"

const milestones: Partial<Record<FactType, string>> = {
  CallRang: "a call rings",
  CallEnded: "a call has ended",
  PaymentOpened: "a payment was opened",
  PaymentSubmitted: "a payment was submitted",
  PaymentSucceeded: "a payment succeeded",
  PaymentDeclined: "a payment was declined",
  PaymentFailed: "a payment failed",
  PaymentCancelled: "a payment was cancelled",
  PaymentOutcomeUnknown: "the outcome of a payment is unknown",
}

/** Nothing but ids: who called and what was paid stands in the ledger. */
export function logMilestones(log: Pick<Logger, "info">, callSid: string, facts: readonly Fact[]): void {
  for (const fact of facts) {
    const words = milestones[fact.type]
    if (words) log.info({ callSid, ...("paymentId" in fact && { paymentId: fact.paymentId }) }, words)
  }
}
