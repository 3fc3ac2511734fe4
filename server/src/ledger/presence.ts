// Which processes live and whose screens they hold: routing asks, and a dead process's effects are given back.
import type { AwayReason } from "@agentpay/core"
import { sql } from "kysely"
import type { Engine } from "./engine.ts"

/** A process that has not been heard of for this long, in ms, is taken for dead. Clocks may differ by a second or two. */
export const DEAD_AFTER_MS = 10_000
/** Whoever comes back within this time, in ms, has not been away: a reload or a restart does not cost the place in the queue. */
export const KEEPS_PLACE_MS = 15_000
const FORGOTTEN_AFTER_MS = 3_600_000

/** See `Ledger.beat`. */
export async function beat(
  engine: Engine,
  me: string,
  { now, present, sweep }: { now: number; present: readonly string[]; sweep: boolean },
): Promise<number> {
  const { db, type } = engine
  await sql`insert into processes (id, beat_at) values (${me}, ${now})
    on conflict (id) do update set beat_at = excluded.beat_at`.execute(db)
  const mine = db.selectFrom("presence").where("process_id", "=", me).where("left_at", "is", null)
  const known = new Set((await mine.select("user_id").execute()).map(({ user_id }) => user_id))
  for (const userId of present) if (!known.delete(userId)) await arrive(engine, me, userId, now)
  if (known.size > 0)
    await db
      .updateTable("presence")
      .set({ left_at: now })
      .where("process_id", "=", me)
      .where("user_id", "in", [...known])
      .execute()
  // The embedded store has one process at a time: all others are dead.
  if (type === "sqlite") return buryDead(engine, me, now)
  return sweep ? buryDead(engine, me, now - DEAD_AFTER_MS) : 0
}

async function arrive({ db }: Engine, me: string, userId: string, now: number): Promise<void> {
  await sql`
    insert into presence (user_id, process_id, since, left_at)
    values (${userId}, ${me}, coalesce((
      select min(p.since) from presence p join processes h on h.id = p.process_id
      where p.user_id = ${userId} and coalesce(p.left_at, h.beat_at) > ${now - KEEPS_PLACE_MS}
    ), ${now}), null)
    on conflict (user_id, process_id) do update set since = excluded.since, left_at = null`.execute(db)
}

/** Effects that were taken by processes last heard of before `deadline` are due again at once. */
async function buryDead({ db }: Engine, me: string, deadline: number): Promise<number> {
  const lastHeard = (before: number) =>
    db.selectFrom("processes").select("id").where("beat_at", "<", before).where("id", "!=", me)
  const { numUpdatedRows } = await db
    .updateTable("effects")
    .set({ due_at: 0, taken_by: null })
    .where("settled_at", "is", null)
    .where("taken_by", "in", lastHeard(deadline))
    .executeTakeFirst()
  const forgotten = deadline - FORGOTTEN_AFTER_MS
  await db.deleteFrom("presence").where("process_id", "in", lastHeard(forgotten)).execute()
  await db.deleteFrom("processes").where("id", "in", lastHeard(forgotten)).execute()
  return Number(numUpdatedRows)
}

/** See `Ledger.chooseAway`. */
export async function chooseAway(
  { db }: Engine,
  userId: string,
  away: AwayReason | null,
  at: number,
): Promise<void> {
  await db
    .insertInto("agent_choices")
    .values({ user_id: userId, away, chosen_at: at })
    .onConflict((conflict) => conflict.column("user_id").doUpdateSet({ away, chosen_at: at }))
    .execute()
}
