// Accounts on PostgreSQL: processes that start together do not trip over each other's migrations.
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Auth, createPerson, listPeople, openAuth } from "./agents/auth.ts"
import type { Ledger } from "./ledger/ledger.ts"
import { openLedger } from "./ledger/open-ledger.ts"
import { freshDatabase, whyNoPostgres } from "./ledger/postgres-for-tests.ts"

const missing = await whyNoPostgres()
const title = `accounts on PostgreSQL${missing === null ? "" : ` (skipped: ${missing})`}`

describe.skipIf(missing !== null)(title, () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>
  let ledgers: Ledger[]
  beforeAll(async () => {
    database = await freshDatabase()
    ledgers = await Promise.all(
      [1, 2, 3, 4].map(() => openLedger({ databaseUrl: database.url, dataDir: "unused" })),
    )
  })
  afterAll(async () => {
    await Promise.all(ledgers.map((ledger) => ledger.close()))
    await database.drop()
  })

  const open = (ledger: Ledger): Promise<Auth> =>
    openAuth({
      database: ledger.database,
      secret: "a secret of the tests, long enough for better-auth",
      origins: ["http://agentpay.test"],
    })

  it("four processes that start together all start, and the next finds nothing to do", async () => {
    const auths = await Promise.all(ledgers.map(open))
    const ada = { name: "Ada", email: "ada@example.com", role: "agent", phone: "+15550001001" } as const
    for (const auth of auths) await createPerson(auth, { ...ada, password: "a password of the tests" })
    for (const auth of [...auths, await open(ledgers[0] as Ledger)])
      expect(await listPeople(auth)).toEqual([
        { userId: expect.any(String), name: "Ada", role: "agent", phone: "+15550001001" },
      ])
  })
})
