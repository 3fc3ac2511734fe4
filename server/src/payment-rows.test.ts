// The payments table and the facts it is made from: after real calls they agree, and a database of before the table gets it.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { type PaymentRow, paymentRows } from "@agentpay/core"
import type { Kysely } from "kysely"
import { afterAll, beforeAll, expect, test } from "vitest"
import { eventually, startApp, type TestApp } from "./app-for-tests.ts"
import type { Ledger } from "./ledger/ledger.ts"
import { migrationsFor } from "./ledger/migrations.ts"
import { openLedger } from "./ledger/open-ledger.ts"
import { paymentRecord } from "./ledger/payments.ts"
import type { Tables } from "./ledger/tables.ts"
import { closeScreens, openScreen } from "./screen-for-tests.ts"

const root = mkdtempSync(join(tmpdir(), "agentpay-rows-"))
let app: TestApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(async () => {
  closeScreens()
  await app.close()
  rmSync(root, { recursive: true })
})

const rowsIn = (ledger: Ledger) =>
  (ledger.database.db as unknown as Kysely<Tables>)
    .selectFrom("payments")
    .selectAll()
    .orderBy("opened_at")
    .execute()

async function rowsOfFacts(): Promise<PaymentRow[]> {
  const calls = (await app.ledger.recentCalls({ limit: 100 })).reverse()
  const folded = await Promise.all(calls.map(({ callSid }) => app.call(callSid)))
  return folded.flatMap((call) => (call ? paymentRows(call) : []))
}

test("after payments that are cancelled, cleared and cut short, the table is the fold of the facts", async () => {
  const base = await app.listen()
  const ada = await openScreen(base, await app.signIn("ada"))
  const callSid = await app.ring("ada")
  await app.webhook("/answered", { CallSid: callSid, ParentCallSid: callSid })
  for (const amount of ["12.50", "8"]) {
    expect(await ada.ask("initiate", { callSid, amount, tip: "" })).toEqual({ ok: true })
    const paymentId = (await app.call(callSid))?.payments.at(-1)?.paymentId
    expect((await rowsIn(app.ledger)).at(-1)).toMatchObject({ payment_id: paymentId, outcome: "under-way" })
    if (amount === "8") break
    expect(await ada.ask("cancel", { callSid, paymentId })).toEqual({ ok: true })
    expect(await ada.ask("clear", { callSid, paymentId })).toEqual({ ok: true })
  }
  await app.finish(callSid)
  const rows = await eventually(async () => {
    const found = await rowsIn(app.ledger)
    expect(found.map(({ outcome, total_minor }) => [outcome, total_minor])).toEqual([
      ["cancelled", 1_250],
      ["cancelled", 800],
    ])
    return found
  })
  expect(rows.map(({ reason }) => reason)).toEqual(["agent", "hang-up"])
  expect(rows).toEqual((await rowsOfFacts()).map(paymentRecord))
})

test("a database from before the table is filled from its facts when it is opened", async () => {
  const dataDir = join(root, "old")
  mkdirSync(dataDir)
  const old = new DatabaseSync(join(dataDir, "agentpay.db"))
  old.exec("create table ledger_migrations (number integer primary key, name text, applied_at bigint)")
  for (const { number, statements } of migrationsFor("sqlite").slice(0, 3)) {
    for (const statement of statements) old.exec(statement)
    old.prepare("insert into ledger_migrations values (?, 'old', 0)").run(number)
  }
  const addCall = old.prepare("insert into calls values (?, 1, null, '', '', 0, 0, 0)")
  const addFact = old.prepare("insert into facts (call_sid, version, fact) values (?, ?, ?)")
  for (const { callSid, facts } of await app.ledger.recentCalls({ limit: 100 })) {
    addCall.run(callSid)
    for (const [i, fact] of facts.entries()) addFact.run(callSid, i + 1, JSON.stringify(fact))
  }
  old.close()
  const ledger = await openLedger({ dataDir })
  expect(await rowsIn(ledger)).toEqual(await rowsIn(app.ledger))
  await ledger.close()
})
