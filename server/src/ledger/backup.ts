// Copies of the embedded store: taken while it is in use, put back while nobody uses it.
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { fault } from "./fault.ts"
import { lockDirectory } from "./lock-directory.ts"

const STORE = "agentpay.db"
/** Without it nobody stays signed in. */
const SECRET = "auth-secret"

function flush(file: string): void {
  const opened = openSync(file, "r+")
  fsyncSync(opened)
  closeSync(opened)
}

/** Opens it, sees that it is whole, and lets `work` use it. */
function withWhole<T>(file: string, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(file)
  try {
    const found = db.prepare("pragma integrity_check").get()?.integrity_check
    if (found !== "ok") throw fault(`${file} is damaged`)
    return work(db)
  } finally {
    db.close()
  }
}

/** Writes a whole copy of the store of `dataDir` into the new folder `into`; AgentPay may be running. Throws one clear line. */
export function backUp(dataDir: string, into: string): void {
  const store = join(dataDir, STORE)
  if (!existsSync(store))
    throw fault(`There is no store in ${dataDir}: DATA_DIR names the folder with ${STORE}`)
  if (existsSync(into)) throw fault(`${into} is there already: name a new folder`)
  mkdirSync(`${into}.part`, { recursive: true, mode: 0o700 })
  const copy = join(`${into}.part`, STORE)
  rmSync(copy, { force: true })
  const db = new DatabaseSync(store, { readOnly: true, timeout: 5_000 })
  try {
    // One read transaction, which keeps no writer waiting (WAL). https://www.sqlite.org/lang_vacuum.html
    db.prepare("vacuum into ?").run(copy)
  } finally {
    db.close()
  }
  withWhole(copy, () => {})
  flush(copy)
  const secret = join(dataDir, SECRET)
  if (existsSync(secret)) copyFileSync(secret, join(`${into}.part`, SECRET))
  // Under its name only when all of it is there.
  renameSync(`${into}.part`, into)
}

/**
 * Puts the copy in `from` in the place of the store of `dataDir`, which AgentPay must not be using; what was there before
 * stays beside it as agentpay.db.before-restore. Throws one clear line.
 */
export function restore(from: string, dataDir: string): void {
  const copy = join(from, STORE)
  if (!existsSync(copy)) throw fault(`There is no backup in ${from}: ${STORE} is missing`)
  mkdirSync(dataDir, { recursive: true })
  const unlock = lockDirectory(dataDir, join(dataDir, "agentpay.lock"))
  try {
    const store = join(dataDir, STORE)
    const fresh = `${store}.restoring`
    copyFileSync(copy, fresh)
    // A submit of that time must never be sent again: nobody knows what became of it. Counted as taken, it is not (R4).
    withWhole(fresh, (db) => db.exec("update effects set attempts = attempts + 1 where settled_at is null"))
    flush(fresh)
    if (existsSync(store)) {
      withWhole(store, (db) => db.exec("pragma wal_checkpoint(truncate)"))
      rmSync(`${store}.before-restore`, { force: true })
      linkSync(store, `${store}.before-restore`)
    }
    for (const rest of ["-wal", "-shm"]) rmSync(store + rest, { force: true })
    // In one step: a crash leaves the old store or the new one, never none.
    renameSync(fresh, store)
    if (existsSync(join(from, SECRET))) copyFileSync(join(from, SECRET), join(dataDir, SECRET))
  } finally {
    unlock()
  }
}
