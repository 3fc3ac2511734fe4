// Appends as the ledger's tests need them: contents do not matter to storage, so they are small and recognisable.
import type { CallRow, Effect, Fact, PaymentRow } from "@agentpay/core"
import type { Kysely } from "kysely"
import type { Append, Ledger, NewEffect, Stream } from "./ledger.ts"
import type { Tables } from "./tables.ts"

export const fact = (note: unknown): Fact => ({ type: "SomethingHappened", note }) as unknown as Fact
export const effect = (note: unknown): Effect => ({ kind: "DoSomething", note }) as unknown as Effect
export const due = (id: string, dueAt = 0): NewEffect => ({ id, effect: effect(id), dueAt })

export function row(changes: Partial<CallRow> = {}): CallRow {
  const numbers = { from: "+15551230001", to: "+15550001000" }
  const times = { rangAt: 1_000, offeredAt: null, answeredAt: null, endedAt: null }
  return { agentId: null, ...numbers, ...times, unsettled: false, waiting: false, ...changes }
}

export function payment(changes: Partial<PaymentRow> = {}): PaymentRow {
  const ids = { callSid: "CA1", paymentId: "P1", agentId: "ada", caller: "+15551230001" }
  const money = { outcome: "under-way", totalMinor: 1_250, currency: "USD" } as const
  const texts = { reference: null, note: null, confirmationCode: null, token: null, reason: null }
  const card = { lastFour: null, brand: null }
  return { ...ids, openedAt: 1_000, endedAt: null, ...money, ...card, ...texts, ...changes }
}

/** One fact on `callSid` at `expected`, and whatever else is asked for. */
export function append(callSid: string, expected: number, changes: Partial<Append> = {}): Append {
  const facts = [fact(`${callSid} ${expected + 1}`)]
  return { callSid, expected, facts, effects: [], row: row(), payments: [], ...changes }
}

export const tables = (ledger: Ledger): Kysely<Tables> => ledger.database.db as unknown as Kysely<Tables>

/** Everything in the ledger that an append could have changed, to prove that a refused one changed nothing. */
export async function everything(
  ledger: Ledger,
): Promise<Record<"calls" | "facts" | "effects" | "payments", unknown[]>> {
  const db = tables(ledger)
  return {
    calls: await db.selectFrom("calls").selectAll().orderBy("call_sid").execute(),
    facts: await db.selectFrom("facts").selectAll().orderBy("position").execute(),
    effects: await db.selectFrom("effects").selectAll().orderBy("seq").execute(),
    payments: await db.selectFrom("payments").selectAll().orderBy("call_sid").orderBy("payment_id").execute(),
  }
}

export async function empty(ledger: Ledger): Promise<void> {
  for (const name of [
    "calls",
    "facts",
    "effects",
    "payments",
    "presence",
    "processes",
    "agent_choices",
    "missed_calls",
  ] as const)
    await tables(ledger).deleteFrom(name).execute()
}

/** Who is on a call, and when each last hung up. */
export async function lines(ledger: Ledger) {
  return (await ledger.agentLines(10)).map(({ agentId, call, lastEnded }) => ({
    agentId,
    onCall: call !== null,
    lastEndedAt: lastEnded?.at ?? null,
  }))
}

/** Who has a screen at this moment, and since when. */
export async function present(ledger: Ledger, now: number): Promise<Map<string, number | null>> {
  const there = (await ledger.agentLines(now)).filter(({ connected }) => connected)
  return new Map(there.map(({ agentId, thereSince }) => [agentId, thereSince]))
}

/** A stream is whole when its nth fact is the one that was appended as its nth. */
export const notes = (stream: Stream): unknown[] =>
  stream.facts.map((one) => ("note" in one ? one.note : null))
