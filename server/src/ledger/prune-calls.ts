// Forgetting calls whose end lies long back, with all their facts and payments. What is not settled stays, however old.
import { sql } from "kysely"
import type { Engine } from "./engine.ts"
import { portions } from "./portions.ts"

/** So many at once that a statement stays far below what a connection waits. */
const MOST_AT_ONCE = 500
/** Any number but the ledger's other locks, the same in every AgentPay process. */
const PRUNING_LOCK = 7_295_004

/** Whatever belongs to a call; the call itself goes last. */
const tables = ["facts", "effects", "payments", "missed_calls", "calls"] as const

/** Calls that ended before `before` (epoch ms), unless another process is at it. @returns how many went */
export function pruneCalls(engine: Engine, before: number): Promise<number> {
  return portions(MOST_AT_ONCE, () => pruneSome(engine, before))
}

function pruneSome({ db, type }: Engine, before: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    if (type === "postgres") {
      const asked = sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${PRUNING_LOCK}) as mine`
      if (!(await asked.execute(trx)).rows[0]?.mine) return 0
    }
    const old = await trx
      .selectFrom("calls")
      .select("call_sid")
      .where("ended_at", "<", before)
      .where("unsettled", "=", 0)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("effects")
              .select("seq")
              .whereRef("effects.call_sid", "=", "calls.call_sid")
              .where("settled_at", "is", null),
          ),
        ),
      )
      .orderBy("ended_at")
      .limit(MOST_AT_ONCE)
      .execute()
    const sids = old.map(({ call_sid }) => call_sid)
    if (sids.length === 0) return 0
    for (const table of tables) await trx.deleteFrom(table).where("call_sid", "in", sids).execute()
    return sids.length
  })
}
