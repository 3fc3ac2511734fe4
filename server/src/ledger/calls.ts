// Reading calls: one stream, the newest streams, and who is on a line.
import type { Fact } from "@agentpay/core"
import { type SelectQueryBuilder, sql } from "kysely"
import type { Engine } from "./engine.ts"
import type { AgentLine, Stream } from "./ledger.ts"
import { fromJson, type Tables } from "./tables.ts"

/** See `Ledger.load`. */
export async function load({ db }: Engine, callSid: string): Promise<Stream> {
  const rows = await db
    .selectFrom("facts")
    .select(["call_sid", "version", "fact"])
    .where("call_sid", "=", callSid)
    .orderBy("version")
    .execute()
  return streams(rows)[0] ?? { callSid, version: 0, facts: [] }
}

/** More than anybody will work through at once. */
const MOST_UNSETTLED = 500
/** More than one installation has on the phone at once; a bound against a table of calls that nobody ended. */
const MOST_LIVE = 2_000

/** See `Ledger.recentCalls`. One statement, so that a stream is never seen half old and half new. */
export async function recentCalls(
  { db }: Engine,
  { agentId, limit }: { agentId?: string; limit: number },
): Promise<Stream[]> {
  const ofAgent = (calls: SelectQueryBuilder<Tables, "calls", object>) => {
    const newest = calls
      .select(["call_sid", "rang_at"])
      .orderBy("rang_at", "desc")
      .orderBy("call_sid", "desc")
    return agentId === undefined ? newest : newest.where("agent_id", "=", agentId)
  }
  const rows = await db
    .with("newest", (cte) => ofAgent(cte.selectFrom("calls")).limit(limit))
    .with("unsettled", (cte) =>
      ofAgent(cte.selectFrom("calls").where("unsettled", "=", 1)).limit(MOST_UNSETTLED),
    )
    .with("live", (cte) => ofAgent(cte.selectFrom("calls").where("ended_at", "is", null)).limit(MOST_LIVE))
    .with("wanted", (cte) =>
      cte
        .selectFrom("newest")
        .selectAll()
        .union(cte.selectFrom("live").selectAll())
        .union(cte.selectFrom("unsettled").selectAll()),
    )
    .selectFrom("wanted")
    .innerJoin("facts", "facts.call_sid", "wanted.call_sid")
    .select(["facts.call_sid", "facts.version", "facts.fact"])
    .orderBy("wanted.rang_at", "desc")
    .orderBy("wanted.call_sid", "desc")
    .orderBy("facts.version")
    .execute()
  return streams(rows)
}

function streams(rows: readonly { call_sid: string; version: number; fact: Fact | string }[]): Stream[] {
  const found = new Map<string, Stream>()
  for (const { call_sid, version, fact } of rows) {
    const stream = found.get(call_sid) ?? { callSid: call_sid, version, facts: [] }
    stream.version = version
    stream.facts.push(fromJson(fact))
    found.set(call_sid, stream)
  }
  return [...found.values()]
}

/** See `Ledger.agentLines`. Steps from agent to agent along an index: asked at every ring, it must not read every call. */
export async function agentLines({ db }: Engine): Promise<AgentLine[]> {
  const { rows } = await sql<{ agent_id: string; live: number; last_ended_at: number | null }>`
    with recursive agents (agent_id) as (
      select min(agent_id) from calls
      union all
      select (select min(c.agent_id) from calls c where c.agent_id > a.agent_id)
      from agents a where a.agent_id is not null
    )
    select a.agent_id,
      (select count(*) from calls c where c.agent_id = a.agent_id and c.ended_at is null) as live,
      (select max(c.ended_at) from calls c where c.agent_id = a.agent_id) as last_ended_at
    from agents a where a.agent_id is not null
    order by a.agent_id`.execute(db)
  return rows.map(({ agent_id, live, last_ended_at }) => ({
    agentId: agent_id,
    onCall: live > 0,
    lastEndedAt: last_ended_at,
  }))
}
