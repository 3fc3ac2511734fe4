// The end: the model, the ledger and the gateway's record must agree.
import { isDeepStrictEqual } from "node:util"
import pg from "pg"
import type { Charge } from "../caller.ts"
import { isDeclined } from "./plan.ts"
import type { Screen } from "./screen.ts"
import { type Fact, has, isFinal, type PaymentStory, payments } from "./story.ts"
import type { Taken } from "./take-call.ts"

export type LedgerFacts = ReadonlyMap<string, Fact[]>

export async function readLedger(databaseUrl: string): Promise<LedgerFacts> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query(
      "select call_sid, version, fact from facts order by call_sid, version",
    )
    const calls = new Map<string, Fact[]>()
    for (const { call_sid, version, fact } of rows as {
      call_sid: string
      version: number
      fact: Fact | string
    }[]) {
      const facts = calls.get(call_sid) ?? []
      if (Number(version) !== facts.length + 1)
        throw new Error(`${call_sid}: version ${version} after ${facts.length}`)
      facts.push(typeof fact === "string" ? (JSON.parse(fact) as Fact) : fact)
      calls.set(call_sid, facts)
    }
    return calls
  } finally {
    await client.end()
  }
}

/** Payments that have no end yet, and those whose outcome nobody knows. */
export function unfinished(ledger: LedgerFacts): { open: PaymentStory[]; unknown: PaymentStory[] } {
  const all = [...ledger.values()].flatMap((facts) => payments(facts))
  return {
    open: all.filter(({ status }) => !isFinal(status)),
    unknown: all.filter(({ status }) => status === "unknown"),
  }
}

const succeeded = ({ result }: Charge): boolean => result === "succeeded"
const codeOf = ({ kind, confirmationCode, token }: Charge): string =>
  kind === "token" ? token : confirmationCode

/** Every disagreement, in a line each; none is the goal. */
export function disagreements(
  ledger: LedgerFacts,
  record: readonly Charge[],
  calls: readonly Taken[],
  screens: readonly Screen[],
): string[] {
  const wrong: string[] = []
  const all = [...ledger.values()].flatMap((facts) => payments(facts))

  const { open, unknown } = unfinished(ledger)
  for (const { paymentId, status } of [...open, ...unknown])
    wrong.push(`payment ${paymentId} has no end: ${status}`)

  for (const payment of all) {
    const made = record.filter((charge) => succeeded(charge) && payment.sessions.includes(charge.paymentSid))
    if (made.length > 1) wrong.push(`payment ${payment.paymentId} was charged ${made.length} times`)
    const [charge] = made
    if (payment.status === "succeeded" && !charge)
      wrong.push(`payment ${payment.paymentId} succeeded without a charge`)
    if (charge && payment.status !== "succeeded" && payment.status !== "unknown")
      wrong.push(`payment ${payment.paymentId} is ${payment.status}, but was charged`)
    if (
      charge &&
      payment.status === "succeeded" &&
      payment.confirmationCode &&
      payment.confirmationCode !== codeOf(charge)
    )
      wrong.push(
        `payment ${payment.paymentId} shows ${payment.confirmationCode}, the gateway has ${codeOf(charge)}`,
      )
    if (payment.submits > 1)
      wrong.push(`payment ${payment.paymentId} was submitted ${payment.submits} times in one attempt`)
  }
  const known = new Set(all.flatMap(({ sessions }) => sessions))
  for (const charge of record.filter(succeeded))
    if (!known.has(charge.paymentSid)) wrong.push(`charge ${charge.id} belongs to no payment of the ledger`)

  for (const { callSid, plan, lost, shown, acknowledged } of calls) {
    const facts = ledger.get(callSid) ?? []
    if (lost && facts.length > 0 && !has(facts, "CallEnded"))
      wrong.push(`call ${callSid} is lost, and live in the ledger`)
    for (const { type, paymentId } of acknowledged) {
      const kept = facts.some(
        (fact) => fact.type === type && (paymentId === undefined || fact.paymentId === paymentId),
      )
      if (!kept) wrong.push(`call ${callSid}: ${type} was acknowledged and is not in the ledger`)
    }
    const paid = payments(facts).some(({ status }) => status === "succeeded")
    if (shown && !paid)
      wrong.push(`call ${callSid}: the agent saw a confirmation that the ledger does not have`)
    if (paid && plan.cards.every(isDeclined))
      wrong.push(`call ${callSid}: paid with a card that the gateway declines`)
    if (facts.length > 0 && !has(facts, "CallEnded")) wrong.push(`call ${callSid} never ended`)
  }
  for (const [n, screen] of screens.entries())
    for (const [callSid, shown] of screen.calls()) {
      const kept = ledger.get(callSid) ?? []
      if (!isDeepStrictEqual(shown, kept))
        wrong.push(`screen ${n} shows ${shown.length} facts of ${callSid}, the ledger has ${kept.length}`)
    }
  return wrong
}
