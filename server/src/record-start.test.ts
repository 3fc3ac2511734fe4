// The rows that a start leaves: which settings it was given, which of them changed, and no secret.
import type { AuditNote } from "@agentpay/core"
import { afterEach, beforeEach, expect, it } from "vitest"
import { startApp, type TestApp } from "./app-for-tests.ts"
import { createAudit } from "./audit.ts"
import { recordStart } from "./record-start.ts"
import { readSettings } from "./settings.ts"

let server: TestApp
beforeEach(async () => {
  server = await startApp()
})
afterEach(() => server.close())

async function start(environment: Record<string, string>): Promise<Partial<AuditNote>[]> {
  const { audit } = server.ledger
  const known = (await audit.page({ limit: 100 }))?.rows.length ?? 0
  const { record, close } = createAudit({ store: audit, failed: () => {} })
  await recordStart(audit, record, readSettings(environment, () => null).given)
  await close()
  const rows = (await audit.page({ limit: 100 }))?.rows ?? []
  return rows.slice(0, rows.length - known).map(({ action, detail }) => ({ action, detail }))
}

it("a first start says with which settings, a later one what has changed", async () => {
  const before = { RETENTION_DAYS: "400", REQUIRE_MFA: "true" }
  expect(await start(before)).toEqual([{ action: "started", detail: before }])
  expect(await start(before)).toEqual([{ action: "started", detail: before }])
  const after = { RETENTION_DAYS: "90", IDLE_TIMEOUT: "5" }
  expect(await start(after)).toEqual([
    { action: "started", detail: after },
    {
      action: "settings-changed",
      detail: {
        RETENTION_DAYS: "400 → 90",
        REQUIRE_MFA: "true → not set",
        IDLE_TIMEOUT: "not set → 5",
      },
    },
  ])
})

it("of a secret only that it is set, and nothing of the rest of the environment", async () => {
  const rows = await start({
    DATABASE_URL: "postgres://me:word@db/agentpay",
    STRIPE_SECRET_KEY: "sk_test_1",
    HOLD_MUSIC: "https://me:word@music.example/a.mp3",
    HOME: "/home/somebody",
  })
  expect(rows).toEqual([
    {
      action: "started",
      detail: { DATABASE_URL: "set", STRIPE_SECRET_KEY: "set", HOLD_MUSIC: "https://music.example/a.mp3" },
    },
  ])
})
