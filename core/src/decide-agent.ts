// Decisions about what an agent asks for. Agents reach their own calls only (R10).
import { type Call, currentPayment } from "./call.ts"
import type { CaptureItem } from "./capture-item.ts"
import type { AgentCommand } from "./commands.ts"
import type { Decision } from "./decision.ts"
import type { EffectRequest } from "./effects.ts"
import { parseTotal } from "./money.ts"
import { ask, cancelSession, now } from "./pay-session.ts"
import { isOpen, isOver, isUnsettled, itemOf, needsCardFirst, type Payment } from "./payment.ts"
import { parseTexts } from "./payment-texts.ts"
import type { RefusalCode } from "./refusal.ts"

type Of<T extends AgentCommand["type"]> = Extract<AgentCommand, { type: T }>

const refuse = (code: RefusalCode): Decision => ({ refusal: { code } })

export function decideAgent(command: AgentCommand, call: Call | null): Decision {
  if (call?.agent?.agentId !== command.by) return refuse("no-such-call")
  if (command.type === "OpenPayment") return openPayment(command, call)
  const payment = currentPayment(call)
  if (payment?.paymentId !== command.paymentId) return refuse("payment-not-open")
  switch (command.type) {
    case "AskItem":
      return askItem(command, call, payment)
    case "SubmitPayment":
      return submit(command, payment)
    case "CancelPayment":
      return cancel(command, payment)
    case "RetryPayment":
      return retry(command, call, payment)
    case "ClearPayment":
      if (!isOver(payment)) return refuse("payment-not-over")
      return {
        facts: [{ type: "PaymentCleared", paymentId: payment.paymentId, at: command.at }],
        effects: [],
      }
  }
}

function startSession({
  reference,
  ...payment
}: {
  paymentId: string
  attempt: number
  totalMinor: number
  currency: string
  items: readonly CaptureItem[]
  reference: string
}): EffectRequest {
  return now({ kind: "StartPaySession", ...payment, ...(reference && { reference }) })
}

/** No payment hangs: what is not submitted in time is cancelled. */
function awaitSubmit(of: { paymentId: string; attempt: number }, afterMs: number): EffectRequest {
  return { effect: { kind: "AwaitSubmit", ...of }, afterMs }
}

function openPayment(command: Of<"OpenPayment">, call: Call): Decision {
  if (call.status === "ended") return refuse("call-ended")
  const last = currentPayment(call)
  if (last?.status === "submitting") return refuse("payment-submitted")
  if (last) return refuse(isOpen(last) ? "payment-open" : "payment-not-cleared")
  // An id that comes twice would open one payment's sessions under another's name.
  if (call.payments.some(({ paymentId }) => paymentId === command.paymentId)) return refuse("try-again")
  const total = parseTotal(command.amount, command.tip, command.currency)
  if ("refusal" in total) return total
  const texts = parseTexts(command)
  if ("refusal" in texts) return texts
  const { reference, note } = texts
  const { paymentId, currency, items, expireAfterMs, at } = command
  const { amountMinor, tipMinor, totalMinor } = total
  return {
    facts: [
      {
        ...{ type: "PaymentOpened", paymentId, amountMinor, tipMinor, currency, items, at },
        ...(reference && { reference }),
        ...(note && { note }),
      },
    ],
    effects: [
      startSession({ paymentId, attempt: 1, totalMinor, currency, items, reference }),
      awaitSubmit({ paymentId, attempt: 1 }, expireAfterMs),
    ],
  }
}

function askItem(command: Of<"AskItem">, call: Call, payment: Payment): Decision {
  if (payment.status === "submitting") return refuse("payment-submitted")
  if (payment.status === "opening") return refuse("session-opening")
  if (!isOpen(payment) || payment.sessionSid === null) return refuse("payment-not-open")
  if (call.status === "ended") return refuse("call-ended")
  const { item, at } = command
  if (!itemOf(payment, item)) return refuse("item-not-collected")
  if (needsCardFirst(item, payment.items)) return refuse("card-number-first")
  return ask(payment, item, at, true)
}

function submit(command: Of<"SubmitPayment">, payment: Payment): Decision {
  if (payment.attempt !== command.attempt) return refuse("payment-not-open")
  if (payment.status === "submitting") return refuse("payment-submitted")
  if (payment.status === "opening" || payment.status === "capturing") return refuse("fields-missing")
  if (payment.status !== "ready" || payment.sessionSid === null) return refuse("payment-not-open")
  const { paymentId, attempt, sessionSid } = payment
  return {
    facts: [{ type: "PaymentSubmitted", paymentId, at: command.at }],
    effects: [
      now({ kind: "CompletePaySession", paymentId, attempt, sessionSid }),
      { effect: { kind: "AwaitOutcome", paymentId, attempt }, afterMs: command.timeoutMs },
    ],
  }
}

function cancel(command: Of<"CancelPayment">, payment: Payment): Decision {
  if (payment.status === "submitting") return refuse("payment-submitted")
  if (!isOpen(payment)) return refuse("payment-not-open")
  return {
    facts: [{ type: "PaymentCancelled", paymentId: payment.paymentId, cause: "agent", at: command.at }],
    effects: cancelSession(payment),
  }
}

/** Another card for the same intent; never when a charge may have happened (R4). */
function retry(command: Of<"RetryPayment">, call: Call, payment: Payment): Decision {
  if (payment.status === "submitting") return refuse("payment-submitted")
  if (isOpen(payment)) return refuse("payment-open")
  if (payment.attempt !== command.attempt || payment.status === "succeeded") return refuse("payment-not-open")
  if (isUnsettled(payment)) return refuse("payment-unsettled")
  // A charge that shows itself after all must find its payment as it was.
  if (payment.status === "failed" && payment.cause === "not-charged") return refuse("payment-resolved")
  if (call.status === "ended") return refuse("call-ended")
  const { paymentId, totalMinor, currency, reference } = payment
  const attempt = payment.attempt + 1
  const items = payment.items.map(({ item }) => item)
  return {
    facts: [{ type: "PaymentRetried", paymentId, attempt, at: command.at }],
    effects: [
      startSession({ paymentId, attempt, totalMinor, currency, items, reference }),
      awaitSubmit({ paymentId, attempt }, command.expireAfterMs),
    ],
  }
}
