// The ledger on PostgreSQL.
import { inspect } from "node:util"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { betterAuthWorksOn } from "./better-auth-behaviour.ts"
import { historyBehaviour } from "./history-behaviour.ts"
import { keptEverything, killWhileAppending } from "./kill-nine.ts"
import { ledgerBehaviour } from "./ledger-behaviour.ts"
import { behavesLikeTheModel } from "./ledger-property.ts"
import { append, empty, notes, tables } from "./ledger-samples.ts"
import { listsBehaviour } from "./lists-behaviour.ts"
import { migrationsFor } from "./migrations.ts"
import { openLedger } from "./open-ledger.ts"
import { freshDatabase, whyNoPostgres } from "./postgres-for-tests.ts"

const schema = migrationsFor("postgres").length
const why = await whyNoPostgres()

if (process.env.REQUIRE_POSTGRES === "1") {
  test("PostgreSQL is there, as REQUIRE_POSTGRES=1 asks", () => expect(why).toBeNull())
}

describe.skipIf(why !== null)(`PostgreSQL${why === null ? "" : ` (skipped: ${why})`}`, () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>
  beforeAll(async () => {
    database = await freshDatabase()
  })
  afterAll(() => database.drop())
  const open = () => openLedger({ databaseUrl: database.url, dataDir: "unused" })

  describe("behaves", () => {
    ledgerBehaviour(open)
  })

  describe("lists", () => {
    listsBehaviour(open)
  })

  describe("searches", () => {
    historyBehaviour(open, 30)
  })

  test("any sequence of calls is answered as by the model", async () => {
    const ledger = await open()
    await behavesLikeTheModel(ledger, 40)
    await ledger.close()
  })

  test("better-auth signs people up and in on the same database", async () => {
    const ledger = await open()
    await betterAuthWorksOn(ledger)
    await ledger.close()
  })

  test("two nodes on one database: streams stay whole, effects are taken once, agents have one call", async () => {
    const nodes = await Promise.all([open(), open()])
    await empty(nodes[0])
    const work = nodes.flatMap((node) =>
      Array.from({ length: 8 }, async (_, writer) => {
        for (let done = 0; done < 10; ) {
          const callSid = `CA${(writer + done) % 4}`
          const { version } = await node.load(callSid)
          if ((await node.append(append(callSid, version))) === "appended") done++
        }
      }),
    )
    await Promise.all(work)
    const calls = await nodes[1].recentCalls({ limit: 10 })
    expect(calls.flatMap(notes)).toHaveLength(160)
    for (const call of calls) {
      expect(notes(call)).toEqual(Array.from({ length: call.version }, (_, i) => `${call.callSid} ${i + 1}`))
    }
    await Promise.all(nodes.map((node) => node.close()))
  })

  test("connections cut under load: appends fail as Faults or succeed, the process lives, and it works again", async () => {
    const ledger = await open()
    await empty(ledger)
    const stored = new Map<string, number>()
    let faults = 0
    let stop = false
    const writers = Array.from({ length: 16 }, async (_, n) => {
      const callSid = `CA${n}`
      while (!stop) {
        try {
          const { version } = await ledger.load(callSid)
          if ((await ledger.append(append(callSid, version))) === "appended") stored.set(callSid, version + 1)
        } catch (error) {
          expect(error).toMatchObject({ name: "Fault", cause: expect.any(Error) })
          faults++
        }
      }
    })
    // An open transaction holds a connection that nobody is querying: the kind that ends a process.
    const idle = tables(ledger)
      .transaction()
      .execute(() => new Promise((resolve) => setTimeout(resolve, 300)))
      .catch((error: unknown) => error)
    for (let cut = 0; cut < 5; cut++) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      await database.cutConnections()
    }
    stop = true
    await Promise.all([...writers, idle])
    expect(faults).toBeGreaterThan(0)
    // Until the pool has seen the last connections die, it may hand one out.
    await vi.waitFor(() => ledger.load("CA0"))
    for (const [callSid, version] of stored) {
      expect((await ledger.load(callSid)).version).toBeGreaterThanOrEqual(version)
    }
    expect(await ledger.append(append("CAnew", 0))).toBe("appended")
    await ledger.close()
  })

  test("kill -9 loses no acknowledged append", async () => {
    const ledger = await open()
    await empty(ledger)
    const acknowledged = await killWhileAppending(["unused", `${database.url}?application_name=killed`])
    // PostgreSQL finishes the statement that the killed process had sent.
    await vi.waitFor(async () => {
      const left = await sql`select 1 from pg_stat_activity
        where datname = current_database() and application_name = 'killed'`.execute(tables(ledger))
      expect(left.rows).toEqual([])
    })
    await keptEverything(ledger, acknowledged)
    await ledger.close()
  })

  test("what cannot be reached is refused with one line, without the password", async () => {
    const refusal = async (databaseUrl: string) => {
      const error = await openLedger({ databaseUrl, dataDir: "unused" }).catch((thrown: Error) => thrown)
      expect(inspect(error, { depth: 9 })).not.toContain("secret")
      return (error as Error).message
    }
    expect(await refusal("postgres://me:secret@127.0.0.1:1/pay")).toMatch(
      /^PostgreSQL at 127\.0\.0\.1:1\/pay cannot be used, check DATABASE_URL: .*ECONNREFUSED.*$/,
    )
    const elsewhere = new URL(database.url)
    elsewhere.password = "secret"
    elsewhere.pathname = "/not_there"
    expect(await refusal(elsewhere.href)).toMatch(/not_there cannot be used.*does not exist.*$/)
    expect(await refusal("postgres://me:secret@host:port/pay")).toMatch(
      /^DATABASE_URL is not a PostgreSQL URL.*$/,
    )
  })

  test("processes that open an empty database together both succeed; a newer database is refused", async () => {
    const empty = await freshDatabase()
    const here = { databaseUrl: empty.url, dataDir: "unused" }
    const ledgers = await Promise.all([1, 2, 3].map(() => openLedger(here)))
    const [first] = ledgers
    if (first === undefined) throw new Error("nothing opened")
    expect(await tables(first).selectFrom("ledger_migrations").selectAll().execute()).toHaveLength(schema)
    await tables(first)
      .insertInto("ledger_migrations")
      .values({ number: 99, name: "of tomorrow", applied_at: 0 })
      .execute()
    await expect(openLedger(here)).rejects.toThrow(`newer AgentPay (schema 99, this program knows ${schema})`)
    await Promise.all(ledgers.map((ledger) => ledger.close()))
    await empty.drop()
  })
})
