// The key of the session cookies is made once, kept for its owner only, and never half a key.
import { execFile } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterEach, beforeEach, expect, it } from "vitest"
import { authSecret } from "./auth-secret.ts"

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "agentpay-secret-"))
})
afterEach(() => rmSync(dir, { recursive: true }))

it("is made at the first start and found at the second", () => {
  const place = join(dir, "not", "there", "yet")
  const secret = authSecret(place)
  expect(secret).toMatch(/^[0-9a-f]{64}$/)
  expect(authSecret(place)).toBe(secret)
  expect(statSync(join(place, "auth-secret")).mode & 0o777).toBe(0o600)
})

it.skipIf(!existsSync("/proc"))("is refused at once where no directory can be made", () => {
  expect(() => authSecret("/proc/nowhere")).toThrow(/^ENOENT/)
})

it("is the same for processes that start together", async () => {
  const script = new URL("auth-secret.ts", import.meta.url).href
  const print = `import { authSecret } from ${JSON.stringify(script)}; console.log(authSecret(process.argv[1]))`
  const place = join(dir, "shared")
  const run = promisify(execFile)
  const started = Array.from({ length: 6 }, () =>
    run(process.execPath, ["--input-type=module", "-e", print, place]),
  )
  const secrets = (await Promise.all(started)).map(({ stdout }) => stdout.trim())
  expect(secrets[0]).toHaveLength(64)
  expect(new Set(secrets).size).toBe(1)
  expect(readdirSync(place)).toEqual(["auth-secret"])
})

it("differs from place to place", () => {
  expect(authSecret(join(dir, "a"))).not.toBe(authSecret(join(dir, "b")))
})

it.each(["", "\n", "abc"])("is made anew where %j was left of it", (left) => {
  writeFileSync(join(dir, "auth-secret"), left)
  const secret = authSecret(dir)
  expect(secret).toHaveLength(64)
  expect(readFileSync(join(dir, "auth-secret"), "utf8").trim()).toBe(secret)
})
