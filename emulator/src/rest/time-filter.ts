// The time filters of lists: `StartTime`, `StartTime<`, `StartTime>` (facts 1.11).

const DAY_MS = 86_400_000

/** Does a time (milliseconds; null: not yet) fit the filters of `name`? A filter is a day or an ISO 8601 moment. */
export function fitsTime(query: URLSearchParams, name: string, at: number | null): boolean {
  const asked = (suffix: string) => query.get(name + suffix)
  const begin = (written: string) => Date.parse(written)
  const end = (written: string) => begin(written) + (written.length === "2026-01-31".length ? DAY_MS : 1000)
  const [on, before, after] = [asked(""), asked("<"), asked(">")]
  if ((on ?? before ?? after) !== null && at === null) return false
  const time = at ?? 0
  if (on !== null && !(time >= begin(on) && time < end(on))) return false
  if (before !== null && !(time < end(before))) return false
  return after === null || time >= begin(after)
}
