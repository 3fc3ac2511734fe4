// What tells whether an agent can take a call: screens, the choice made by hand, calls live, ended and missed.
import type { AgentLine, AwayReason, CallOutcome } from "@agentpay/core"
import { sql } from "kysely"
import type { Engine } from "./engine.ts"
import { DEAD_AFTER_MS, KEEPS_PLACE_MS } from "./presence.ts"

interface Row {
  agent_id: string
  there_since: number | null
  connected: number | null
  seen_at: number | null
  away: AwayReason | null
  chosen_at: number | null
  call_sid: string | null
  offered_at: number
  answered_at: number | null
  last_ended_at: number | null
  last_answered_at: number | null
  missed_at: number | null
  missed_outcome: CallOutcome | null
}

/**
 * See `Ledger.agentLines`. One statement, so that nobody is seen between two calls. It steps from agent to agent along
 * an index: asked at every ring, it must not read every call.
 */
export async function agentLines({ db }: Engine, now: number): Promise<AgentLine[]> {
  const { rows } = await sql<Row>`
    with recursive called (agent_id) as (
      select min(agent_id) from calls
      union all
      select (select min(c.agent_id) from calls c where c.agent_id > a.agent_id)
      from called a where a.agent_id is not null
    ), seen as (
      select p.user_id,
        min(case when coalesce(p.left_at, h.beat_at) > ${now - KEEPS_PLACE_MS} then p.since end) as there_since,
        max(case when p.left_at is null and h.beat_at > ${now - DEAD_AFTER_MS} then 1 else 0 end) as connected,
        max(coalesce(p.left_at, h.beat_at)) as seen_at
      from presence p join processes h on h.id = p.process_id group by p.user_id
    ), agents as (
      select agent_id from called where agent_id is not null
      union select user_id from seen
      union select user_id from agent_choices
    )
    select a.agent_id, s.there_since, s.connected, s.seen_at, m.away, m.chosen_at,
      l.call_sid, coalesce(l.offered_at, l.rang_at) as offered_at, l.answered_at,
      (select max(c.ended_at) from calls c where c.agent_id = a.agent_id) as last_ended_at,
      (select c.answered_at from calls c where c.agent_id = a.agent_id and c.ended_at is not null
        order by c.ended_at desc limit 1) as last_answered_at,
      (select max(x.missed_at) from missed_calls x where x.agent_id = a.agent_id) as missed_at,
      (select x.outcome from missed_calls x where x.agent_id = a.agent_id
        order by x.missed_at desc limit 1) as missed_outcome
    from agents a
    left join seen s on s.user_id = a.agent_id
    left join agent_choices m on m.user_id = a.agent_id
    left join calls l on l.agent_id = a.agent_id and l.ended_at is null
    order by a.agent_id`.execute(db)
  return rows.map((row) => ({
    agentId: row.agent_id,
    thereSince: row.there_since,
    connected: row.connected === 1,
    seenAt: row.seen_at,
    choice: row.chosen_at === null ? null : { away: row.away, at: row.chosen_at },
    missed:
      row.missed_at === null || !row.missed_outcome
        ? null
        : { outcome: row.missed_outcome, at: row.missed_at },
    call:
      row.call_sid === null
        ? null
        : { callSid: row.call_sid, offeredAt: row.offered_at, answeredAt: row.answered_at },
    lastEnded:
      row.last_ended_at === null ? null : { at: row.last_ended_at, answered: row.last_answered_at !== null },
  }))
}
