// The search as it stands in the address of the page, and as the server is asked for it.
import { type HistorySearch, historySearch, type PaymentsQuery } from "@agentpay/core"

/** All parts are optional: what is missing or empty does not narrow the search. Days are the browser's own, "2026-11-22". */
export interface PageSearch extends HistorySearch {
  show?: "calls"
  from?: string
  to?: string
  /** Which page of the results: where the one before ended. */
  after?: string
}

const day = /^\d{4}-\d\d-\d\d$/

/** Reads what stands in the address. What cannot be read is kept as it is: the server says what is wrong with it. */
export function readSearch(search: Record<string, unknown>): PageSearch {
  const texts = Object.entries(search).flatMap(([name, value]) => {
    const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : ""
    return text === "" ? [] : [[name, text]]
  })
  const { show, from, to, after, ...rest } = Object.fromEntries(texts) as Record<string, string>
  const known = Object.keys(historySearch.shape).flatMap((name) => (rest[name] ? [[name, rest[name]]] : []))
  return {
    ...Object.fromEntries(known),
    ...(show === "calls" && { show }),
    ...(from && day.test(from) && { from }),
    ...(to && day.test(to) && { to }),
    ...(after && { after }),
  }
}

/** What is wrong with a search, by the name of its part; empty when nothing is. */
export function searchErrors(search: PageSearch): Record<string, string> {
  const read = historySearch.safeParse(search)
  const issues = read.success ? [] : read.error.issues
  const errors = Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message]))
  const backwards = search.from && search.to && search.from > search.to
  return backwards ? { ...errors, to: "The last day lies before the first." } : errors
}

/** Midnight at which the day begins here; `add` days later. Epoch milliseconds. */
function midnight(text: string, add = 0): number {
  const [year = 0, month = 1, date = 1] = text.split("-").map(Number)
  return new Date(year, month - 1, date + add).getTime()
}

/** The search for the server, as the query of an address. */
export function toQuery({ show, from, to, ...search }: PageSearch): string {
  const { agent, caller, after, ...ofPayments } = search
  const query: Partial<Record<keyof PaymentsQuery, string | number | undefined>> = {
    ...{ agent, caller, after },
    // A call has no amount and no card.
    ...(show !== "calls" && ofPayments),
    from: from && midnight(from),
    until: to && midnight(to, 1),
  }
  const parts = Object.entries(query).flatMap(([name, value]) => (value ? [[name, String(value)]] : []))
  return new URLSearchParams(parts).toString()
}
