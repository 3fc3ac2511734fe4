// Opens the ledger's database to look at it only, also while AgentPay runs.
import { existsSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Kysely, PostgresDialect, SqliteDialect } from "kysely"
import { fault } from "./fault.ts"
import { makePool } from "./postgres-engine.ts"
import { forKysely } from "./sqlite-engine.ts"
import type { Tables } from "./tables.ts"

export interface Reading {
  db: Kysely<Tables>
  type: "sqlite" | "postgres"
  close(): Promise<void>
}

/** Throws an Error of one line when there is nothing to read. */
export function openForReading(where: { databaseUrl?: string; dataDir: string }): Reading {
  const { databaseUrl, dataDir } = where
  if (databaseUrl !== undefined) {
    const { pool } = makePool(databaseUrl, {})
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
    return { db, type: "postgres", close: () => db.destroy() }
  }
  const store = join(dataDir, "agentpay.db")
  if (!existsSync(store))
    throw fault(`There is no store in ${dataDir}: DATA_DIR names the folder with agentpay.db`)
  const sqlite = new DatabaseSync(store, { readOnly: true, timeout: 5_000 })
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: forKysely(sqlite) }) })
  return { db, type: "sqlite", close: async () => sqlite.close() }
}
