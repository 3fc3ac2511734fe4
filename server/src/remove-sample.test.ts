// npm run sample:remove as its user sees it: what it says, how it ends, and what is left.
import { execFile } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Person } from "@agentpay/core"
import { afterAll, expect, it } from "vitest"
import { append, payment, row } from "./ledger/ledger-samples.ts"
import { openLedger } from "./ledger/open-ledger.ts"
import { addSampleData, sampleCalls } from "./sample-data.ts"

const script = fileURLToPath(new URL("remove-sample.ts", import.meta.url))
const dataDir = mkdtempSync(join(tmpdir(), "agentpay-remove-"))
afterAll(() => rmSync(dataDir, { recursive: true }))

const ada: Person = { userId: "ada", name: "Ada", role: "agent", phone: "+15550001001" }
const terms = { now: Date.UTC(2026, 10, 22, 16), currency: "USD", items: ["card-number", "expiry"] as const }

function remove(): Promise<{ code: number; said: string }> {
  const env = { PATH: process.env.PATH ?? "", DATA_DIR: dataDir }
  const flags = ["--disable-warning=ExperimentalWarning", script]
  return new Promise((resolve) => {
    execFile(process.execPath, flags, { env, cwd: dataDir }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, said: (stdout + stderr).trim() }),
    )
  })
}

it("takes the sample data out and nothing else; a second time there is none", {
  timeout: 60_000,
}, async () => {
  const ledger = await openLedger({ dataDir })
  const real = { row: row({ agentId: "ada" }), payments: [payment({ callSid: "CAreal" })] }
  await ledger.append(append("CAreal", 0, real))
  await addSampleData(ledger, [ada], terms)
  const [inUse, samples] = [await remove(), sampleCalls([ada], terms).length]
  expect(inUse).toMatchObject({ code: 1, said: expect.stringContaining("Another AgentPay is running") })
  await ledger.close()

  expect(await remove()).toEqual({
    code: 0,
    said: `The sample data is gone: ${samples} calls with their payments.`,
  })
  expect(await remove()).toEqual({ code: 0, said: "There is no sample data." })
  const left = await openLedger({ dataDir })
  expect((await left.findPayments({ limit: 10 })).rows.map(({ callSid }) => callSid)).toEqual(["CAreal"])
  expect((await left.findCalls({ limit: 10 })).rows.map(({ callSid }) => callSid)).toEqual(["CAreal"])
  await left.close()
})
