// Decisions about what a supervisor asks for, on anybody's call (R10).
import type { Call } from "./call.ts"
import { scrubText } from "./capture-item.ts"
import { type SupervisorCommand, supervises } from "./commands.ts"
import type { Decision } from "./decision.ts"
import { cancelSession } from "./pay-session.ts"
import { isOpen, isUnsettled, type Payment } from "./payment.ts"
import type { Refusal } from "./refusal.ts"
import { scrubCode } from "./scrub-code.ts"

type Of<T extends SupervisorCommand["type"]> = Extract<SupervisorCommand, { type: T }>

const refuse = (code: Refusal["code"], field?: Refusal["field"]): Decision => ({
  refusal: { code, ...(field && { field }) },
})

export function decideSupervisor(command: SupervisorCommand, call: Call | null): Decision {
  if (!supervises(command.role)) return refuse("supervisors-only")
  if (!call) return refuse("no-such-call")
  const payment = call.payments.find(({ paymentId }) => paymentId === command.paymentId)
  if (!payment) return refuse("payment-not-open")
  return command.type === "StopPayment" ? stop(command, payment) : resolve(command, payment)
}

/** For the agent who is not there any more; the caller is asked for nothing then. */
function stop({ by, at }: Of<"StopPayment">, payment: Payment): Decision {
  if (payment.status === "submitting") return refuse("payment-submitted")
  if (!isOpen(payment)) return refuse("payment-not-open")
  const { paymentId } = payment
  return {
    facts: [{ type: "PaymentCancelled", paymentId, cause: "supervisor", by, at }],
    effects: cancelSession(payment),
  }
}

/** A person's word ends what nobody else could: who, from what, and why stand in the ledger. */
function resolve(command: Of<"ResolvePayment">, payment: Payment): Decision {
  if (payment.status === "submitting") return refuse("payment-submitted")
  if (!isUnsettled(payment)) return refuse("payment-settled")
  const texts = { confirmationCode: command.confirmationCode, seen: command.seen, note: command.note }
  for (const [name, text] of Object.entries(texts)) {
    const field = name as keyof typeof texts
    const said = text?.trim()
    if (said === undefined) continue
    if (said === "") return refuse("evidence-missing", field)
    const scrub = field === "confirmationCode" ? scrubCode : scrubText
    if (scrub(said) !== said) return refuse("card-digits", field)
  }
  const { by, at } = command
  const { paymentId } = payment
  const evidence = { from: "supervisor", by, seen: command.seen.trim(), note: command.note.trim() } as const
  const of = { paymentId, evidence, at }
  const confirmationCode = command.confirmationCode?.trim() ?? null
  return {
    facts: [
      confirmationCode === null
        ? { type: "PaymentFailed", cause: "not-charged", detail: null, ...of }
        : { type: "PaymentSucceeded", confirmationCode, token: null, ...of },
    ],
    effects: [],
  }
}
