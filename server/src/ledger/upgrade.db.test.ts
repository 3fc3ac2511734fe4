// A database of an older version is brought up to date when it is opened, by one of the processes: PostgreSQL.
import { describe, expect, test } from "vitest"
import { openLedger } from "./open-ledger.ts"
import { openPostgres } from "./postgres-engine.ts"
import { freshDatabase, whyNoPostgres } from "./postgres-for-tests.ts"
import { fillOldDatabase, isUpToDate } from "./upgrade-behaviour.ts"

const why = await whyNoPostgres()

describe.skipIf(why !== null)(`PostgreSQL${why === null ? "" : ` (skipped: ${why})`}`, () => {
  test("what version 2 left is all there, and work goes on, also when three processes start at once", async () => {
    const database = await freshDatabase()
    await (await openPostgres(database.url, (db) => fillOldDatabase(db, "postgres"))).close()
    const here = { databaseUrl: database.url, dataDir: "unused" }
    const ledgers = await Promise.all([1, 2, 3].map(() => openLedger(here)))
    const [first] = ledgers
    if (!first) throw new Error("nothing opened")
    await isUpToDate(first, "postgres")
    for (const ledger of ledgers) expect((await ledger.load("CAlive")).version).toBe(3)
    await Promise.all(ledgers.map((ledger) => ledger.close()))
    await database.drop()
  })
})
