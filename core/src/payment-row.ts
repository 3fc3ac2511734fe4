// A payment as lists, counts and searches need it: one row a payment, written beside its facts, which stay the truth.
import type { Call } from "./call.ts"
import { isOver, isUnsettled, type Payment } from "./payment.ts"

/**
 * What became of the money. `stored`: no money was asked for, the card is kept as a token. `unknown`: it was submitted
 * and nobody knows whether it was charged.
 */
export const outcomes = ["under-way", "paid", "stored", "declined", "cancelled", "failed", "unknown"] as const
export type Outcome = (typeof outcomes)[number]

/** Times are epoch milliseconds. */
export interface PaymentRow {
  callSid: string
  paymentId: string
  /** Who had the call when it was opened. */
  agentId: string | null
  caller: string
  openedAt: number
  endedAt: number | null
  outcome: Outcome
  /** Amount and tip, in minor units of `currency` (ISO 4217). */
  totalMinor: number
  currency: string
  lastFour: string | null
  brand: string | null
  reference: string | null
  note: string | null
  confirmationCode: string | null
  token: string | null
  /** The gateway's words of a decline; of a cancelled or failed payment its cause. */
  reason: string | null
}

function outcomeOf(payment: Payment): Outcome {
  switch (payment.status) {
    case "opening":
    case "capturing":
    case "ready":
    case "submitting":
      return "under-way"
    case "succeeded":
      return payment.totalMinor === 0 ? "stored" : "paid"
    case "failed":
      return isUnsettled(payment) ? "unknown" : "failed"
    default:
      return payment.status
  }
}

function reasonOf(payment: Payment): string | null {
  if (payment.status === "declined") return payment.reason
  return payment.status === "cancelled" || payment.status === "failed" ? payment.cause : null
}

/** Others' words may hold what a text column of PostgreSQL cannot: NUL, and halves of characters. */
const storable = <T extends string | null>(text: T): T =>
  (text?.toWellFormed().replaceAll("\0", "") ?? null) as T

function toRow(call: Call, payment: Payment): PaymentRow {
  const card = payment.items.find(({ item }) => item === "card-number")?.state
  const captured = card?.status === "captured" ? card : null
  const succeeded = payment.status === "succeeded" ? payment : null
  return {
    callSid: call.callSid,
    paymentId: payment.paymentId,
    agentId: payment.agentId,
    caller: storable(call.from),
    openedAt: payment.openedAt,
    // Of a payment that is tried again the end of the attempt before is still there.
    endedAt: isOver(payment) && "endedAt" in payment ? payment.endedAt : null,
    outcome: outcomeOf(payment),
    totalMinor: payment.totalMinor,
    currency: payment.currency,
    lastFour: /\d{4}$/.exec(captured?.masked ?? "")?.[0] ?? null,
    brand: storable(captured?.brand ?? null),
    reference: storable(payment.reference || null),
    note: storable(payment.note || null),
    confirmationCode: storable(succeeded?.confirmationCode ?? null),
    token: storable(succeeded?.token ?? null),
    reason: storable(reasonOf(payment)),
  }
}

/** The payments of a call, oldest first. */
export function paymentRows(call: Call): PaymentRow[] {
  return call.payments.map((payment) => toRow(call, payment))
}

/** Those that facts have changed: all that has to be written when `before` became `after`. */
export function changedPaymentRows(before: Call | null, after: Call): PaymentRow[] {
  const had = new Map(before && paymentRows(before).map((row) => [row.paymentId, JSON.stringify(row)]))
  return paymentRows(after).filter((row) => had.get(row.paymentId) !== JSON.stringify(row))
}
