// A search in the address of a page: texts and days, as people read them, and the same as the server is asked for it.

/** Parts that every search has. Days are the browser's own, "2026-11-22". */
export interface Paging {
  from?: string
  to?: string
  /** Which page of the results: where the one before ended. */
  after?: string
}

const day = /^\d{4}-\d\d-\d\d$/

/**
 * What stands in the address under these names, blanks left out. What cannot be understood is kept as it is: the server
 * says what is wrong with it.
 */
export function readTexts<N extends string>(
  search: Record<string, unknown>,
  names: readonly N[],
): Partial<Record<N, string>> & Paging {
  const texts = [...names, "from", "to", "after"].flatMap((name) => {
    const value = search[name]
    const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : ""
    const left = text === "" || ((name === "from" || name === "to") && !day.test(text))
    return left ? [] : [[name, text]]
  })
  return Object.fromEntries(texts)
}

/** What is wrong with the days, beside the field it stands in. */
export const dayErrors = ({ from, to }: Paging): Record<string, string> =>
  from && to && from > to ? { to: "The last day lies before the first." } : {}

/** Midnight at which the day begins here; `add` days later. Epoch milliseconds. */
function midnight(text: string, add = 0): number {
  const [year = 0, month = 1, date = 1] = text.split("-").map(Number)
  return new Date(year, month - 1, date + add).getTime()
}

/** As the query of an address, days as the times between which they lie. */
export function writeQuery({ from, to, ...texts }: Record<string, string | undefined>): string {
  const query = { ...texts, from: from && midnight(from), until: to && midnight(to, 1) }
  const parts = Object.entries(query).flatMap(([name, value]) => (value ? [[name, String(value)]] : []))
  return new URLSearchParams(parts).toString()
}
