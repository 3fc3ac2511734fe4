// A database of an older version is brought up to date when it is opened: SQLite.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Kysely, SqliteDialect } from "kysely"
import { afterEach, beforeEach, expect, test } from "vitest"
import { openLedger } from "./open-ledger.ts"
import { forKysely } from "./sqlite-engine.ts"
import type { Tables } from "./tables.ts"
import { fillOldDatabase, isUpToDate } from "./upgrade-behaviour.ts"

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "agentpay-upgrade-"))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

/** The file, without any of what the program does when it opens it. */
async function onFile(work: (db: Kysely<Tables>) => Promise<unknown>): Promise<void> {
  const file = new DatabaseSync(join(dataDir, "agentpay.db"))
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: forKysely(file) }) })
  await work(db)
  await db.destroy()
}

test("what version 2 left is all there, and work goes on", async () => {
  await onFile((db) => fillOldDatabase(db, "sqlite"))
  const ledger = await openLedger({ dataDir })
  await isUpToDate(ledger, "sqlite")
  await ledger.close()
})

test("a migration that fails leaves the old database as it was, to be tried again", async () => {
  await onFile((db) => fillOldDatabase(db, "sqlite"))
  // In the way of the third migration's index, which is not its first statement.
  await onFile((db) => db.schema.createTable("calls_unsettled").addColumn("in_the_way", "text").execute())
  await expect(openLedger({ dataDir })).rejects.toThrow(/calls_unsettled/)
  await onFile((db) => db.schema.dropTable("calls_unsettled").execute())
  const ledger = await openLedger({ dataDir })
  await isUpToDate(ledger, "sqlite")
  await ledger.close()
})
