// The day's numbers as the board shows them. Pure.
import { type DayFigures, formatMoney, type Outcome } from "@agentpay/core"

/** What people count together: a stored card is no money, a failed payment is one that was not taken. */
export const groups = {
  paid: { label: "Paid", outcomes: ["paid"], color: "var(--agentpay-good)" },
  declined: { label: "Declined", outcomes: ["declined"], color: "var(--agentpay-bad)" },
  cancelled: {
    label: "Cancelled or failed",
    outcomes: ["cancelled", "failed"],
    color: "var(--mantine-color-dimmed)",
  },
  unknown: { label: "Outcome unknown", outcomes: ["unknown"], color: "var(--agentpay-unsure)" },
  other: {
    label: "Under way or card stored",
    outcomes: ["under-way", "stored"],
    color: "var(--agentpay-busy)",
  },
} as const satisfies Record<string, { label: string; outcomes: readonly Outcome[]; color: string }>

export type GroupName = keyof typeof groups
export const groupNames = Object.keys(groups) as GroupName[]

const isIn = (group: GroupName, outcome: Outcome): boolean =>
  (groups[group].outcomes as readonly Outcome[]).includes(outcome)

export interface Tile {
  group: GroupName
  payments: number
  /** One for each currency. */
  sums: string[]
}

export function tilesOf({ outcomes }: DayFigures): Tile[] {
  return groupNames.map((group) => {
    const mine = outcomes.filter(({ outcome }) => isIn(group, outcome))
    const byCurrency = new Map<string, number>()
    for (const { currency, totalMinor } of mine)
      byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + totalMinor)
    return {
      group,
      payments: mine.reduce((sum, { payments }) => sum + payments, 0),
      sums: [...byCurrency].map(([currency, minor]) => formatMoney(minor, currency)),
    }
  })
}

export type HourRow = { hour: string } & Record<GroupName, number>

const hourWords = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" })

/** From the first hour with a payment to the last, empty ones between them included. @param from start of the day, epoch ms */
export function hourRows({ hours }: DayFigures, from: number): HourRow[] {
  const all = hours.map(({ hour }) => hour)
  if (all.length === 0) return []
  const [first, last] = [Math.min(...all), Math.max(...all)]
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const ofHour = hours.filter(({ hour }) => hour === first + i)
    const count = (group: GroupName) =>
      ofHour.filter(({ outcome }) => isIn(group, outcome)).reduce((sum, { payments }) => sum + payments, 0)
    const counts = Object.fromEntries(groupNames.map((group) => [group, count(group)]))
    return {
      hour: hourWords.format(from + (first + i) * 3_600_000),
      ...(counts as Record<GroupName, number>),
    }
  })
}
