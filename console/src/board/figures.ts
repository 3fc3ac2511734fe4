// The day's numbers as the board shows them. Pure.
import { type DayFigures, formatMoney, type Outcome } from "@agentpay/core"

/** In the order in which people ask for them; a colour for each in the charts. */
export const outcomeColors: Record<Outcome, string> = {
  paid: "var(--agentpay-good)",
  declined: "var(--agentpay-bad)",
  cancelled: "var(--mantine-color-dimmed)",
  unknown: "var(--agentpay-unsure)",
  failed: "var(--agentpay-failed)",
  stored: "var(--agentpay-stored)",
  "under-way": "var(--agentpay-busy)",
}

export const shownOutcomes = Object.keys(outcomeColors) as Outcome[]

export interface Tile {
  outcome: Outcome
  payments: number
  /** One for each currency; none of what asks for no money. */
  sums: string[]
}

export function tilesOf({ outcomes }: DayFigures): Tile[] {
  return shownOutcomes.map((shown) => {
    const mine = outcomes.filter(({ outcome }) => outcome === shown)
    return {
      outcome: shown,
      payments: mine.reduce((sum, { payments }) => sum + payments, 0),
      sums:
        shown === "stored" ? [] : mine.map(({ currency, totalMinor }) => formatMoney(totalMinor, currency)),
    }
  })
}

export type HourRow = { hour: string } & Record<Outcome, number>

const hourWords = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" })

/** From the first hour with a payment to the last, empty ones between them included. @param from start of the day, epoch ms */
export function hourRows({ hours }: DayFigures, from: number): HourRow[] {
  const all = hours.map(({ hour }) => hour)
  if (all.length === 0) return []
  const [first, last] = [Math.min(...all), Math.max(...all)]
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const count = (outcome: Outcome) =>
      hours.find((one) => one.hour === first + i && one.outcome === outcome)?.payments ?? 0
    const counts = Object.fromEntries(shownOutcomes.map((outcome) => [outcome, count(outcome)]))
    return {
      hour: hourWords.format(from + (first + i) * 3_600_000),
      ...(counts as Record<Outcome, number>),
    }
  })
}
