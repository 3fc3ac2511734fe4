// Decisions about what Twilio's payment session says: REST answers, and the alarm of a submit that nobody answered.
import type { Call } from "./call.ts"
import type { TwilioPayCommand } from "./commands.ts"
import { decidePayUpdate } from "./decide-pay-update.ts"
import { type Accepted, nothing } from "./decision.ts"
import { lookUp } from "./look-up.ts"
import { cancelSession, dropSession, startCapture } from "./pay-session.ts"
import { type FailureCause, isOpen, itemOf, type Payment } from "./payment.ts"

type Of<T extends TwilioPayCommand["type"]> = Extract<TwilioPayCommand, { type: T }>

export function decidePay(command: TwilioPayCommand, call: Call | null): Accepted {
  if (!call) return nothing
  if (command.type === "ReceivePayUpdate") return decidePayUpdate(command.update, call, command.at)
  const payment = call.payments.find(({ paymentId }) => paymentId === command.paymentId)
  if (!payment) return nothing
  if (command.type === "ReportStart") return reportStart(command, call, payment)
  if (payment.attempt !== command.attempt) return nothing
  const { paymentId, status } = payment
  const { at } = command
  switch (command.type) {
    case "ReportCapture":
      return reportCapture(command, payment)
    case "ReportSubmit":
      // Also when we had stopped waiting: a refused submit charged nothing.
      if (status !== "submitting" && status !== "unknown") return nothing
      return failedAfterSubmit(payment, command.answer, at)
    case "ExpirePayment":
      if (!isOpen(payment)) return nothing
      return {
        facts: [{ type: "PaymentCancelled", paymentId, cause: "timeout", at }],
        effects: cancelSession(payment),
      }
    case "GiveUpWaiting":
      if (status !== "submitting") return nothing
      return { facts: [{ type: "PaymentOutcomeUnknown", paymentId, at }], effects: lookUp(payment) }
  }
}

/** The session is closed as well: one that stays open would stand in the way of the next payment on this call. */
function failed(payment: Payment, cause: FailureCause, detail: string | null, at: number): Accepted {
  return {
    facts: [{ type: "PaymentFailed", paymentId: payment.paymentId, cause, detail, at }],
    effects: cancelSession(payment),
  }
}

/** Twilio's word alone: the gateway's record is asked as well, unless it is being asked already. */
function failedAfterSubmit(
  payment: Payment,
  { refused, detail }: { refused: FailureCause; detail: string },
  at: number,
): Accepted {
  const { facts, effects } = failed(payment, refused, detail, at)
  return { facts, effects: [...effects, ...(payment.status === "submitting" ? lookUp(payment) : [])] }
}

function reportStart(command: Of<"ReportStart">, call: Call, payment: Payment): Accepted {
  const { answer, attempt, paymentId, at } = command
  const waiting = payment.status === "opening" && payment.attempt === attempt
  if (answer === "unreachable") return waiting ? failed(payment, "twilio-unreachable", null, at) : nothing
  if ("refused" in answer) return waiting ? failed(payment, answer.refused, answer.detail, at) : nothing
  const { sessionSid } = answer
  if (waiting) return startCapture(payment, sessionSid, at)
  return payment.sessionSid === sessionSid ? nothing : dropSession(call, { paymentId, attempt, sessionSid })
}

function reportCapture(command: Of<"ReportCapture">, payment: Payment): Accepted {
  const { answer, item, at } = command
  if (!isOpen(payment)) return nothing
  if (answer !== "unreachable") {
    // Of a session that we hold, "invalid operation" (64021) says that it is over, not that another one is open.
    const cause = answer.refused === "session-already-open" ? "session-lost" : answer.refused
    return failed(payment, cause, answer.detail, at)
  }
  if (itemOf(payment, item)?.state.status !== "prompted") return nothing
  const { paymentId } = payment
  return {
    facts: [{ type: "FieldRejected", paymentId, item, error: "not-asked", updatedAt: null, at }],
    effects: [],
  }
}
