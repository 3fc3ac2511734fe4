// How long records are kept: what is old and settled goes, with all that belongs to it, and nothing else does.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { pruneRecords } from "./keep-records.ts"
import { checkAudit } from "./ledger/audit-check.ts"
import type { Ledger } from "./ledger/ledger.ts"
import { append, due, row, tables } from "./ledger/ledger-samples.ts"
import { openLedger } from "./ledger/open-ledger.ts"
import { freshDatabase, whyNoPostgres } from "./ledger/postgres-for-tests.ts"

const DAY_MS = 86_400_000
const why = await whyNoPostgres()

function keepsWhatItShould(open: () => Promise<{ ledger: Ledger; end(): Promise<void> }>): void {
  let ledger: Ledger
  let end: () => Promise<void>
  beforeAll(async () => {
    ;({ ledger, end } = await open())
  })
  afterAll(() => end())

  it("old settled calls go, in any number; young, live and unsettled ones stay", async () => {
    const now = Date.now()
    const old = now - 401 * DAY_MS
    const ended = (endedAt: number | null, unsettled = false) => ({
      row: row({ rangAt: old, endedAt, unsettled }),
    })
    const many = Array.from({ length: 1_100 }, (_, n) => `CAold${n}`)
    await Promise.all(many.map((sid) => ledger.append(append(sid, 0, ended(old)))))
    await ledger.append(append("CAyoung", 0, ended(now - 399 * DAY_MS)))
    await ledger.append(append("CAlive", 0, ended(null)))
    await ledger.append(append("CAunknown", 0, ended(old, true)))
    await ledger.append(append("CAwaiting", 0, { ...ended(old), effects: [due("waiting")] }))
    await ledger.append(append("CAdone", 0, { ...ended(old), effects: [due("done")] }))
    await ledger.settleEffect("done")
    const record = async (note: object) => void recorded.push(note)
    const recorded: object[] = []
    const parts = { ledger, record, failed: () => {} }
    await pruneRecords({ ...parts, retentionDays: 0 })
    expect((await ledger.load("CAold7")).version).toBe(1)

    await pruneRecords({ ...parts, retentionDays: 400 })
    const left = async (table: "facts" | "effects" | "calls") => {
      const found = await tables(ledger).selectFrom(table).select("call_sid").distinct().execute()
      return found.map(({ call_sid }) => call_sid).sort()
    }
    const staying = ["CAlive", "CAunknown", "CAwaiting", "CAyoung"]
    expect(await left("calls")).toEqual(staying)
    expect(await left("facts")).toEqual(staying)
    expect(await left("effects")).toEqual(["CAwaiting"])
    expect(recorded).toEqual([{ action: "history-pruned", detail: { calls: 1_101 } }])
    // Once a day there is mostly nothing to do, and nothing to tell.
    await pruneRecords({ ...parts, retentionDays: 400 })
    expect(recorded).toHaveLength(1)
  })

  it("old rows of the audit log go too, and it verifies", async () => {
    const nobody = { who: null, subject: null, address: null, result: "done", detail: {} } as const
    const at = Date.now() - 401 * DAY_MS
    await ledger.audit.append([{ ...nobody, id: "old", at, action: "sign-in" }])
    await ledger.audit.append([{ ...nobody, id: "new", at: Date.now(), action: "sign-in" }])
    await pruneRecords({ ledger, record: async () => {}, retentionDays: 400, failed: () => {} })
    const page = await ledger.audit.page({ limit: 10 })
    expect(page?.rows.map(({ action }) => action)).toEqual(["audit-pruned", "sign-in"])
    expect((await checkAudit(tables(ledger), ledger.database.type)).faults).toEqual([])
  })
}

describe("records on SQLite", () =>
  keepsWhatItShould(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "agentpay-keep-"))
    const ledger = await openLedger({ dataDir })
    return { ledger, end: () => ledger.close().then(() => rmSync(dataDir, { recursive: true })) }
  }))

describe.skipIf(why !== null)(`records on PostgreSQL${why === null ? "" : ` (skipped: ${why})`}`, () =>
  keepsWhatItShould(async () => {
    const { url, drop } = await freshDatabase()
    const ledger = await openLedger({ databaseUrl: url, dataDir: "unused" })
    return { ledger, end: () => ledger.close().then(drop) }
  }),
)
