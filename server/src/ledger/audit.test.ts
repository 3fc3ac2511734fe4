// The audit log on SQLite.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe } from "vitest"
import { auditBehaviour } from "./audit-behaviour.ts"
import type { Ledger } from "./ledger.ts"
import { openLedger } from "./open-ledger.ts"

const dataDir = mkdtempSync(join(tmpdir(), "agentpay-audit-log-"))
let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger({ dataDir })
})
afterAll(async () => {
  await ledger.close()
  rmSync(dataDir, { recursive: true })
})

describe("the audit log on SQLite", () => auditBehaviour(() => ledger))
