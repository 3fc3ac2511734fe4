// What history can be asked for and what it answers: the contract of the console's history pages and the server's REST door.
import { z } from "zod"
import type { Call } from "./call.ts"
import type { Fact } from "./facts.ts"
import { outcomes, type PaymentRow, paymentRows } from "./payment-row.ts"
import { paging, soughtText } from "./search.ts"

/** "+1 (555) 123-0001" and "15551230001" as they are stored: "+15551230001". Words such as "anonymous" stay. */
export function dialledNumber(typed: string): string {
  const digits = typed.replace(/[\s().-]/g, "")
  return /^\+?\d+$/.test(digits) ? `+${digits.replace("+", "")}` : typed
}

/** What a call can be found by. */
const callSearch = z.object({
  agent: soughtText(64),
  caller: soughtText(64).transform(dialledNumber),
})

/** What a payment can be found by, as people type it. `amount` is in the installation's currency: "12.50". */
const paymentSearch = callSearch.extend({
  outcome: z.enum(outcomes, "Choose one of the outcomes."),
  amount: soughtText(12),
  lastFour: z
    .string()
    .trim()
    .regex(/^\d{4}$/, "The last four digits of the card: four digits."),
  reference: soughtText(100),
  code: soughtText(64),
})
/** Each part is there or not; an empty one counts as not there. */
export const historySearch = paymentSearch.partial()
export type HistorySearch = z.output<typeof historySearch>

export const paymentsQuery = historySearch.extend(paging.shape)
export type PaymentsQuery = z.output<typeof paymentsQuery>
export const callsQuery = callSearch.partial().extend(paging.shape)
export type CallsQuery = z.output<typeof callsQuery>

/** A call in lists. Times are epoch milliseconds. */
export interface CallLine {
  callSid: string
  agentId: string | null
  caller: string
  rangAt: number
  answeredAt: number | null
  endedAt: number | null
  payments: PaymentRow[]
}

/** All that happened on a call. */
export interface CallHistory {
  callSid: string
  facts: Fact[]
}

export function callLine(call: Call): CallLine {
  return {
    callSid: call.callSid,
    agentId: call.agent?.agentId ?? null,
    caller: call.from,
    rangAt: call.rangAt,
    answeredAt: call.status === "in-progress" || call.status === "ended" ? call.answeredAt : null,
    endedAt: call.status === "ended" ? call.endedAt : null,
    payments: paymentRows(call),
  }
}

/** Calls of the sample data are named so; no Call SID of Twilio's is. */
export const SAMPLE_PREFIX = "sample-"
export const isSample = (callSid: string): boolean => callSid.startsWith(SAMPLE_PREFIX)
