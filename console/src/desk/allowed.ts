// Which buttons may be pressed now: asked of the same decisions as the server takes.
import { type AgentCommand, type Call, type CaptureItem, type Payment, wouldRefuse } from "@agentpay/core"
import type { Typed } from "./draft.ts"

export interface DeskState {
  call: Call
  payment: Payment | null
  /** The agent's user id. */
  by: string
}

export function mayPrompt(
  { call, by }: DeskState,
  typed: Typed,
  currency: string,
  items: readonly CaptureItem[],
): boolean {
  return allows(call, {
    type: "OpenPayment",
    by,
    paymentId: "asked-by-console",
    ...typed,
    currency,
    items,
    expireAfterMs: 0,
    at: 0,
  })
}

export function maySubmit({ call, payment, by }: DeskState): boolean {
  if (!payment) return false
  const { paymentId, attempt } = payment
  return allows(call, { type: "SubmitPayment", by, paymentId, attempt, timeoutMs: 0, at: 0 })
}

export function mayCancel({ call, payment, by }: DeskState): boolean {
  return payment !== null && allows(call, { type: "CancelPayment", by, paymentId: payment.paymentId, at: 0 })
}

export function mayRetry({ call, payment, by }: DeskState): boolean {
  if (!payment) return false
  const { paymentId, attempt } = payment
  return allows(call, { type: "RetryPayment", by, paymentId, attempt, expireAfterMs: 0, at: 0 })
}

export function mayClear({ call, payment, by }: DeskState): boolean {
  return payment !== null && allows(call, { type: "ClearPayment", by, paymentId: payment.paymentId, at: 0 })
}

export function mayAsk({ call, payment, by }: DeskState, item: CaptureItem): boolean {
  return payment !== null && allows(call, { type: "AskItem", by, paymentId: payment.paymentId, item, at: 0 })
}

function allows(call: Call, command: AgentCommand): boolean {
  return wouldRefuse(command, call) === null
}
