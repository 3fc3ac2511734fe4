// The time filters of lists: `StartTime`, `StartTime<`, `StartTime>` (facts 1.11).

import { TwilioError } from "./twilio-error.ts"

const DAY_MS = 86_400_000
const DAY_OR_MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/

/** The filters of `name`; throws 400/20001 for one that is no time. */
function filtersOf(query: URLSearchParams, name: string) {
  return ["", "<", ">"].map((suffix) => {
    const written = query.get(name + suffix)
    if (written === null || (DAY_OR_MOMENT.test(written) && !Number.isNaN(Date.parse(written))))
      return written
    throw new TwilioError(400, 20001, `${name}${suffix} must be a day or an ISO 8601 moment: ${written}`)
  })
}

/**
 * Makes the test of whether a time (milliseconds; null: not yet) fits the filters of `name`. A filter is a day or an
 * ISO 8601 moment; throws 400/20001 for anything else.
 */
export function timeFilter(query: URLSearchParams, name: string): (at: number | null) => boolean {
  const [on = null, before = null, after = null] = filtersOf(query, name)
  const begin = (written: string) => Date.parse(written)
  const end = (written: string) => begin(written) + (written.length === "2026-01-31".length ? DAY_MS : 1000)
  return (at) => {
    if ((on ?? before ?? after) !== null && at === null) return false
    const time = at ?? 0
    if (on !== null && !(time >= begin(on) && time < end(on))) return false
    if (before !== null && !(time < end(before))) return false
    return after === null || time >= begin(after)
  }
}
