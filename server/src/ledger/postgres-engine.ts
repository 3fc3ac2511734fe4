// PostgreSQL through a pg pool that outlives restarts of the server behind it.
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from "kysely"
import pg from "pg"
import type { Engine, Write } from "./engine.ts"
import { fault } from "./fault.ts"
import type { AppendResult } from "./ledger.ts"
import { listenOnPostgres, SAID_CHANNEL } from "./postgres-listen.ts"
import { writeOnPostgres } from "./postgres-write.ts"
import type { Tables } from "./tables.ts"

/** How long a query waits for a connection before it fails, in ms. */
const CONNECT_TIMEOUT_MS = 5_000
/** How long a statement may take before its connection counts as dead, in ms: all of ours take a few. */
const ANSWER_WITHIN_MS = 5_000
const BIGINT_OID = 20

/** What is said to other processes at one moment; more is dropped, see `Ledger.say`. */
const MOST_SAYING = 20

/** Connects to `databaseUrl`; `prepare` (the migrations) runs before the engine is handed out. */
export async function openPostgres(
  databaseUrl: string,
  prepare: (db: Kysely<Tables>) => Promise<void>,
): Promise<Engine> {
  // Migrations may take as long as they need; everything else answers in time or fails.
  await withPool(makePool(databaseUrl, {}), prepare)
  const { pool, config } = makePool(databaseUrl, { query_timeout: ANSWER_WITHIN_MS })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: letGoOfStuck(pool) }) })
  const closing = new AbortController()
  let listening = Promise.resolve()
  let saying = 0
  return {
    type: "postgres",
    db,
    write: (writes, now) => write(pool, writes, now),
    isOneMembersFault: (error) => /^(22|23|40)/.test(sqlState(error)),
    listen(listener) {
      listening = listenOnPostgres(config, listener, closing.signal)
    },
    say(text) {
      if (saying >= MOST_SAYING) return
      saying++
      pool
        .query("select pg_notify($1, $2)", [SAID_CHANNEL, text])
        .catch(() => {})
        .finally(() => saying--)
    },
    async close() {
      closing.abort()
      await listening
      await db.destroy()
    },
  }
}

async function withPool({ pool, place }: Pool, prepare: (db: Kysely<Tables>) => Promise<void>) {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    await pool.query("select 1").catch((error) => {
      throw fault(`PostgreSQL at ${place} cannot be used, check DATABASE_URL`, error)
    })
    await prepare(db)
  } finally {
    await db.destroy()
  }
}

/** A connection on which a query got no answer is still waiting for it: given back as it is, it would block the next. */
function letGoOfStuck(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect()
      let failed: Error | undefined
      const query = (text: string, values: unknown[]) =>
        client.query(text, values).catch((error) => {
          if (!(error instanceof pg.DatabaseError)) failed = error
          throw error
        })
      return { query, release: () => client.release(failed) } as unknown as PostgresPoolClient
    },
  }
}

async function write(pool: pg.Pool, writes: readonly Write[], now: number): Promise<AppendResult[]> {
  try {
    return await writeOnPostgres(pool, writes, now)
  } catch (error) {
    if (writes.length > 1) throw error
    // A call that is handed to an agent who is on another one: only an update says so by failing.
    if (sqlState(error) === "23505" && isAgentIndex(error)) return ["agent-busy"]
    // Deadlock with another node, or a database set to a stricter isolation: undone, so load and decide again.
    if (sqlState(error).startsWith("40")) return ["clash"]
    throw error
  }
}

interface Pool {
  pool: pg.Pool
  config: pg.ClientConfig
  /** For messages, without the password. */
  place: string
}

export function makePool(databaseUrl: string, limits: { query_timeout?: number }): Pool {
  try {
    const { host, port, database } = new pg.Client(databaseUrl)
    const config: pg.ClientConfig = {
      connectionString: databaseUrl,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      application_name: "agentpay",
      types: { getTypeParser: numbersForBigints },
      ...limits,
    }
    const pool = new pg.Pool(config)
    // A connection may break at any time, idle or in somebody's hands; an 'error' without a listener ends the
    // process. Whoever is using it learns of it from their query, and the pool throws broken ones away.
    pool.on("error", () => {})
    pool.on("connect", (client) => client.on("error", () => {}))
    return { pool, config, place: `${host}:${port}/${database}` }
  } catch {
    // The parser's own error may hold the URL with its password: not even as a cause.
    throw fault("DATABASE_URL is not a PostgreSQL URL: postgres://user:password@host:5432/database")
  }
}

/** Times in ms and counts stay far below 2^53; pg would hand out strings. */
const numbersForBigints: typeof pg.types.getTypeParser = (oid: number, format?: "text" | "binary") =>
  oid === BIGINT_OID ? Number : pg.types.getTypeParser(oid, format)

/** The five characters of https://www.postgresql.org/docs/current/errcodes-appendix.html, or "". */
function sqlState(error: unknown): string {
  return error instanceof pg.DatabaseError ? (error.code ?? "") : ""
}

function isAgentIndex(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.constraint === "calls_one_live_call_an_agent"
}
