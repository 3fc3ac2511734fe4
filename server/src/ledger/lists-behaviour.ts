// What every ledger lists and counts, whichever engine stands behind it: one suite, run by ledger.test.ts and ledger.db.test.ts.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import type { Ledger } from "./ledger.ts"
import { append, due, empty, fact, lines, payment, row } from "./ledger-samples.ts"

export function listsBehaviour(open: () => Promise<Ledger>): void {
  let ledger: Ledger
  beforeAll(async () => {
    ledger = await open()
  })
  beforeEach(() => empty(ledger))
  afterAll(() => ledger.close())

  test("a day's figures count and add up what was opened in it, and nothing else", async () => {
    const hour = 3_600_000
    const at = (openedAt: number, changes: Parameters<typeof payment>[0] = {}) =>
      payment({ callSid: `CA${openedAt}`, openedAt, totalMinor: 100, ...changes })
    const declined = { outcome: "declined", reason: "No funds." } as const
    const all = [
      at(1_000 * hour, { outcome: "paid" }),
      at(1_000 * hour + 1, { outcome: "paid", totalMinor: 2 ** 45 }),
      at(1_002 * hour + 1, { outcome: "paid", currency: "EUR" }),
      at(1_002 * hour + 2, declined),
      at(1_002 * hour + 3, declined),
      at(1_003 * hour, { ...declined, reason: "Stolen." }),
      at(1_000 * hour - 1, { outcome: "paid" }),
      at(1_024 * hour, { outcome: "paid" }),
    ]
    const calls = all.map(({ openedAt }, n) =>
      row({ rangAt: openedAt, answeredAt: n === 1 ? null : openedAt + n * 1_000, endedAt: openedAt + hour }),
    )
    await Promise.all(
      all.map((one, n) => ledger.append(append(one.callSid, 0, { payments: [one], row: calls[n] ?? row() }))),
    )
    expect(await ledger.dayFigures({ from: 1_000 * hour, to: 1_024 * hour })).toEqual({
      outcomes: [
        { outcome: "paid", currency: "EUR", payments: 1, totalMinor: 100 },
        { outcome: "declined", currency: "USD", payments: 3, totalMinor: 300 },
        { outcome: "paid", currency: "USD", payments: 2, totalMinor: 2 ** 45 + 100 },
      ],
      hours: [
        { hour: 0, outcome: "paid", payments: 2 },
        { hour: 2, outcome: "declined", payments: 2 },
        { hour: 2, outcome: "paid", payments: 1 },
        { hour: 3, outcome: "declined", payments: 1 },
      ],
      declines: [
        { reason: "No funds.", payments: 2 },
        { reason: "Stolen.", payments: 1 },
      ],
      calls: { came: 6, answered: 5, averageWaitMs: 2_800, longestWaitMs: 5_000 },
    })
    const nothing = { came: 0, answered: 0, averageWaitMs: null, longestWaitMs: null }
    expect(await ledger.dayFigures({ from: 0, to: 1 })).toEqual({
      ...{ outcomes: [], hours: [], declines: [], calls: nothing },
    })
  })

  test("recent calls come newest first, whole, of one agent or of all", async () => {
    const ended = (agentId: string, rangAt: number) => ({
      row: row({ agentId, rangAt, endedAt: rangAt + 1 }),
    })
    await ledger.append(append("CA1", 0, ended("ada", 300)))
    await ledger.append(append("CA2", 0, ended("ben", 100)))
    await ledger.append(append("CA3", 0, { ...ended("ada", 200), facts: [fact(1), fact(2)] }))
    const sids = async (ask: { agentId?: string; limit: number }) =>
      (await ledger.recentCalls(ask)).map(({ callSid }) => callSid)
    expect(await sids({ limit: 10 })).toEqual(["CA1", "CA3", "CA2"])
    expect(await sids({ limit: 2 })).toEqual(["CA1", "CA3"])
    expect(await sids({ agentId: "ada", limit: 10 })).toEqual(["CA1", "CA3"])
    expect(await sids({ agentId: "sam", limit: 10 })).toEqual([])
    expect((await ledger.recentCalls({ limit: 2 }))[1]).toEqual(await ledger.load("CA3"))
  })

  test("a call with an unsettled payment stays among them, however old, until it is settled", async () => {
    const at = (rangAt: number, unsettled = false) => ({
      row: row({ agentId: "ada", rangAt, endedAt: 1, unsettled }),
    })
    await ledger.append(append("CA1", 0, at(100, true)))
    await ledger.append(append("CA2", 0, at(200)))
    await ledger.append(append("CA3", 0, at(300)))
    const sids = async (agentId?: string) =>
      (await ledger.recentCalls({ limit: 1, ...(agentId && { agentId }) })).map(({ callSid }) => callSid)
    expect([await sids(), await sids("ada"), await sids("ben")]).toEqual([["CA3", "CA1"], ["CA3", "CA1"], []])
    await ledger.append(append("CA1", 1, at(100)))
    expect(await sids()).toEqual(["CA3"])
  })

  test("a live call stays among them, however many came after it, until it ends", async () => {
    const at = (rangAt: number, endedAt: number | null) => ({ row: row({ agentId: null, rangAt, endedAt }) })
    await ledger.append(append("CA1", 0, at(100, null)))
    await ledger.append(append("CA2", 0, at(200, 201)))
    await ledger.append(append("CA3", 0, at(300, 301)))
    const sids = async () => (await ledger.recentCalls({ limit: 1 })).map(({ callSid }) => callSid)
    expect(await sids()).toEqual(["CA3", "CA1"])
    await ledger.append(append("CA1", 1, at(100, 400)))
    expect(await sids()).toEqual(["CA3"])
  })

  test("agent lines tell who is on a call and when each last hung up", async () => {
    expect(await lines(ledger)).toEqual([])
    await ledger.append(append("CA0", 0))
    await ledger.append(append("CA1", 0, { row: row({ agentId: "ada", endedAt: 70 }) }))
    await ledger.append(append("CA2", 0, { row: row({ agentId: "ada", endedAt: 50 }) }))
    await ledger.append(append("CA3", 0, { row: row({ agentId: "ben" }) }))
    await ledger.append(append("CA4", 0, { row: row({ agentId: "cy", endedAt: 1_795_000_000_000 }) }))
    await ledger.append(append("CA5", 0, { row: row({ agentId: "cy" }) }))
    expect(await lines(ledger)).toEqual([
      { agentId: "ada", onCall: false, lastEndedAt: 70 },
      { agentId: "ben", onCall: true, lastEndedAt: null },
      { agentId: "cy", onCall: true, lastEndedAt: 1_795_000_000_000 },
    ])
  })

  test("who waits stands in the order of the calls, as long as they wait", async () => {
    const waits = (rangAt: number, waiting = true) => ({ row: row({ rangAt, waiting }) })
    await ledger.append(append("CA1", 0, waits(300)))
    await ledger.append(append("CA2", 0, waits(100)))
    await ledger.append(append("CA3", 0, waits(100, false)))
    const sids = async () => (await ledger.waitingCalls()).map(({ callSid }) => callSid)
    expect(await sids()).toEqual(["CA2", "CA1"])
    await ledger.append(append("CA2", 1, { row: row({ rangAt: 100, agentId: "ada", offeredAt: 400 }) }))
    expect(await sids()).toEqual(["CA1"])
    expect(await ledger.agentLines(500)).toMatchObject([
      { agentId: "ada", call: { callSid: "CA2", offeredAt: 400, answeredAt: null } },
    ])
  })

  test("an agent's line holds screens, the last choice and the last call that rang in vain", async () => {
    const missed = (at: number, outcome: "busy" | "no-answer") => ({
      facts: [{ type: "CallNotAnswered", agentId: "ada", outcome, at } as const],
      row: row({ endedAt: at }),
    })
    await ledger.append(append("CA1", 0, missed(300, "busy")))
    await ledger.append(append("CA2", 0, missed(200, "no-answer")))
    expect(await ledger.append(append("CA1", 5, missed(900, "no-answer")))).toBe("clash")
    await ledger.chooseAway("ada", "lunch", 400)
    await ledger.chooseAway("ada", null, 500)
    await ledger.chooseAway("ben", "break", 600)
    const line = async (id: string, now: number) =>
      (await ledger.agentLines(now)).find(({ agentId }) => agentId === id)
    expect(await line("ada", 1_000)).toMatchObject({
      ...{ choice: { away: null, at: 500 }, missed: { outcome: "busy", at: 300 } },
      ...{ thereSince: null, connected: false, seenAt: null, call: null },
    })
    expect(await line("ben", 1_000)).toMatchObject({ choice: { away: "break", at: 600 }, missed: null })
    await ledger.beat({ now: 1_000, present: ["ada"], sweep: false })
    await ledger.beat({ now: 2_000, present: [], sweep: false })
    expect(await line("ada", 16_999)).toMatchObject({ thereSince: 1_000, connected: false, seenAt: 2_000 })
    expect(await line("ada", 17_000)).toMatchObject({ thereSince: null, seenAt: 2_000 })
  })

  test("what waits is counted", async () => {
    await ledger.append(append("CA1", 0, { row: row({ agentId: "ada" }) }))
    const ended = row({ endedAt: 5, unsettled: true })
    await ledger.append(append("CA2", 0, { effects: [due("now"), due("later", 500)], row: ended }))
    await ledger.append(append("CA3", 0, { row: row({ waiting: true }) }))
    expect(await ledger.depths(100)).toEqual({
      effectsDue: 1,
      effectsWaiting: 2,
      liveCalls: 1,
      callersWaiting: 1,
      unsettledCalls: 1,
      appendsWaiting: 0,
    })
  })
}
