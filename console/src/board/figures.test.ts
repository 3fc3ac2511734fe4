// The day's numbers as tiles and hours.
import type { DayFigures } from "@agentpay/core"
import { expect, it } from "vitest"
import { hourRows, tilesOf } from "./figures.ts"

const calls = { came: 0, answered: 0, averageWaitMs: null, longestWaitMs: null }
const day: DayFigures = {
  outcomes: [
    { outcome: "paid", currency: "USD", payments: 2, totalMinor: 3_000 },
    { outcome: "paid", currency: "EUR", payments: 1, totalMinor: 500 },
    { outcome: "cancelled", currency: "USD", payments: 1, totalMinor: 100 },
    { outcome: "failed", currency: "USD", payments: 1, totalMinor: 200 },
    { outcome: "stored", currency: "USD", payments: 4, totalMinor: 0 },
  ],
  hours: [
    { hour: 9, outcome: "paid", payments: 2 },
    { hour: 11, outcome: "failed", payments: 1 },
    { hour: 11, outcome: "cancelled", payments: 1 },
  ],
  declines: [],
  calls,
}

it("counts each outcome by itself and keeps currencies apart", () => {
  const tiles = Object.fromEntries(tilesOf(day).map(({ outcome, ...tile }) => [outcome, tile]))
  expect(tiles.paid).toEqual({ payments: 3, sums: ["$30.00", "€5.00"] })
  expect(tiles.cancelled).toEqual({ payments: 1, sums: ["$1.00"] })
  expect(tiles.failed).toEqual({ payments: 1, sums: ["$2.00"] })
  expect(tiles.declined).toEqual({ payments: 0, sums: [] })
  expect(tiles.stored).toEqual({ payments: 4, sums: [] })
})

it("has a row for each hour between the first and the last, also where nothing happened", () => {
  const rows = hourRows(day, 0)
  expect(rows.map(({ paid, cancelled, failed }) => [paid, cancelled, failed])).toEqual([
    [2, 0, 0],
    [0, 0, 0],
    [0, 1, 1],
  ])
  expect(hourRows({ ...day, hours: [] }, 0)).toEqual([])
})
