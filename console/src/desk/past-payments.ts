// The agent's earlier calls and payments as rows, newest first, so that a code can be read out again.
import { type Call, currentPayment, isUnsettled, type Payment } from "@agentpay/core"
import type { LiveCall } from "../live/live-state.ts"

export interface PastRow {
  key: string
  at: number
  call: Call
  /** null for a call on which no payment was begun. */
  payment: Payment | null
}

/** @param onDesk the call in the main place: only its cleared payments belong to the past. */
export function pastRows(calls: readonly LiveCall[], onDesk: Call | null): PastRow[] {
  return calls.flatMap(({ call }): PastRow[] => {
    const here = call.callSid === onDesk?.callSid
    const hidden = here ? currentPayment(call) : null
    const rows = call.payments
      .filter((payment) => payment !== hidden)
      .map((payment) => ({ key: payment.paymentId, at: payment.openedAt, call, payment }))
      .reverse()
    if (rows.length > 0 || here) return rows
    return [{ key: call.callSid, at: call.rangAt, call, payment: null }]
  })
}

/** Payments that were unsettled before and are settled now. */
export function newOutcomes(before: readonly LiveCall[], after: readonly LiveCall[]): PastRow[] {
  const waiting = new Set(
    before.flatMap(({ call }) => call.payments.filter(isUnsettled).map(({ paymentId }) => paymentId)),
  )
  return after.flatMap(({ call }) =>
    call.payments
      .filter((payment) => waiting.has(payment.paymentId) && !isUnsettled(payment))
      .map((payment) => ({ key: payment.paymentId, at: payment.openedAt, call, payment })),
  )
}
