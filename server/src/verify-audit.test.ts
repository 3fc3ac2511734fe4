// npm run audit:verify as its user sees it: what it says and how it ends, also while the ledger is in use.
import { execFile } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, it } from "vitest"
import type { Ledger } from "./ledger/ledger.ts"
import { tables } from "./ledger/ledger-samples.ts"
import { openLedger } from "./ledger/open-ledger.ts"

const script = fileURLToPath(new URL("verify-audit.ts", import.meta.url))
let dataDir: string
let ledger: Ledger
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "agentpay-verify-"))
  ledger = await openLedger({ dataDir })
  const nobody = { who: null, subject: null, address: null, result: "done", detail: {} } as const
  await ledger.audit.append(
    [1, 2, 3].map((n) => ({ ...nobody, id: `row ${n}`, at: n, action: "sign-in" as const })),
  )
})
afterAll(async () => {
  await ledger.close()
  rmSync(dataDir, { recursive: true })
})

function verify(...more: string[]): Promise<{ code: number; said: string }> {
  const env = { PATH: process.env.PATH ?? "", DATA_DIR: dataDir }
  const flags = ["--disable-warning=ExperimentalWarning", script, ...more]
  return new Promise((resolve) => {
    execFile(process.execPath, flags, { env, cwd: dataDir }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, said: (stdout + stderr).trim() }),
    )
  })
}

it("says that a whole log is whole, and its newest row, which proves later that nothing was cut off", async () => {
  const first = await verify()
  expect(first).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^The audit log is whole: 3 rows\. The newest is 3:[0-9a-f]{64}$/),
  })
  const newest = first.said.split(" ").at(-1) ?? ""
  expect(await verify(newest)).toEqual(first)
  expect(await verify("nonsense")).toMatchObject({
    code: 1,
    said: expect.stringContaining("npm run audit:verify -- 123:"),
  })
  const other = newest.replace(/.$/, (last) => (last === "0" ? "1" : "0"))
  expect(await verify(other)).toMatchObject({
    code: 1,
    said: expect.stringContaining("Row 3 is not the one"),
  })
})

it("says which row was changed, and ends with 1", async () => {
  await tables(ledger).updateTable("audit").set({ who: "somebody" }).where("seq", "=", 2).execute()
  const { code, said } = await verify()
  expect(code).toBe(1)
  expect(said).toBe("The audit log was tampered with, or damaged:\nRow 2 was changed after it was written.")
})
