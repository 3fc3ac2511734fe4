// The search of the history as it stands in the address of the page, and as the server is asked for it.
import { type HistorySearch, historySearch } from "@agentpay/core"
import { dayErrors, type Paging, readTexts, writeQuery } from "../search/page-search.ts"

/** All parts are optional: what is missing or empty does not narrow the search. */
export interface PageSearch extends HistorySearch, Paging {
  show?: "calls"
}

const names = Object.keys(historySearch.shape) as (keyof HistorySearch)[]

export function readSearch(search: Record<string, unknown>): PageSearch {
  const texts = readTexts(search, names) as PageSearch
  return { ...texts, ...(search.show === "calls" && { show: search.show }) }
}

/** What is wrong with a search, by the name of its part; empty when nothing is. */
export function searchErrors(search: PageSearch): Record<string, string> {
  const issues = historySearch.safeParse(search).error?.issues ?? []
  const errors = Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message]))
  return { ...errors, ...dayErrors(search) }
}

/** The search for the server, as the query of an address. */
export function toQuery({ show, agent, caller, from, to, after, ...ofPayments }: PageSearch): string {
  // A call has no amount and no card.
  return writeQuery({ agent, caller, from, to, after, ...(show !== "calls" && ofPayments) })
}
