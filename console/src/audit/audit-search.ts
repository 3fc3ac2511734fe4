// The search of the audit log as it stands in the address of the page, and as the server is asked for it.
import { type AuditSearch, auditSearch } from "@agentpay/core"
import { dayErrors, type Paging, readTexts, writeQuery } from "../search/page-search.ts"

/** All parts are optional: what is missing does not narrow the search. */
export interface PageSearch extends AuditSearch, Paging {}

const names = Object.keys(auditSearch.shape) as (keyof AuditSearch)[]

export const readSearch = (search: Record<string, unknown>) => readTexts(search, names) as PageSearch

/** What is wrong with a search, by the name of its part; empty when nothing is. */
export function searchErrors(search: PageSearch): Record<string, string> {
  const issues = auditSearch.safeParse(search).error?.issues ?? []
  const errors = Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message]))
  return { ...errors, ...dayErrors(search) }
}

export const toQuery = (search: PageSearch): string => writeQuery({ ...search })
