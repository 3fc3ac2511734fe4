// CSV of a search, row by row while it is read: RFC 4180, UTF-8, and no cell that a spreadsheet would take for a formula.
import { pipeline, Readable } from "node:stream"
import { type CallLine, decimalString, isSample, type PaymentRow } from "@agentpay/core"
import { stringify } from "csv-stringify"
import type { FastifyReply } from "fastify"

/** A column's title, and its cell of a row. */
export type Columns<Row> = Record<string, (row: Row) => string | number | null>

type NameOf = (agentId: string | null) => string

export const csvTime = (at: number | null) => (at === null ? null : new Date(at).toISOString())
const sampleMark = ({ callSid }: { callSid: string }) => (isSample(callSid) ? "yes" : "")

export function paymentColumns(nameOf: NameOf): Columns<PaymentRow> {
  return {
    Opened: ({ openedAt }) => csvTime(openedAt),
    Ended: ({ endedAt }) => csvTime(endedAt),
    Outcome: ({ outcome }) => outcome,
    Amount: ({ totalMinor, currency }) => decimalString(totalMinor, currency),
    Currency: ({ currency }) => currency,
    "Confirmation code": ({ confirmationCode }) => confirmationCode,
    Token: ({ token }) => token,
    Reason: ({ reason }) => reason,
    Reference: ({ reference }) => reference,
    Note: ({ note }) => note,
    Card: ({ brand }) => brand,
    "Last four": ({ lastFour }) => lastFour,
    Caller: ({ caller }) => caller,
    Agent: ({ agentId }) => nameOf(agentId),
    "Call SID": ({ callSid }) => callSid,
    "Payment ID": ({ paymentId }) => paymentId,
    "Sample data": sampleMark,
  }
}

export function callColumns(nameOf: NameOf): Columns<CallLine> {
  return {
    Rang: ({ rangAt }) => csvTime(rangAt),
    Answered: ({ answeredAt }) => csvTime(answeredAt),
    Ended: ({ endedAt }) => csvTime(endedAt),
    Caller: ({ caller }) => caller,
    Agent: ({ agentId }) => nameOf(agentId),
    Payments: ({ payments }) => payments.length,
    "Call SID": ({ callSid }) => callSid,
    "Sample data": sampleMark,
  }
}

interface Found<Row, Place> {
  rows: Row[]
  next: Place | null
}

/** The next page is asked for when this one has been taken: whoever reads slowly costs no memory, whoever leaves no query. */
async function* allRows<Row, Place>(
  first: Found<Row, Place>,
  more: (after: Place) => Promise<Found<Row, Place>>,
): AsyncGenerator<Row> {
  for (let page = first; ; page = await more(page.next)) {
    yield* page.rows
    if (page.next === null) return
  }
}

/** Sends all pages as the file `name`-DATE.csv. The first is there already: what fails before the file begins is said in words. */
export function streamCsv<Row, Place>(
  reply: FastifyReply,
  name: string,
  columns: Columns<Row>,
  first: Found<Row, Place>,
  more: (after: Place) => Promise<Found<Row, Place>>,
): FastifyReply {
  const cells = Object.values(columns)
  const csv = stringify({
    header: true,
    columns: Object.keys(columns),
    record_delimiter: "windows",
    escape_formulas: true,
    // Without it spreadsheets take the file for their own country's old encoding.
    bom: true,
  })
  async function* records() {
    for await (const row of allRows(first, more)) yield cells.map((cell) => cell(row))
  }
  // An error ends the connection before the file is whole, so that the browser says that the download failed.
  pipeline(Readable.from(records(), { highWaterMark: 64 }), csv, () => {})
  const day = new Date().toISOString().slice(0, 10)
  return reply
    .type("text/csv; charset=utf-8")
    .header("content-disposition", `attachment; filename="${name}-${day}.csv"`)
    .send(csv)
}
