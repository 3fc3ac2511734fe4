// One line of the board: what a supervisor sees of a call and its latest payment.
import { type Call, formatMoney, isOpen, type Payment, type Person } from "@agentpay/core"
import type { LiveCall } from "../live/live-state.ts"
import { entryGroups } from "../words/card-words.ts"
import {
  callState,
  evidenceWords,
  outcomeReason,
  paymentState,
  resultCode,
  type StateWords,
  writtenWords,
} from "../words/payment-words.ts"

export interface BoardRow {
  /** The payment's id; the call's SID when there is none. */
  key: string
  callSid: string
  at: number
  agent: string
  caller: string
  call: StateWords
  /** null when no payment was begun. */
  payment: StateWords | null
  amount: string
  /** Masked progress while it is collected; then the code, or the reason why there is none. */
  detail: string
  isCode: boolean
  /** What the agent wrote: reference and note. */
  written: string
  /** What a supervisor may cancel; null when there is nothing open. */
  open: { callSid: string; paymentId: string } | null
}

export function isLive({ call }: LiveCall): boolean {
  return call.status !== "ended"
}

/** One row a payment, newest first; a call without one has a row all the same. */
export function boardRows({ call, typing }: LiveCall, people: readonly Person[]): BoardRow[] {
  const { callSid, from: caller } = call
  const base = { callSid, agent: agentName(call, people), caller, call: callState(call) }
  const rows = call.payments
    .map((payment): BoardRow => {
      const code = resultCode(payment)
      const typed = typing?.paymentId === payment.paymentId ? typing : null
      return {
        ...base,
        key: payment.paymentId,
        at: payment.openedAt,
        payment: paymentState(payment),
        amount: formatMoney(payment.totalMinor, payment.currency),
        detail: [
          code ?? outcomeReason(payment, agentName(call, people)) ?? progress(payment, typed),
          evidenceWords(payment, people),
        ]
          .filter(Boolean)
          .join(" "),
        written: writtenWords(payment),
        isCode: code !== null && evidenceWords(payment, people) === null,
        open: isOpen(payment) ? { callSid, paymentId: payment.paymentId } : null,
      }
    })
    .reverse()
  return rows.length > 0 ? rows : [{ ...base, ...noPayment, key: callSid, at: call.rangAt }]
}

const noPayment = { payment: null, amount: "", detail: "", isCode: false, written: "", open: null }

export function agentName(call: Call, people: readonly Person[]): string {
  if (!call.agent) return "Nobody yet"
  const { agentId, phone } = call.agent
  return people.find(({ userId }) => userId === agentId)?.name ?? phone
}

/** @param sought a part of the agent's name, the caller's number, an amount or a reference, in any case */
export function isAbout({ call }: LiveCall, people: readonly Person[], sought: string): boolean {
  const words = sought.trim().toLowerCase()
  if (words === "") return true
  const payments = call.payments.flatMap(({ totalMinor, currency, reference }) => [
    formatMoney(totalMinor, currency),
    reference,
  ])
  return [agentName(call, people), call.from, ...payments].join("\n").toLowerCase().includes(words)
}

function progress(payment: Payment, typing: LiveCall["typing"]): string {
  return payment.items
    .flatMap(({ item, state }) => {
      const masked = typing?.item === item ? typing.masked : state.status === "captured" ? state.masked : null
      return masked ? [entryGroups(item, masked).join(" ")] : []
    })
    .join(", ")
}
