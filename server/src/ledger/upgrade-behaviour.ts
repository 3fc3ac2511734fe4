// A database as version 2 left it, in the middle of a day's work, and what the program of today must make of it. For both engines.
import type { Kysely } from "kysely"
import { sql } from "kysely"
import { expect } from "vitest"
import type { Ledger } from "./ledger.ts"
import { append, fact, row, tables } from "./ledger-samples.ts"
import { migrationsFor } from "./migrations.ts"
import type { Tables } from "./tables.ts"

const OLD = 2

/** Two calls: one ended and paid, one live with a payment of unknown outcome and something to be done. */
export async function fillOldDatabase(db: Kysely<Tables>, engine: "sqlite" | "postgres"): Promise<void> {
  await sql`create table ledger_migrations (
    number integer not null primary key, name text not null, applied_at bigint not null)`.execute(db)
  for (const { number, name, statements } of migrationsFor(engine)) {
    if (number > OLD) break
    for (const statement of statements) await sql.raw(statement).execute(db)
    await sql`insert into ledger_migrations values (${number}, ${name}, 1)`.execute(db)
  }
  const call = (sid: string, version: number, ended: number | null) =>
    sql`insert into calls (call_sid, version, agent_id, from_number, to_number, rang_at, ended_at)
      values (${sid}, ${version}, 'ada', '+15551230001', '+15550001000', 1000, ${ended})`.execute(db)
  const facts = async (sid: string, ...types: string[]) => {
    for (const [i, type] of types.entries())
      await sql`insert into facts (call_sid, version, fact)
        values (${sid}, ${i + 1}, ${JSON.stringify({ type, note: `${sid} ${i + 1}` })})`.execute(db)
  }
  await call("CAended", 2, 2000)
  await facts("CAended", "CallRang", "CallEnded")
  await call("CAlive", 2, null)
  await facts("CAlive", "CallRang", "PaymentOutcomeUnknown")
  await sql`insert into effects (id, call_sid, effect, due_at, attempts)
    values ('look-up', 'CAlive', '{"kind":"LookUpOutcome"}', 5, 1)`.execute(db)
}

/** Nothing is lost, what newer versions keep beside the facts is there, and work goes on. */
export async function isUpToDate(ledger: Ledger, engine: "sqlite" | "postgres"): Promise<void> {
  const applied = await tables(ledger).selectFrom("ledger_migrations").select("number").execute()
  expect(applied.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(
    migrationsFor(engine).map(({ number }) => number),
  )
  expect((await ledger.load("CAlive")).facts).toMatchObject([
    { type: "CallRang" },
    { type: "PaymentOutcomeUnknown" },
  ])
  expect((await ledger.recentCalls({ limit: 10 })).map(({ callSid }) => callSid).toSorted()).toEqual([
    "CAended",
    "CAlive",
  ])
  expect(await ledger.depths(0)).toMatchObject({ liveCalls: 1, unsettledCalls: 1 })
  expect(await ledger.agentLines(10)).toMatchObject([{ agentId: "ada", call: { callSid: "CAlive" } }])
  const [effect] = await ledger.takeDueEffects({ now: 10, leaseMs: 1, limit: 10 })
  expect(effect).toMatchObject({ id: "look-up", attempts: 2 })
  const { cursor } = await ledger.newsSince(null)
  const settled = { settles: "look-up", row: row({ agentId: "ada", endedAt: 9 }), facts: [fact("settled")] }
  expect(await ledger.append(append("CAlive", 2, settled))).toBe("appended")
  expect(await ledger.depths(0)).toMatchObject({ liveCalls: 0, unsettledCalls: 0, effectsWaiting: 0 })
  expect((await ledger.newsSince(cursor)).news).toMatchObject([{ callSid: "CAlive", after: 2 }])
}
