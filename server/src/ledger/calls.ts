// Reading calls: one stream, the newest streams, and who is on a line.
import type { Fact } from "@agentpay/core"
import type { SelectQueryBuilder } from "kysely"
import type { Engine } from "./engine.ts"
import type { Stream, WaitingCall } from "./ledger.ts"
import { fromJson, type Tables } from "./tables.ts"

/** See `Ledger.load`. */
export async function load({ db }: Engine, callSid: string): Promise<Stream> {
  const rows = await db
    .selectFrom("facts")
    .select(["call_sid", "version", "fact"])
    .where("call_sid", "=", callSid)
    .orderBy("version")
    .execute()
  return streamsOf(rows)[0] ?? { callSid, version: 0, facts: [] }
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
  return streamsOf(rows)
}

/** Rows of facts, sorted by call and version, as streams in the same order. */
export function streamsOf(
  rows: readonly { call_sid: string; version: number; fact: Fact | string }[],
): Stream[] {
  const found = new Map<string, Stream>()
  for (const { call_sid, version, fact } of rows) {
    const stream = found.get(call_sid) ?? { callSid: call_sid, version, facts: [] }
    stream.version = version
    stream.facts.push(fromJson(fact))
    found.set(call_sid, stream)
  }
  return [...found.values()]
}

/** See `Ledger.waitingCalls`. */
export async function waitingCalls({ db }: Engine): Promise<WaitingCall[]> {
  const rows = await db
    .selectFrom("calls")
    .select(["call_sid", "rang_at"])
    .where("waiting", "=", 1)
    .orderBy("rang_at")
    .orderBy("call_sid")
    .execute()
  return rows.map(({ call_sid, rang_at }) => ({ callSid: call_sid, rangAt: rang_at }))
}
