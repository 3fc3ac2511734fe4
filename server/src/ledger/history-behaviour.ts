// Searching, whichever engine: all pages together are what a filter in memory finds, in order, each row once.
import type { PaymentRow } from "@agentpay/core"
import fc from "fast-check"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import type { CallSearch, Ledger, Page, PaymentSearch, Place } from "./ledger.ts"
import { append, empty, payment, row } from "./ledger-samples.ts"

const rows = fc
  .array(
    fc.record({
      agentId: fc.constantFrom("ada", "ben", null),
      caller: fc.constantFrom("+1", "+2"),
      openedAt: fc.integer({ min: 1, max: 6 }),
      outcome: fc.constantFrom("paid", "declined"),
      totalMinor: fc.constantFrom(100, 250),
      lastFour: fc.constantFrom("4242", "0005", null),
      reference: fc.constantFrom("INV-1", "inv-1", "INV-2", "50%", null),
      confirmationCode: fc.constantFrom("ch_1", "CH_1", null),
    }),
    { maxLength: 25 },
  )
  .map((all) => all.map((changes, i) => payment({ callSid: `CA${i}`, paymentId: `P${i}`, ...changes })))

const search = fc.record(
  {
    agentId: fc.constantFrom("ada", "nobody"),
    caller: fc.constantFrom("+1", "+3"),
    from: fc.integer({ min: 0, max: 6 }),
    until: fc.integer({ min: 1, max: 7 }),
    outcome: fc.constantFrom("paid", "declined"),
    totalMinor: fc.constant(100),
    lastFour: fc.constant("4242"),
    reference: fc.constantFrom("INV-1", "Inv-1", "50%", "%"),
    code: fc.constant("ch_1"),
  },
  { requiredKeys: [] },
)
type Asked = Omit<PaymentSearch, "limit" | "after">

function fits(one: PaymentRow, asked: Asked): boolean {
  const { from = 0, until = Number.POSITIVE_INFINITY } = asked
  const same = (wanted: unknown, found: unknown) => wanted === undefined || wanted === found
  return (
    one.openedAt >= from &&
    one.openedAt < until &&
    same(asked.agentId, one.agentId) &&
    same(asked.caller, one.caller) &&
    same(asked.outcome, one.outcome) &&
    same(asked.totalMinor, one.totalMinor) &&
    same(asked.lastFour, one.lastFour) &&
    same(asked.reference?.toLowerCase(), one.reference?.toLowerCase()) &&
    same(asked.code, one.confirmationCode)
  )
}

async function allPages<Row>(find: (after: Place | undefined) => Promise<Page<Row>>): Promise<Row[]> {
  const found: Row[] = []
  for (let after: Place | undefined; ; ) {
    const page = await find(after)
    found.push(...page.rows)
    if (page.next === null) return found
    after = page.next
  }
}

export function historyBehaviour(open: () => Promise<Ledger>, runs: number): void {
  let ledger: Ledger
  beforeAll(async () => {
    ledger = await open()
  })
  beforeEach(() => empty(ledger))
  afterAll(() => ledger.close())

  test("any search finds exactly the payments that fit, newest first, on pages of any size", async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.array(search, { maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        async (all, asked, limit) => {
          await empty(ledger)
          await Promise.all(all.map((one) => ledger.append(append(one.callSid, 0, { payments: [one] }))))
          const newest = all.toSorted(
            (a, b) => b.openedAt - a.openedAt || (a.paymentId < b.paymentId ? 1 : -1),
          )
          for (const one of [{}, ...asked]) {
            const found = await allPages((after) => ledger.findPayments({ ...one, after, limit }))
            expect(found).toEqual(newest.filter((each) => fits(each, one)))
          }
        },
      ),
      { numRuns: runs },
    )
  })

  test("calls are found by time, agent and caller, whole and newest first", async () => {
    const call = (sid: string, agentId: string, rangAt: number, from = "+1") =>
      ledger.append(append(sid, 0, { row: row({ agentId, rangAt, from, endedAt: 1 }) }))
    await call("CA1", "ada", 10)
    await call("CA2", "ben", 20)
    await call("CA3", "ada", 30)
    await call("CA4", "ada", 30, "+2")
    const sids = async (asked: Omit<CallSearch, "limit" | "after">) =>
      (await allPages((after) => ledger.findCalls({ ...asked, after, limit: 1 }))).map(
        ({ callSid }) => callSid,
      )
    expect(await sids({})).toEqual(["CA4", "CA3", "CA2", "CA1"])
    expect(await sids({ agentId: "ada" })).toEqual(["CA4", "CA3", "CA1"])
    expect(await sids({ agentId: "ada", caller: "+1" })).toEqual(["CA3", "CA1"])
    expect(await sids({ from: 10, until: 30 })).toEqual(["CA2", "CA1"])
    expect((await ledger.findCalls({ limit: 9 })).rows[0]).toEqual(await ledger.load("CA4"))
  })

  test("calls are forgotten by what their SID begins with, and nothing else is", async () => {
    const one = (callSid: string) => append(callSid, 0, { payments: [payment({ callSid })] })
    await Promise.all(["sample-1", "sample-2", "CA1", "samples"].map((sid) => ledger.append(one(sid))))
    expect(await ledger.forgetCalls("sample-")).toBe(2)
    expect((await ledger.findPayments({ limit: 9 })).rows.map(({ callSid }) => callSid).toSorted()).toEqual([
      "CA1",
      "samples",
    ])
    expect((await ledger.load("sample-1")).version).toBe(0)
    expect((await ledger.findCalls({ limit: 9 })).rows).toHaveLength(2)
    expect(await ledger.forgetCalls("sample-")).toBe(0)
  })
}
