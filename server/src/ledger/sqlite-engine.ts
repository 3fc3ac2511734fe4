// SQLite through Node's own node:sqlite: one file, one connection, every commit on disk.
import { accessSync, constants } from "node:fs"
import { join } from "node:path"
import { DatabaseSync, type SQLInputValue } from "node:sqlite"
import { Kysely, type SqliteDatabase, SqliteDialect } from "kysely"
import type { Engine } from "./engine.ts"
import { fault } from "./fault.ts"
import { lockDirectory } from "./lock-directory.ts"
import { makeDirectory } from "./make-directory.ts"
import { isConstraint, openingAdvice } from "./sqlite-errors.ts"
import { prepareSqliteWrite } from "./sqlite-write.ts"
import type { Tables } from "./tables.ts"

/** How long a statement waits for another tool that holds the file, in ms. The process stands still meanwhile. */
const BUSY_TIMEOUT_MS = 2_000

/** Opens `agentpay.db` in `dataDir`, both made when missing; `prepare` (the migrations) runs before statements are. */
export async function openSqlite(
  dataDir: string,
  prepare: (db: Kysely<Tables>) => Promise<void>,
): Promise<Engine> {
  const file = join(dataDir, "agentpay.db")
  let unlock: (() => void) | undefined
  let sqlite: DatabaseSync | undefined
  try {
    makeDirectory(dataDir)
    accessSync(dataDir, constants.W_OK | constants.X_OK)
    unlock = lockDirectory(dataDir, join(dataDir, "agentpay.lock"))
    sqlite = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true })
    sqlite.exec("pragma journal_mode = wal; pragma synchronous = full")
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: forKysely(sqlite) }) })
    await prepare(db)
    return engine(sqlite, db, unlock)
  } catch (error) {
    if (sqlite?.isOpen) sqlite.close()
    unlock?.()
    const advice = openingAdvice(error, dataDir, file)
    throw advice === null ? error : fault(advice, error)
  }
}

function engine(sqlite: DatabaseSync, db: Kysely<Tables>, unlock: () => void): Engine {
  const write = prepareSqliteWrite(sqlite)
  return {
    type: "sqlite",
    db,
    // There is one connection: taking it from Kysely keeps us out of a transaction that better-auth has open.
    write: (writes, now) => db.connection().execute(async () => write(writes, now)),
    // One process at a time: there are no others.
    listen: () => {},
    say: () => {},
    // A TypeError is a value that could not be bound; disk errors would hit every member again.
    isOneMembersFault: (error) => isConstraint(error) || error instanceof TypeError,
    async close() {
      await db.connection().execute(async () => sqlite.close())
      unlock()
    },
  }
}

/** node:sqlite in the shape of better-sqlite3, as far as Kysely asks for it. */
export function forKysely(sqlite: DatabaseSync): SqliteDatabase {
  const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[]
  return {
    close: () => sqlite.close(),
    prepare(sql) {
      const statement = sqlite.prepare(sql)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      }
    },
  }
}
