// Presence, on a real ledger: somebody is there while at least one screen is open, on whichever process.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { startPresence } from "./agents/presence.ts"
import { eventually } from "./app-for-tests.ts"
import type { Ledger } from "./ledger/ledger.ts"
import { present } from "./ledger/ledger-samples.ts"
import { openLedger } from "./ledger/open-ledger.ts"

let dataDir: string
let ledger: Ledger
let now = 0
const failed = (error: unknown): never => {
  throw error
}
const start = () =>
  startPresence({ store: ledger, now: () => now, changed: () => {}, wakePerform: () => {}, failed })
const there = async () => Object.fromEntries(await present(ledger, now))

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "agentpay-presence-"))
  ledger = await openLedger({ dataDir })
  now = 1_000_000
})
afterEach(async () => {
  await ledger.close()
  rmSync(dataDir, { recursive: true })
})

test("it lasts from the first screen to the last, and forgives a leave too many", async () => {
  const presence = await start()
  expect(await there()).toEqual({})
  await Promise.all([presence.arrived("ada"), presence.arrived("ben"), presence.arrived("ada")])
  expect(await there()).toEqual({ ada: now, ben: now })
  presence.left("ada")
  presence.left("ben")
  presence.left("ben")
  await eventually(async () => expect(await there()).toEqual({ ada: now }))
  presence.left("ada")
  await eventually(async () => expect(await there()).toEqual({}))
  await presence.stop()
})

test("who comes back at once keeps the place, who stays away for long does not", async () => {
  const presence = await start()
  const before = now
  await presence.arrived("ada")
  presence.left("ada")
  await eventually(async () => expect(await there()).toEqual({}))
  now += 14_000
  await presence.arrived("ada")
  expect(await there()).toEqual({ ada: before })
  presence.left("ada")
  await eventually(async () => expect(await there()).toEqual({}))
  now += 16_000
  await presence.arrived("ada")
  expect(await there()).toEqual({ ada: now })
  await presence.stop()
})

test("screens of a process that ends are there until they have had time to move", async () => {
  const presence = await start()
  await presence.arrived("ada")
  const before = now
  await presence.stop()
  presence.left("ada")
  now += 9_000
  expect(await there()).toEqual({ ada: before })
  now += 2_000
  expect(await there()).toEqual({})
})
