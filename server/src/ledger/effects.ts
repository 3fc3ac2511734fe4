// Effects waiting to be performed: taking them under a lease, giving them back, knowing when to look again.
import { sql } from "kysely"
import type { Engine } from "./engine.ts"
import type { DueEffect } from "./ledger.ts"
import { fromJson } from "./tables.ts"

/**
 * See `Ledger.takeDueEffects`. Those of one call are performed in order, on several processes too: an effect stays
 * while an earlier one of its call is in another process's hands, or is just being taken by it: then it is due in our
 * snapshot and yet not among those that we could lock.
 */
export async function takeDueEffects(
  { db, type }: Engine,
  me: string,
  { now, leaseMs, limit }: { now: number; leaseMs: number; limit: number },
): Promise<DueEffect[]> {
  const taken = await db
    .with("due", (cte) =>
      cte
        .selectFrom("effects")
        .select(["seq", "call_sid"])
        .where("settled_at", "is", null)
        .where("due_at", "<=", now)
        // The plus keeps a planner from walking all effects ever stored in the order of seq: few are due at a time.
        .orderBy(sql`+seq`)
        .limit(limit)
        // Two takers at once share the work: each passes over what the other is just taking, nobody waits.
        .$if(type === "postgres", (query) => query.forUpdate().skipLocked()),
    )
    .with("ahead", (cte) =>
      cte
        .selectFrom("effects")
        .select((e) => ["call_sid", e.fn.min("seq").as("seq")])
        .where("settled_at", "is", null)
        .where("call_sid", "in", (e) => e.selectFrom("due").select("due.call_sid"))
        // A look into the gateway's record orders nothing, and may take long.
        .where(sql`effect ->> 'kind'`, "<>", "LookUpOutcome")
        .where(
          sql<boolean>`case when due_at <= ${now} then seq not in (select seq from due) else taken_by <> ${me} end`,
        )
        .groupBy("call_sid"),
    )
    .updateTable("effects")
    .set((e) => ({ due_at: now + leaseMs, attempts: e("attempts", "+", 1), taken_by: me }))
    .where("seq", "in", (e) =>
      e
        .selectFrom("due")
        .leftJoin("ahead", "ahead.call_sid", "due.call_sid")
        .select("due.seq")
        .where((or) => or.or([or("ahead.seq", "is", null), or("due.seq", "<", or.ref("ahead.seq"))])),
    )
    .returning(["seq", "id", "call_sid", "effect", "attempts"])
    .execute()
  // RETURNING promises no order.
  taken.sort((a, b) => a.seq - b.seq)
  return taken.map(({ id, call_sid, effect, attempts }) => ({
    id,
    callSid: call_sid,
    effect: fromJson(effect),
    attempts,
  }))
}

/** See `Ledger.postponeEffect`. A settled effect stays settled. */
export async function postponeEffect({ db }: Engine, id: string, dueAt: number): Promise<void> {
  await db
    .updateTable("effects")
    .set({ due_at: dueAt, taken_by: null })
    .where("id", "=", id)
    .where("settled_at", "is", null)
    .execute()
}

/** See `Ledger.nextEffectAt`. Epoch ms. */
export async function nextEffectAt({ db }: Engine): Promise<number | null> {
  const row = await db
    .selectFrom("effects")
    .where("settled_at", "is", null)
    .select((e) => e.fn.min("due_at").as("at"))
    .executeTakeFirst()
  return row?.at ?? null
}
