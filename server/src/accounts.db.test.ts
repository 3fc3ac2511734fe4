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

  it("wrong passwords in several processes at once count together: ten are tried, no more", async () => {
    const auths = await Promise.all(ledgers.map(open))
    const body = { email: "ada@example.com", password: "not this one 1" }
    const one = async (auth: Auth | undefined): Promise<unknown> =>
      auth?.api.signInEmail({ body }).catch((error: { statusCode?: number }) => error.statusCode)
    const tried = await Promise.all(Array.from({ length: 24 }, (_, n) => one(auths[n % auths.length])))
    expect(tried.filter((status) => status === 401)).toHaveLength(10)
    expect(tried.filter((status) => status === 429)).toHaveLength(14)
    const right = { ...body, password: "a password of the tests" }
    const shut = auths[0]?.api.signInEmail({ body: right })
    await expect(shut).rejects.toMatchObject({ statusCode: 429 })
    await auths[1]?.tries.forget(body.email)
    expect(await auths[0]?.api.signInEmail({ body: right })).toMatchObject({ user: { name: "Ada" } })
  })
})
