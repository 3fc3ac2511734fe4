// One process a data directory: a lock that the operating system lets go of, even after kill -9.
import { DatabaseSync } from "node:sqlite"
import { fault } from "./fault.ts"
import { isBusy } from "./sqlite-errors.ts"

/**
 * Holds `file` (a tiny SQLite database) exclusively until the returned function is called or the process ends.
 * Throws one clear line when another process, or another ledger of this one, holds it.
 */
export function lockDirectory(dataDir: string, file: string): () => void {
  const lock = new DatabaseSync(file, { timeout: 0 })
  try {
    // A lock of its own file, not of the database: people may still read the database with other tools.
    lock.exec("begin exclusive")
  } catch (error) {
    lock.close()
    if (!isBusy(error)) throw error
    throw fault(
      `Another AgentPay is running on the data directory ${dataDir}: stop it, or set DATA_DIR to another directory`,
    )
  }
  return () => lock.close()
}
