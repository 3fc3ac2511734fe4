// The key that signs session cookies, when none is set: made once, kept beside the data, readable by its owner only.
import { randomBytes } from "node:crypto"
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { makeDirectory } from "./ledger/make-directory.ts"

const LONG_ENOUGH = 32

/** Processes that share the directory and start together all get the same one: whoever comes first makes it. */
export function authSecret(dataDir: string): string {
  makeDirectory(dataDir)
  const file = join(dataDir, "auth-secret")
  const kept = read(file)
  if (kept !== null && kept.length >= LONG_ENOUGH) return kept
  // Written beside it and then given its name: a process that dies while writing leaves no half a key, with which
  // anybody could sign. A link, unlike a rename, never replaces what another process has put there meanwhile.
  const mine = `${file}.${randomBytes(6).toString("hex")}`
  writeFileSync(mine, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600 })
  if (kept !== null) rmSync(file, { force: true })
  try {
    linkSync(mine, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
  } finally {
    rmSync(mine)
  }
  return readFileSync(file, "utf8").trim()
}

/** Null when there is none. */
function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8").trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null
    throw error
  }
}
