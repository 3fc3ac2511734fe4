// How much waits: for metrics, so it must stay cheap whatever the size of the tables.
import { sql } from "kysely"
import type { Engine } from "./engine.ts"
import type { Depths } from "./ledger.ts"

/** See `Ledger.depths`. Each count walks a partial index that holds little more than what it counts. */
export async function depths({ db }: Engine, now: number): Promise<Omit<Depths, "appendsWaiting">> {
  const { rows } = await sql<Omit<Depths, "appendsWaiting">>`select
    (select count(*) from effects where settled_at is null and due_at <= ${now}) as "effectsDue",
    (select count(*) from effects where settled_at is null) as "effectsWaiting",
    (select count(*) from calls where ended_at is null and agent_id is not null) as "liveCalls",
    (select count(*) from calls where waiting = 1) as "callersWaiting",
    (select count(*) from calls where unsettled = 1) as "unsettledCalls"`.execute(db)
  return rows[0] ?? { effectsDue: 0, effectsWaiting: 0, liveCalls: 0, callersWaiting: 0, unsettledCalls: 0 }
}
