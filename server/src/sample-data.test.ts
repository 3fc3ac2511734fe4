// The sample data: a believable history that the real core decided, over and done with, and removable.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fold, isSample, isUnsettled, type Person, SAMPLE_PREFIX } from "@agentpay/core"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { Ledger } from "./ledger/ledger.ts"
import { append, payment, row } from "./ledger/ledger-samples.ts"
import { openLedger } from "./ledger/open-ledger.ts"
import { addSampleData, sampleCalls } from "./sample-data.ts"

const person = (userId: string, phone: string | null): Person => ({
  ...{ userId, name: userId, phone },
  role: phone ? "agent" : "supervisor",
})
const people = [person("ada", "+15550001001"), person("ben", "+15550001002"), person("sam", null)]
const now = Date.UTC(2026, 10, 22, 16)
const terms = { now, currency: "USD", items: ["card-number", "expiry", "security-code"] as const }
const DAY_MS = 86_400_000

const dataDir = mkdtempSync(join(tmpdir(), "agentpay-sample-"))
let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger({ dataDir })
  await ledger.append(
    append("CAreal", 0, { row: row({ agentId: "ada" }), payments: [payment({ callSid: "CAreal" })] }),
  )
  await addSampleData(ledger, people, terms)
})
afterAll(async () => {
  await ledger.close()
  rmSync(dataDir, { recursive: true })
})
const payments = async () =>
  (await ledger.findPayments({ limit: 10_000 })).rows.filter((one) => isSample(one.callSid))

test("it is the same for the same moment, and no story of it depends on luck", () => {
  expect(sampleCalls(people, terms)).toEqual(sampleCalls(people, terms))
  for (const currency of ["JPY", "KWD"])
    expect(sampleCalls(people, { ...terms, currency }).length).toBeGreaterThan(100)
  const items = ["card-number", "expiry", "security-code", "postal-code"] as const
  expect(sampleCalls(people, { ...terms, items }).length).toBeGreaterThan(100)
})

test("every call of it has ended, every payment is settled, and none lies in the future or overlaps another", () => {
  const ends = new Map<string, number>()
  for (const { callSid, facts } of sampleCalls(people, terms)) {
    const call = fold(facts)
    if (call?.status !== "ended") throw new Error(`${callSid} has not ended`)
    expect(call.payments.some(isUnsettled)).toBe(false)
    expect(call.endedAt).toBeLessThan(now)
    const agentId = call.agent?.agentId ?? ""
    expect(call.rangAt).toBeGreaterThan(ends.get(agentId) ?? 0)
    ends.set(agentId, call.endedAt)
  }
  // The visitor's first call is the first agent's, as the README says: idle longest.
  expect(ends.get("ada")).toBeLessThan(ends.get("ben") ?? 0)
})

test("each of its seven days has payments, and all outcomes of everyday life occur", async () => {
  const rows = await payments()
  const days = Map.groupBy(rows, ({ openedAt }) => Math.floor((now - openedAt) / DAY_MS))
  expect([...days.keys()].toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6])
  const counted = Map.groupBy(rows, ({ outcome }) => outcome)
  expect([...counted.keys()].toSorted()).toEqual(["cancelled", "declined", "failed", "paid", "stored"])
  expect((counted.get("paid")?.length ?? 0) / rows.length).toBeGreaterThan(0.7)
})

test("it leaves no effect behind, and is removed without a trace, real calls untouched", async () => {
  expect(await ledger.nextEffectAt()).toBeNull()
  expect(await ledger.forgetCalls(SAMPLE_PREFIX)).toBe(sampleCalls(people, terms).length)
  expect(await payments()).toEqual([])
  expect((await ledger.findCalls({ limit: 10 })).rows.map(({ callSid }) => callSid)).toEqual(["CAreal"])
})
