// What was committed since somebody last looked, by whichever process.
import type { Fact } from "@agentpay/core"
import { type Kysely, sql } from "kysely"
import type { Engine } from "./engine.ts"
import type { News, NewsSince } from "./ledger.ts"
import { fromJson, type Tables } from "./tables.ts"

/** More than this at once is not told but fetched anew by the screens: memory stays bounded. */
const MOST_FACTS = 5_000

/**
 * See `Ledger.newsSince`. Positions are given out before the commit, so with several writers a lower one may become
 * visible after a higher one, and "position > last" would miss it for ever. On PostgreSQL the cursor is therefore a
 * snapshot, and news is what this statement's snapshot sees and the cursor's does not: each fact exactly once, in no
 * case before its commit, and no waiting for anybody's open transaction. Within a stream the order is right, since
 * version n + 1 can only be written once n is committed. SQLite has one writer, so there the position will do.
 */
export async function newsSince({ db, type }: Engine, cursor: string | null): Promise<NewsSince> {
  const postgres = type === "postgres"
  const now = postgres
    ? sql`pg_current_snapshot()::text`
    : sql`cast((select coalesce(max(position), 0) from facts) as text)`
  if (cursor === null) {
    const { rows } = await sql<{ cursor: string }>`select ${now} as cursor`.execute(db)
    return { cursor: rows[0]?.cursor ?? "", news: [] }
  }
  const isNew = postgres
    ? sql`f.xid >= pg_snapshot_xmin(${cursor}::pg_snapshot)
        and not pg_visible_in_snapshot(f.xid, ${cursor}::pg_snapshot)`
    : sql`f.position > cast(${cursor} as integer)`
  const { rows } = await sql<Row>`
    select n.cursor, f.call_sid, f.version, f.fact, f.agent_id
    from (select ${now} as cursor) n left join (
      select f.position, f.call_sid, f.version, f.fact, c.agent_id
      from facts f join calls c on c.call_sid = f.call_sid
      where ${isNew} limit ${MOST_FACTS + 1}
    ) f on true
    order by f.call_sid, f.version`.execute(db)
  return { cursor: rows[0]?.cursor ?? cursor, news: rows.length > MOST_FACTS ? "too-many" : byCall(rows) }
}

interface Row {
  cursor: string
  /** Null in the one row that stands for no news. */
  call_sid: string | null
  version: number
  fact: Fact | string
  agent_id: string | null
}

function byCall(rows: readonly Row[]): News[] {
  const found = new Map<string, News>()
  for (const { call_sid, version, fact, agent_id } of rows) {
    if (call_sid === null) continue
    const news = found.get(call_sid) ?? {
      callSid: call_sid,
      after: version - 1,
      facts: [],
      agentId: agent_id,
    }
    news.facts.push(fromJson(fact))
    found.set(call_sid, news)
  }
  return [...found.values()]
}

/**
 * Restored from a dump into another cluster, facts may name transactions that are still to come there, and would be
 * news for ever. What a snapshot sees although it has not begun was restored.
 */
export async function forgetForeignTransactions(db: Kysely<Tables>): Promise<void> {
  await sql`update facts set xid = '0' where xid >= pg_snapshot_xmax(pg_current_snapshot())`.execute(db)
}
