// What every ledger does, whichever engine stands behind it: one suite, run by ledger.test.ts and ledger.db.test.ts.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest"
import type { Ledger } from "./ledger.ts"
import { append, due, effect, empty, everything, fact, lines, notes, payment, row } from "./ledger-samples.ts"

export function ledgerBehaviour(open: () => Promise<Ledger>): void {
  let ledger: Ledger
  beforeAll(async () => {
    ledger = await open()
  })
  beforeEach(() => empty(ledger))
  afterAll(() => ledger.close())

  const take = (ask: Partial<{ now: number; leaseMs: number; limit: number }> = {}) =>
    ledger.takeDueEffects({ now: 100, leaseMs: 50, limit: 100, ...ask })
  const takeIds = async (ask = {}) => (await take(ask)).map(({ id }) => id)

  test("what was appended is loaded again, in order and to the letter", async () => {
    const awkward = {
      nul: "\u0000",
      half: "\ud800",
      quote: "'\"\\{},",
      emoji: "🦉",
      big: 2 ** 53 - 1,
      none: null,
    }
    const facts = [fact(awkward), fact(2)]
    expect(await ledger.append(append("CA1", 0, { facts }))).toBe("appended")
    expect(await ledger.append(append("CA1", 2, { facts: [fact(3)] }))).toBe("appended")
    expect(await ledger.load("CA1")).toEqual({ callSid: "CA1", version: 3, facts: [...facts, fact(3)] })
  })

  test("an unknown call is an empty stream", async () => {
    expect(await ledger.load("CA0")).toEqual({ callSid: "CA0", version: 0, facts: [] })
  })

  test("of many appends on one version exactly one wins", async () => {
    for (const expected of [0, 1, 2]) {
      const rivals = [1, 2, 3, 4, 5].map((n) => append("CA1", expected, { facts: [fact(`rival ${n}`)] }))
      const results = await Promise.all(rivals.map(ledger.append))
      expect(results.toSorted()).toEqual(["appended", "clash", "clash", "clash", "clash"])
    }
    expect((await ledger.load("CA1")).version).toBe(3)
  })

  test.each([
    ["one behind", 4],
    ["far behind", 1],
    ["as if new", 0],
    ["ahead", 6],
  ])("a stale append (%s) writes nothing at all", async (_, expected) => {
    // Three facts from version 4 on would be 5, 6 and 7: of these only 5 is taken.
    await ledger.append(append("CA1", 0, { facts: [1, 2, 3, 4, 5].map(fact), effects: [due("old")] }))
    const before = await everything(ledger)
    const stale = append("CA1", expected, {
      facts: [6, 7, 8].map(fact),
      effects: [due("new")],
      settles: "old",
      row: row({ agentId: "ada", endedAt: 5 }),
      payments: [payment()],
    })
    expect(await ledger.append(stale)).toBe("clash")
    expect(await ledger.append({ ...stale, facts: [] })).toBe("clash")
    expect(await everything(ledger)).toEqual(before)
  })

  test("payments are written with the facts that change them, and replaced as a whole", async () => {
    const reason = "No! '\"\\{}, \u0001 🦉"
    const paid = payment({ outcome: "paid", endedAt: 2_000, lastFour: "4242", brand: "visa", reason })
    await ledger.append(append("CA1", 0, { payments: [payment(), payment({ paymentId: "P2" })] }))
    await ledger.append(append("CA1", 1, { payments: [paid] }))
    await ledger.append(append("CA1", 2, { facts: [], payments: [payment({ totalMinor: 9 })] }))
    const stored = (await everything(ledger)).payments
    expect(stored).toMatchObject([
      { payment_id: "P1", outcome: "paid", opened_at: 1_000, ended_at: 2_000, total_minor: 1_250, reason },
      { payment_id: "P2", outcome: "under-way", ended_at: null, last_four: null },
    ])
  })

  test("one live call an agent: a second is refused whole, until the first has ended", async () => {
    const busy = { row: row({ agentId: "ada" }), effects: [due("greet")] }
    await ledger.append(append("CA1", 0, { row: row({ agentId: "ada" }) }))
    await ledger.append(append("CA2", 0, { effects: [due("old")] }))
    const before = await everything(ledger)
    expect(await ledger.append(append("CA3", 0, busy))).toBe("agent-busy")
    expect(await ledger.append(append("CA2", 1, { ...busy, settles: "old" }))).toBe("agent-busy")
    expect(await ledger.append(append("CA2", 0, busy))).toBe("clash")
    expect(await everything(ledger)).toEqual(before)
    await ledger.append(append("CA1", 1, { row: row({ agentId: "ada", endedAt: 2_000 }) }))
    expect(await ledger.append(append("CA3", 0, busy))).toBe("appended")
  })

  test("of calls that ring at once for one agent exactly one gets through", async () => {
    const ringing = Array.from({ length: 20 }, (_, n) =>
      append(`CA${n}`, 0, { row: row({ agentId: "ada" }) }),
    )
    const results = await Promise.all(ringing.map(ledger.append))
    expect(results.filter((result) => result === "appended")).toHaveLength(1)
    expect(results.filter((result) => result === "agent-busy")).toHaveLength(19)
    expect(await ledger.recentCalls({ limit: 100 })).toHaveLength(1)
  })

  test("each member of a shared commit has its own result, and the offender fails alone", async () => {
    await ledger.append(append("CAbusy", 0, { row: row({ agentId: "ada" }), effects: [due("taken-id")] }))
    await ledger.append(append("CAother", 0))
    const good = Array.from({ length: 64 }, (_, n) => append(`CA${n}`, 0, { effects: [due(`e${n}`)] }))
    const results = await Promise.allSettled(
      [
        ...good.slice(0, 32),
        append("CAbusy", 0),
        append("CAother", 1, { row: row({ agentId: "ada" }) }),
        append("CAtwice", 0, { effects: [due("taken-id")] }),
        ...good.slice(32),
      ].map(ledger.append),
    )
    const [stale, busy, twice] = results.splice(32, 3)
    expect(stale).toMatchObject({ value: "clash" })
    expect(busy).toMatchObject({ value: "agent-busy" })
    expect(twice).toMatchObject({ reason: { name: "Fault", cause: expect.any(Error) } })
    expect(results.every((result) => result.status === "fulfilled" && result.value === "appended")).toBe(true)
    expect(await takeIds()).toEqual(["taken-id", ...good.map((_, n) => `e${n}`)])
    expect((await ledger.load("CAtwice")).version).toBe(0)
    expect((await ledger.load("CAother")).version).toBe(1)
  })

  test("many writers on few streams leave every stream whole", async () => {
    const writer = async (name: number) => {
      for (let done = 0; done < 10; ) {
        const callSid = `CA${(name + done) % 5}`
        const { version } = await ledger.load(callSid)
        const result = await ledger.append(append(callSid, version, { effects: [due(`${name}/${done}`)] }))
        if (result === "appended") done++
      }
    }
    await Promise.all(Array.from({ length: 16 }, (_, name) => writer(name)))
    const calls = await ledger.recentCalls({ limit: 100 })
    expect(calls.reduce((sum, { version }) => sum + version, 0)).toBe(160)
    for (const call of calls) {
      expect(notes(call)).toEqual(Array.from({ length: call.version }, (_, i) => `${call.callSid} ${i + 1}`))
    }
    expect(new Set(await takeIds({ limit: 1_000 })).size).toBe(160)
  })

  test("due effects are taken in the order of their creation, as many as asked for", async () => {
    await ledger.append(append("CA1", 0, { effects: [due("c", 90), due("a", 10), due("later", 101)] }))
    await ledger.append(append("CA2", 0, { effects: [due("b", 50)] }))
    expect(await take({ limit: 2 })).toEqual([
      { id: "c", callSid: "CA1", effect: effect("c"), attempts: 1 },
      { id: "a", callSid: "CA1", effect: effect("a"), attempts: 1 },
    ])
    expect(await takeIds({ limit: 2 })).toEqual(["b"])
    expect(await takeIds({ now: 101 })).toEqual(["later"])
  })

  test("takers at the same moment never take the same effect", async () => {
    const calls = Array.from({ length: 60 }, (_, n) => append(`CA${n}`, 0, { effects: [due(`e${n}`)] }))
    await Promise.all(calls.map(ledger.append))
    const taken = (await Promise.all([1, 2, 3, 4].map(() => takeIds({ limit: 20 })))).flat()
    expect(taken).toHaveLength(60)
    expect(new Set(taken).size).toBe(60)
  })

  test("a lease that runs out, or an effect given back, is due again and counted", async () => {
    await ledger.append(append("CA1", 0, { effects: [due("e", 100)] }))
    expect(await ledger.nextEffectAt()).toBe(100)
    expect(await takeIds({ now: 99 })).toEqual([])
    expect(await take({ now: 100, leaseMs: 50 })).toMatchObject([{ id: "e", attempts: 1 }])
    expect(await ledger.nextEffectAt()).toBe(150)
    expect(await takeIds({ now: 149 })).toEqual([])
    expect(await take({ now: 150 })).toMatchObject([{ id: "e", attempts: 2 }])
    await ledger.postponeEffect("e", 170)
    expect(await ledger.nextEffectAt()).toBe(170)
    expect(await takeIds({ now: 169 })).toEqual([])
    expect(await take({ now: 170 })).toMatchObject([{ id: "e", attempts: 3 }])
  })

  test("an effect is settled with the facts of its answer, once and for good", async () => {
    await ledger.append(append("CA1", 0, { effects: [due("a"), due("b"), due("c")] }))
    expect(await ledger.append(append("CA1", 1, { settles: "a", effects: [due("d")] }))).toBe("appended")
    expect(await ledger.append(append("CA1", 2, { settles: "b", facts: [] }))).toBe("appended")
    const settled = await everything(ledger)
    expect(await ledger.append(append("CA1", 2, { settles: "a", facts: [] }))).toBe("appended")
    expect(await ledger.append(append("CAnew", 0, { settles: "b", facts: [] }))).toBe("appended")
    await ledger.settleEffect("b")
    await ledger.settleEffect("nobody knows this one")
    await ledger.postponeEffect("a", 0)
    expect(await everything(ledger)).toEqual(settled)
    await ledger.settleEffect("c")
    expect(await takeIds()).toEqual(["d"])
    await Promise.all([1, 2, 3].map(() => ledger.settleEffect("d")))
    expect(await ledger.nextEffectAt()).toBeNull()
  })

  test("an append without facts keeps the version and the row", async () => {
    await ledger.append(append("CA1", 0, { row: row({ agentId: "ada" }) }))
    const changes = { facts: [], effects: [due("e")], row: row({ agentId: "ben" }) }
    expect(await ledger.append(append("CA1", 1, changes))).toBe("appended")
    expect(await takeIds()).toEqual(["e"])
    expect((await ledger.load("CA1")).version).toBe(1)
    expect(await lines(ledger)).toMatchObject([{ agentId: "ada" }])
  })

  test("news is what was appended since the cursor, once, by call and in order", async () => {
    await ledger.append(append("CA0", 0))
    const { cursor, news } = await ledger.newsSince(null)
    expect(news).toEqual([])
    const rings = vi.fn()
    const deaf = ledger.listen({ news: rings, said: () => {} })
    await ledger.append(append("CA0", 1, { facts: [fact(2), fact(3)] }))
    await ledger.append(append("CA1", 0, { facts: [fact(1)], row: row({ agentId: "ada" }) }))
    await ledger.append(append("CA0", 3, { facts: [fact(4)] }))
    expect(rings).toHaveBeenCalled()
    deaf()
    const found = await ledger.newsSince(cursor)
    expect(found.news).toEqual([
      { callSid: "CA0", after: 1, facts: [fact(2), fact(3), fact(4)], agentId: null },
      { callSid: "CA1", after: 0, facts: [fact(1)], agentId: "ada" },
    ])
    expect((await ledger.newsSince(found.cursor)).news).toEqual([])
  })

  test("more news than can be told at once is said to be too many", async () => {
    const { cursor } = await ledger.newsSince(null)
    await ledger.append(append("CA0", 0, { facts: Array.from({ length: 5_001 }, (_, n) => fact(n)) }))
    const found = await ledger.newsSince(cursor)
    expect(found.news).toBe("too-many")
    expect((await ledger.newsSince(found.cursor)).news).toEqual([])
  })
}
