// One page of a list, with the addresses of its neighbours, as every list of the REST API answers it (facts 1.11).

const LARGEST_PAGE = 1000
const USUAL_PAGE = 50

type Sized<T> = { items: readonly T[]; sidOf: (item: T) => string }

/** The index at which the page begins: after or before the item that `PageToken` names, else by `Page`. */
function startOf<T>({ items, sidOf }: Sized<T>, query: URLSearchParams, page: number, size: number): number {
  const [, side, sid] = /^P([AB])(\w+)$/.exec(query.get("PageToken") ?? "") ?? []
  const index = sid === undefined ? -1 : items.findIndex((item) => sidOf(item) === sid)
  if (index < 0) return page * size
  return side === "A" ? index + 1 : Math.max(0, index - size)
}

function wholeNumber(written: string | null, fallback: number): number {
  return written !== null && /^\d{1,9}$/.test(written) ? Number(written) : fallback
}

/**
 * The page of `items` that `url` asks for with PageSize (1 to 1,000, usually 50), Page and PageToken. A token holds
 * on to an item, so that nothing is skipped or shown twice when the list grows between two pages.
 */
export function pageOf<T, J>(url: string, key: string, list: Sized<T> & { show: (item: T) => J }) {
  const [path = "", search = ""] = url.split("?", 2)
  const query = new URLSearchParams(search)
  const size = Math.min(LARGEST_PAGE, Math.max(1, wholeNumber(query.get("PageSize"), USUAL_PAGE)))
  const page = wholeNumber(query.get("Page"), 0)
  const { items, sidOf } = list
  const start = startOf(list, query, page, size)
  const shown = items.slice(start, start + size)
  const uriOf = (number: number, token: string | null) => {
    const other = new URLSearchParams(query)
    other.set("PageSize", String(size))
    other.set("Page", String(number))
    if (token === null) other.delete("PageToken")
    else other.set("PageToken", token)
    return `${path}?${other}`
  }
  const [first, last] = [shown[0], shown.at(-1)]
  return {
    [key]: shown.map(list.show),
    page,
    page_size: size,
    start: page * size,
    end: page * size + Math.max(0, shown.length - 1),
    uri: uriOf(page, query.get("PageToken")),
    first_page_uri: uriOf(0, null),
    next_page_uri: last && start + size < items.length ? uriOf(page + 1, `PA${sidOf(last)}`) : null,
    previous_page_uri: first && page > 0 ? uriOf(page - 1, `PB${sidOf(first)}`) : null,
  }
}
