// What each caller is going to do, drawn from the seed before anything happens: the model that the end is held against.
import type { Chance } from "./random.ts"

export interface Plan {
  amount: string
  /** One for each attempt; the gateway declines those of `declines`. */
  cards: readonly [string, ...string[]]
  /** Keys a wrong date first. */
  mistypes: boolean
  /** What the caller does instead of finishing; the item after which it happens. */
  leaves: { how: "hang-up" | "star"; after: number } | null
  /** Hangs up right after the agent has clicked Submit. */
  hangsUpAtSubmit: boolean
  /** The agent clicks Submit twice, once in each of two tabs' haste. */
  clicksTwice: boolean
  /** The agent cancels when the first item was captured. */
  agentCancels: boolean
}

const approved = ["4242424242424242", "5555555555554444", "4000056655665556"] as const
const declined = ["4000000000000002", "4000000000009995"] as const

export const isDeclined = (card: string): boolean => (declined as readonly string[]).includes(card)

export function drawPlan(chance: Chance): Plan {
  const first = chance.happens(0.2) ? chance.pick(declined) : chance.pick(approved)
  return {
    amount: `${chance.between(0, 200)}.${String(chance.between(0, 99)).padStart(2, "0")}`,
    cards: isDeclined(first) && chance.happens(0.7) ? [first, chance.pick(approved)] : [first],
    mistypes: chance.happens(0.15),
    leaves: chance.happens(0.15)
      ? { how: chance.pick(["hang-up", "star"]), after: chance.between(0, 2) }
      : null,
    hangsUpAtSubmit: chance.happens(0.1),
    clicksTwice: chance.happens(0.2),
    agentCancels: chance.happens(0.05),
  }
}
