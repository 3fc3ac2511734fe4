// Some days of believable history for the demo's first visitors, marked as sample data. The same at every first start, but for the day.
import {
  type CaptureItem,
  callRow,
  currencyDecimals,
  decimalString,
  fold,
  type PayResult,
  type Person,
  paymentRows,
  SAMPLE_PREFIX,
} from "@agentpay/core"
import { demoNumber } from "./demo.ts"
import type { Ledger } from "./ledger/ledger.ts"
import { type SamplePayment, tellSampleCall } from "./sample-call.ts"

const DAYS = 7
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const SHIFT_MS = 8 * 60 * MINUTE_MS

/** Published test cards, masked. */
const cards = [
  ["visa", "xxxxxxxxxxxx4242"],
  ["visa", "xxxxxxxxxxxx5556"],
  ["mastercard", "xxxxxxxxxxxx4444"],
  ["mastercard", "xxxxxxxxxxxx8210"],
  ["amex", "xxxxxxxxxxx0005"],
] as const
const declines = [
  ["Your card has insufficient funds.", "insufficient_funds"],
  ["Your card was declined.", "card_declined"],
  ["Your card has expired.", "expired_card"],
  ["Your card's security code is incorrect.", "incorrect_cvc"],
] as const
const notes = [
  "Called about a late delivery",
  "Wants the receipt by e-mail",
  "Second instalment",
  "New address",
]

/** Numbers that look random and are the same every time (Park and Miller, 1988). */
function seeded(seed: number) {
  let state = seed
  const next = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  const between = (least: number, most: number) => Math.round(least + next() * (most - least))
  const pick = <T>(from: readonly [T, ...T[]] | readonly T[]): T => from[between(0, from.length - 1)] as T
  return { between, pick, chance: (share: number) => next() < share }
}
type Random = ReturnType<typeof seeded>

function declined({ pick }: Random): PayResult {
  const [reason, code] = pick(declines)
  return { outcome: "connector-error", reason, code, answered: true }
}

function resultsOf(random: Random, key: string): PayResult[] {
  const paid: PayResult = { outcome: "success", confirmationCode: `ch_sample${key}`, token: null }
  if (random.chance(0.82)) return [paid]
  if (random.chance(0.15)) return [{ outcome: "star-key" }]
  if (random.chance(0.1)) return [{ outcome: "error", cause: "connector", detail: "", answered: false }]
  return random.chance(0.5) ? [declined(random), paid] : [declined(random)]
}

function samplePayment(random: Random, key: string, currency: string): SamplePayment {
  const [brand, card] = random.pick(cards)
  const unit = 10 ** currencyDecimals(currency)
  const stored = random.chance(0.04)
  const amount = stored ? 0 : random.between(8 * unit, 240 * unit)
  return {
    amount: decimalString(amount, currency),
    tip: !stored && random.chance(0.15) ? decimalString(random.between(1, 12) * unit, currency) : "",
    reference: random.chance(0.7) ? `INV-${random.between(1_000, 9_999)}` : "",
    note: random.chance(0.2) ? random.pick(notes) : "",
    brand,
    card,
    results: stored
      ? [{ outcome: "success", confirmationCode: null, token: `tok_sample${key}` }]
      : resultsOf(random, key),
    slip: random.chance(0.12),
    cancelled: random.chance(0.05),
  }
}

interface Terms {
  now: number
  currency: string
  items: readonly CaptureItem[]
}

/** @param people of the demo; those with a phone have had calls. @returns a fact list per call, by its SID */
export function sampleCalls(people: readonly Person[], { now, currency, items }: Terms) {
  const random = seeded(20_201_104)
  const agents = people.flatMap(({ userId, phone }) => (phone ? [{ agentId: userId, phone }] : []))
  const calls: { callSid: string; facts: ReturnType<typeof tellSampleCall> }[] = []
  for (const [nth, agent] of agents.entries())
    for (let day = DAYS - 1; day >= 0; day--) {
      // The first agent stopped an hour before the next: who has been idle longest gets the visitor's first call.
      const end = now - day * DAY_MS - (agents.length - nth) * 60 * MINUTE_MS
      let at = end - SHIFT_MS + random.between(1, 30) * MINUTE_MS
      for (; at < end; at += random.between(12, 45) * MINUTE_MS) {
        const key = String(calls.length + 1).padStart(4, "0")
        const answered = random.chance(0.93)
        const payments = answered && random.chance(0.92) ? (random.chance(0.08) ? [1, 2] : [1]) : []
        const callSid = SAMPLE_PREFIX + key
        const from = `+1555${random.between(2_000_000, 9_999_999)}`
        const made = payments.map((n) => samplePayment(random, `${key}${n}`, currency))
        const call = {
          callSid,
          from,
          to: demoNumber,
          agent,
          rangAt: at,
          answered,
          payments: made,
          currency,
          items,
        }
        calls.push({ callSid, facts: tellSampleCall(call, random.between) })
      }
    }
  return calls
}

/** Appends them to the ledger: facts only, since nothing is left to do. */
export async function addSampleData(ledger: Ledger, people: readonly Person[], terms: Terms): Promise<void> {
  await Promise.all(
    sampleCalls(people, terms).map(({ callSid, facts }) => {
      const call = fold(facts)
      if (!call) throw new Error(`${callSid} has no story`)
      const append = {
        callSid,
        expected: 0,
        facts,
        effects: [],
        row: callRow(call),
        payments: paymentRows(call),
      }
      return ledger.append(append)
    }),
  )
}
