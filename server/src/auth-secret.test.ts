// The key of the session cookies is made once, kept for its owner only, and never half a key.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
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

it("differs from place to place", () => {
  expect(authSecret(join(dir, "a"))).not.toBe(authSecret(join(dir, "b")))
})

it.each(["", "\n", "abc"])("is made anew where %j was left of it", (left) => {
  writeFileSync(join(dir, "auth-secret"), left)
  const secret = authSecret(dir)
  expect(secret).toHaveLength(64)
  expect(readFileSync(join(dir, "auth-secret"), "utf8").trim()).toBe(secret)
})
