// The supervisors' board asks for a day's numbers. Which day it is, is the browser's: it knows its time zone.
import type { DayFigures } from "@agentpay/core"
import { z } from "zod"
import type { Api } from "./api.ts"

/** A day on which clocks are put back has 25 hours. */
const LONGEST_DAY_MS = 26 * 3_600_000
const time = z.coerce.number("must be epoch milliseconds").int().min(0).max(8_640_000_000_000_000)

const query = z
  .object({ from: time, to: time })
  .refine(({ from, to }) => from < to && to - from <= LONGEST_DAY_MS, {
    path: ["to"],
    message: "must be later than from, by a day at most",
  })

export function dayRoutes(
  api: Api,
  figures: (day: { from: number; to: number }) => Promise<DayFigures>,
): void {
  api({ method: "GET", path: "/api/today", roles: ["supervisor", "admin"], query }, ({ query: day }) =>
    figures(day),
  )
}
