// Brings a database up to this program's shape when it is opened.
import { type Kysely, sql, type Transaction } from "kysely"
import { fault } from "./fault.ts"
import { type Migration, migrationsFor } from "./migrations.ts"
import { refillPayments } from "./payments.ts"
import type { Tables } from "./tables.ts"

/** Any number will do, as long as every AgentPay process asks for the same. */
const ADVISORY_LOCK = 7_295_002

/**
 * Applies what is missing, all of it or nothing, under a lock: of two processes that start together, one waits and
 * then finds nothing to do. Refuses a database that a newer program has changed.
 */
export async function migrate(db: Kysely<Tables>, engine: "sqlite" | "postgres"): Promise<void> {
  const migrations = migrationsFor(engine)
  await db.transaction().execute(async (trx) => {
    // SQLite needs no lock here: the directory lock leaves one process, Kysely's one connection leaves one transaction.
    if (engine === "postgres") await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(trx)
    await sql`create table if not exists ledger_migrations (
      number integer not null primary key, name text not null, applied_at bigint not null
    )`.execute(trx)
    const row = await trx
      .selectFrom("ledger_migrations")
      .select((e) => e.fn.max("number").as("number"))
      .executeTakeFirst()
    const applied = row?.number ?? 0
    const known = migrations.at(-1)?.number ?? 0
    if (applied > known) {
      throw fault(
        `The database was changed by a newer AgentPay (schema ${applied}, this program knows ${known}): run the newer program, or restore a backup from before the update`,
      )
    }
    const missing = migrations.filter(({ number }) => number > applied)
    for (const migration of missing) await apply(trx, migration)
    if (missing.some(({ refillsPayments }) => refillsPayments)) await refillPayments(trx)
  })
}

async function apply(trx: Transaction<Tables>, { number, name, statements }: Migration): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(trx)
  await trx.insertInto("ledger_migrations").values({ number, name, applied_at: Date.now() }).execute()
}
