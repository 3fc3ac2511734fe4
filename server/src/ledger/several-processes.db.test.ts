// Several processes on one PostgreSQL: news, order of effects, presence and what a dead one leaves behind.
import type { Effect } from "@agentpay/core"
import pg from "pg"
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest"
import type { Ledger, News } from "./ledger.ts"
import { append, due, empty, fact, present, row, tables } from "./ledger-samples.ts"
import { openLedger } from "./open-ledger.ts"
import { freshDatabase, whyNoPostgres } from "./postgres-for-tests.ts"

const why = await whyNoPostgres()

describe.skipIf(why !== null)(`PostgreSQL${why === null ? "" : ` (skipped: ${why})`}`, () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>
  let a: Ledger
  let b: Ledger
  const open = () => openLedger({ databaseUrl: database.url, dataDir: "unused" })
  beforeAll(async () => {
    database = await freshDatabase()
    a = await open()
    b = await open()
  })
  beforeEach(() => empty(a))
  afterAll(async () => {
    await Promise.all([a.close(), b.close()])
    await database.drop()
  })

  /** Reads news on `ledger` whenever it rings, until stopped; `told` holds all of it. */
  async function follow(ledger: Ledger) {
    const told: News[] = []
    let { cursor } = await ledger.newsSince(null)
    const look = async () => {
      const found = await ledger.newsSince(cursor)
      cursor = found.cursor
      if (found.news === "too-many") throw new Error("too many")
      told.push(...found.news)
    }
    let turn = Promise.resolve()
    const news = () => {
      turn = turn.then(look)
    }
    const deaf = ledger.listen({ news, said: () => {} })
    const stop = async () => {
      deaf()
      await turn
      await look()
    }
    return { told, stop }
  }

  test("each process is woken by the other and told every fact of both, once and in order", async () => {
    const followers = await Promise.all([follow(a), follow(b)])
    const writers = [a, b].flatMap((ledger, p) =>
      Array.from({ length: 12 }, async (_, w) => {
        // Some calls are one writer's, some are fought over by both processes.
        const callSid = w < 4 ? `CAshared${w}` : `CA${p}/${w}`
        for (let done = 0; done < 15; ) {
          const { version } = await ledger.load(callSid)
          const facts = [fact(version + 1), fact(version + 2)]
          if ((await ledger.append(append(callSid, version, { facts }))) === "appended") done++
        }
      }),
    )
    await Promise.all(writers)
    for (const { told, stop } of followers) {
      await vi.waitFor(() => expect(told.length).toBeGreaterThan(0))
      await stop()
      const versions = new Map<string, number>()
      for (const { callSid, after, facts } of told) {
        expect(after).toBe(versions.get(callSid) ?? 0)
        expect(facts).toEqual(facts.map((_, i) => fact(after + 1 + i)))
        versions.set(callSid, after + facts.length)
      }
      expect([...versions.values()].reduce((sum, version) => sum + version)).toBe(2 * 12 * 15 * 2)
    }
  })

  test("two processes that give many agents calls at once do not wait for each other in a circle", async () => {
    const numbers = Array.from({ length: 40 }, (_, n) => n)
    const take = (ledger: Ledger, name: string, order: readonly number[]) =>
      order.map((n) => ledger.append(append(`CA${name}${n}`, 0, { row: row({ agentId: `agent${n}` }) })))
    for (let round = 0; round < 20; round++) {
      await empty(a)
      const [one, other] = [await open(), await open()]
      const results = await Promise.all([
        ...take(one, "one", numbers),
        ...take(other, "other", numbers.toReversed()),
      ])
      expect(results.filter((result) => result === "appended")).toHaveLength(40)
      // They hand in their counts as they go.
      await Promise.all([one.close(), other.close()])
    }
    const client = new pg.Client(database.url)
    await client.connect()
    const { rows } = await client.query(
      "select deadlocks::int from pg_stat_database where datname = current_database()",
    )
    await client.end()
    expect(rows).toEqual([{ deadlocks: 0 }])
  })

  test("a fact with a lower position that is committed late is told all the same, and holds up nobody", async () => {
    const client = new pg.Client(database.url)
    await client.connect()
    await a.append(append("CAslow", 0))
    const { cursor } = await b.newsSince(null)
    await client.query("begin")
    await client.query(`insert into facts (call_sid, version, fact) values ('CAslow', 2, '{"note":"slow"}')`)
    await a.append(append("CAfast", 0))
    const first = await b.newsSince(cursor)
    expect(first.news).toMatchObject([{ callSid: "CAfast", after: 0 }])
    await client.query("commit")
    const second = await b.newsSince(first.cursor)
    expect(second.news).toMatchObject([{ callSid: "CAslow", after: 1, facts: [{ note: "slow" }] }])
    expect((await b.newsSince(second.cursor)).news).toEqual([])
    await client.end()
  })

  test("facts restored from another cluster's dump are no news", async () => {
    await a.append(append("CA1", 0))
    const client = new pg.Client(database.url)
    await client.connect()
    await client.query("update facts set xid = '900000000000'")
    await client.end()
    const restored = await open()
    const { cursor } = await restored.newsSince(null)
    await restored.append(append("CA2", 0))
    expect((await restored.newsSince(cursor)).news).toMatchObject([{ callSid: "CA2" }])
    await restored.close()
  })

  test("what one process says the others hear, and it itself does not", async () => {
    const heard: string[] = []
    const deaf = [a, b].map((ledger, n) =>
      ledger.listen({ news: () => {}, said: (text) => heard.push(`${n} ${text}`) }),
    )
    await vi.waitFor(() => {
      a.say("xxx 4 five")
      expect(heard).toContain("1 xxx 4 five")
    })
    b.say("stop")
    await vi.waitFor(() => expect(heard).toContain("0 stop"))
    expect(new Set(heard)).toEqual(new Set(["1 xxx 4 five", "0 stop"]))
    for (const stop of deaf) stop()
  })

  test("listening survives a cut connection", async () => {
    const rings = vi.fn()
    const deaf = b.listen({ news: rings, said: () => {} })
    await database.cutConnections()
    await vi.waitFor(() => expect(rings).toHaveBeenCalled())
    rings.mockClear()
    await vi.waitFor(() => a.append(append("CA1", 0)))
    await vi.waitFor(() => expect(rings).toHaveBeenCalled())
    deaf()
  })

  const take = (ledger: Ledger) => ledger.takeDueEffects({ now: 100, leaseMs: 50, limit: 10 })
  const ids = async (ledger: Ledger) => (await take(ledger)).map(({ id }) => id)

  test("effects of one call stay in order: a later one waits for what another process has in hand", async () => {
    await a.append(append("CA1", 0, { effects: [due("first")] }))
    expect(await ids(a)).toEqual(["first"])
    await b.append(append("CA1", 1, { effects: [due("second")] }))
    await b.append(append("CA2", 0, { effects: [due("other")] }))
    expect(await ids(b)).toEqual(["other"])
    await a.settleEffect("first")
    expect(await ids(b)).toEqual(["second"])
    await a.append(append("CA1", 2, { effects: [due("third")] }))
    expect(await ids(a)).toEqual([])
    await b.postponeEffect("second", 500)
    expect(await ids(a)).toEqual(["third"])
  })

  test("a look into the gateway's record, which may take long, holds up nothing of its call elsewhere", async () => {
    const lookUp = { ...due("look"), effect: { kind: "LookUpOutcome" } as Effect }
    await a.append(append("CA1", 0, { effects: [lookUp] }))
    expect(await ids(a)).toEqual(["look"])
    await b.append(append("CA1", 1, { effects: [due("second")] }))
    expect(await ids(b)).toEqual(["second"])
  })

  test("an effect whose earlier one is just being taken elsewhere is not taken", async () => {
    await a.append(append("CA1", 0, { effects: [due("first"), due("second")] }))
    const client = new pg.Client(database.url)
    await client.connect()
    await client.query("begin")
    await client.query("select 1 from effects where id = 'first' for update")
    expect(await ids(b)).toEqual([])
    await client.query("rollback")
    await client.end()
    expect(await ids(b)).toEqual(["first", "second"])
  })

  test("effects in the hands of a dead process are due again, those of a living one are not", async () => {
    const [dead, alive, heir] = await Promise.all([open(), open(), open()])
    const nobody = { present: [], sweep: true }
    await dead.beat({ ...nobody, now: 1_000 })
    await alive.beat({ ...nobody, now: 11_000 })
    await a.append(append("CA1", 0, { effects: [due("of the dead")] }))
    expect(await ids(dead)).toEqual(["of the dead"])
    await a.append(append("CA2", 0, { effects: [due("of the living")] }))
    expect(await ids(alive)).toEqual(["of the living"])
    expect(await heir.beat({ ...nobody, now: 10_000 })).toBe(0)
    expect(await heir.beat({ ...nobody, now: 12_000, sweep: false })).toBe(0)
    expect(await heir.beat({ ...nobody, now: 12_000 })).toBe(1)
    expect(await take(heir)).toMatchObject([{ id: "of the dead", attempts: 2 }])
    await Promise.all([dead, alive, heir].map((ledger) => ledger.close()))
  })

  test("somebody is there while any living process holds a screen, since the first of them", async () => {
    const sweep = false
    await a.beat({ now: 1_000, present: ["ada", "ben"], sweep })
    await b.beat({ now: 2_000, present: ["ada", "cy"], sweep })
    expect(await present(b, 3_000)).toEqual(new Map(Object.entries({ ada: 1_000, ben: 1_000, cy: 2_000 })))
    await a.beat({ now: 4_000, present: ["ben"], sweep })
    // Ada came to b within the time that keeps her place.
    expect((await present(a, 4_000)).get("ada")).toBe(1_000)
    // From 14,001 on a counts as dead, and b from 12,001 on.
    expect(await present(b, 12_500)).toEqual(new Map([["ben", 1_000]]))
    await b.beat({ now: 13_000, present: ["ada", "ben", "cy"], sweep })
    expect((await present(b, 14_500)).get("ben")).toBe(1_000)
    const rows = await tables(a).selectFrom("presence").select("user_id").execute()
    expect(rows).toHaveLength(5)
  })
})
