// The key that signs session cookies, when none is set: made once, kept beside the data, readable by its owner only.
import { randomBytes } from "node:crypto"
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { makeDirectory } from "./ledger/make-directory.ts"

export function authSecret(dataDir: string): string {
  const file = join(dataDir, "auth-secret")
  const kept = existsSync(file) ? readFileSync(file, "utf8").trim() : ""
  if (kept.length >= 32) return kept
  makeDirectory(dataDir)
  const secret = randomBytes(32).toString("hex")
  // Beside it and then over it: a process that dies while writing leaves no half a key, with which anybody could sign.
  writeFileSync(`${file}.new`, `${secret}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return secret
}
