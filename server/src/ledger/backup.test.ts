// Backups of the embedded store: taken under load, put back whole, and never in a way that charges twice.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { backUp, restore } from "./backup.ts"
import { append, due, notes } from "./ledger-samples.ts"
import { openLedger } from "./open-ledger.ts"

const newFolder = () => mkdtempSync(join(tmpdir(), "agentpay-backup-"))

test("taken while calls are stored, it holds whole appends, and all that were acknowledged before", async () => {
  const [dataDir, elsewhere] = [newFolder(), newFolder()]
  const ledger = await openLedger({ dataDir })
  for (let version = 0; version < 100; version++) await ledger.append(append("CA1", version))
  writeFileSync(join(dataDir, "auth-secret"), "kept")
  const under = Array.from({ length: 200 }, (_, version) => ledger.append(append("CA2", version)))
  const into = join(elsewhere, "copy")
  backUp(dataDir, into)
  await Promise.all(under)
  expect(() => backUp(dataDir, into)).toThrow(/is there already/)
  expect(() => restore(into, dataDir)).toThrow(/Another AgentPay is running/)
  await ledger.append(append("CA1", 100))
  await ledger.close()

  restore(into, dataDir)
  const restored = await openLedger({ dataDir })
  const stream = await restored.load("CA1")
  expect(stream.version).toBe(100)
  expect(notes(stream)).toHaveLength(100)
  await restored.close()
  expect(existsSync(join(dataDir, "agentpay.db.before-restore"))).toBe(true)
  expect(readFileSync(join(dataDir, "auth-secret"), "utf8")).toBe("kept")
})

test("what was still to be done is taken for tried, so that no submit is sent a second time", async () => {
  const dataDir = newFolder()
  const ledger = await openLedger({ dataDir })
  await ledger.append(append("CA1", 0, { effects: [due("submit")] }))
  const into = join(newFolder(), "copy")
  backUp(dataDir, into)
  await ledger.close()
  const target = join(newFolder(), "not made yet")
  restore(into, target)
  const restored = await openLedger({ dataDir: target })
  const [effect] = await restored.takeDueEffects({ now: Date.now(), leaseMs: 1, limit: 10 })
  expect(effect).toMatchObject({ id: "submit", attempts: 2 })
  await restored.close()
})

test("what is no backup is refused, and what was there stays", async () => {
  const dataDir = newFolder()
  await (await openLedger({ dataDir })).close()
  expect(() => restore(newFolder(), dataDir)).toThrow(/There is no backup in/)
  const damaged = newFolder()
  writeFileSync(join(damaged, "agentpay.db"), "no database at all".repeat(1_000))
  expect(() => restore(damaged, dataDir)).toThrow()
  expect(() => backUp(newFolder(), join(newFolder(), "copy"))).toThrow(/There is no store in/)
  await (await openLedger({ dataDir })).close()
})
