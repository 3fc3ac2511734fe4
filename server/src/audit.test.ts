// Writing the audit log: nothing that happens waits long for it, and nothing that was recorded is lost while storage is away.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { eventually } from "./app-for-tests.ts"
import { createAudit } from "./audit.ts"
import type { Ledger } from "./ledger/ledger.ts"
import { tables } from "./ledger/ledger-samples.ts"
import { openLedger } from "./ledger/open-ledger.ts"

let dataDir: string
let ledger: Ledger
let away: boolean
const failures: string[] = []
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "agentpay-audit-"))
  ledger = await openLedger({ dataDir })
  away = false
  failures.length = 0
})
afterEach(async () => {
  await ledger.close()
  rmSync(dataDir, { recursive: true })
})

const open = () =>
  createAudit({
    store: {
      append: (entries) => (away ? Promise.reject(new Error("away")) : ledger.audit.append(entries)),
    },
    failed: (_error, what) => failures.push(what),
  })
const rows = () => tables(ledger).selectFrom("audit").selectAll().orderBy("seq").execute()

it("writes what is recorded before it answers, in order, each row linked to the one before", async () => {
  const audit = open()
  await Promise.all([
    audit.record({ action: "sign-in", who: "ada", address: "10.0.0.1" }),
    audit.record({ action: "payment-opened", who: "ada", subject: "CA1", detail: { amount: "12.50" } }),
  ])
  await audit.record({ action: "sign-out", who: "ada", at: 1_000, result: "failed" })
  const found = await rows()
  expect(found).toMatchObject([
    {
      seq: 1,
      who: "ada",
      action: "sign-in",
      address: "10.0.0.1",
      result: "done",
      previous: "",
      detail: "{}",
    },
    { seq: 2, action: "payment-opened", subject: "CA1", detail: '{"amount":"12.50"}' },
    { seq: 3, action: "sign-out", at: 1_000, result: "failed", subject: null },
  ])
  expect(found.map(({ previous }) => previous)).toEqual(["", found[0]?.hash, found[1]?.hash])
  await audit.close()
})

it("keeps no card number, wherever somebody may have put one (R7)", async () => {
  const audit = open()
  const card = "4242 4242 4242 4242"
  await audit.record({ action: "access-refused", subject: card, detail: { name: `x ${card}` } })
  const [row] = await rows()
  expect(row).toMatchObject({ subject: "[digits removed]", detail: '{"name":"x [digits removed]"}' })
  await audit.close()
})

it("keeps nobody waiting while storage is away, and writes everything once when it is back", async () => {
  const audit = open()
  away = true
  await audit.record({ action: "sign-in", who: "ada" })
  await audit.record({ action: "sign-out", who: "ada" })
  expect(await rows()).toEqual([])
  expect([audit.waiting(), failures]).toEqual([2, ["write the audit log; it is tried again"]])
  away = false
  await eventually(async () => expect(await rows()).toHaveLength(2))
  await audit.close()
  expect((await rows()).map(({ action }) => action)).toEqual(["sign-in", "sign-out"])
})

it("writes no entry twice when the answer to a commit was lost", async () => {
  const entry = { at: 1, who: null, subject: null, address: null, result: "done", detail: {} } as const
  const one = { ...entry, id: "one", action: "sign-in" } as const
  await ledger.audit.append([one])
  await ledger.audit.append([one, { ...one, id: "two" }])
  expect((await rows()).map(({ id, seq }) => [id, seq])).toEqual([
    ["one", 1],
    ["two", 2],
  ])
})

it("says how many entries are missing when storage was away for too long", async () => {
  const audit = open()
  away = true
  const asked = Array.from({ length: 20_003 }, () => audit.record({ action: "sign-in" }))
  await Promise.all(asked)
  expect(failures).toContain("keep more entries for the audit log; they are counted only")
  away = false
  await eventually(async () => {
    const found = await tables(ledger)
      .selectFrom("audit")
      .selectAll()
      .orderBy("seq", "desc")
      .limit(1)
      .execute()
    expect(found).toMatchObject([{ seq: 20_001, action: "audit-interrupted", detail: '{"missing":3}' }])
  })
  await audit.close()
})
