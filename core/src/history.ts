// What history can be asked for and what it answers: the contract of the console's history pages and the server's REST door.
import { z } from "zod"
import type { Call } from "./call.ts"
import type { Fact } from "./facts.ts"
import { outcomes, type PaymentRow, paymentRows } from "./payment-row.ts"

const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "Type something to look for.")
    .max(most, `At most ${most} characters.`)
    .regex(/^\P{Cc}*$/u, "Use letters, digits and signs that can be printed.")

/** "+1 (555) 123-0001" and "15551230001" as they are stored: "+15551230001". Words such as "anonymous" stay. */
export function dialledNumber(typed: string): string {
  const digits = typed.replace(/[\s().-]/g, "")
  return /^\+?\d+$/.test(digits) ? `+${digits.replace("+", "")}` : typed
}

/** What a call can be found by. */
const callSearch = z.object({
  agent: text(64),
  caller: text(64).transform(dialledNumber),
})

/** What a payment can be found by, as people type it. `amount` is in the installation's currency: "12.50". */
const paymentSearch = callSearch.extend({
  outcome: z.enum(outcomes, "Choose one of the outcomes."),
  amount: text(12),
  lastFour: z
    .string()
    .trim()
    .regex(/^\d{4}$/, "The last four digits of the card: four digits."),
  reference: text(100),
  code: text(64),
})
/** Each part is there or not; an empty one counts as not there. */
export const historySearch = paymentSearch.partial()
export type HistorySearch = z.output<typeof historySearch>

const time = z.coerce.number("A time in milliseconds.").int().min(0).max(8_640_000_000_000_000)
const paging = z
  .object({
    /** Not before, epoch milliseconds. */
    from: time,
    /** Before, epoch milliseconds. */
    until: time,
    /** Where the page before ended: its `next`. */
    after: z
      .string()
      .regex(/^\d{1,16}_[\w-]{1,64}$/, "This page's address is damaged. Start from the first page."),
  })
  .partial()

export const paymentsQuery = historySearch.extend(paging.shape)
export type PaymentsQuery = z.output<typeof paymentsQuery>
export const callsQuery = callSearch.partial().extend(paging.shape)
export type CallsQuery = z.output<typeof callsQuery>

/** Newest first; `next` leads to the page of older ones, null on the last. */
export interface HistoryPage<Row> {
  rows: Row[]
  next: string | null
}

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
