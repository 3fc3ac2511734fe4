// Forgetting what is old: the oldest rows go, the hash of the last of them stays, and a row says that it was done.
import { randomUUID } from "node:crypto"
import { lengthen, lockChain } from "./audit-chain.ts"
import type { Engine } from "./engine.ts"
import { portions } from "./portions.ts"

/** So many at once that a statement stays far below what a connection waits. */
const MOST_AT_ONCE = 5_000

/** See `AuditStore.prune`. */
export function pruneAudit(engine: Engine, before: number): Promise<number> {
  return portions(MOST_AT_ONCE, () => pruneSome(engine, before))
}

/** Never a row between two that stay: times of several processes are only nearly in the order of the chain. */
function pruneSome({ db, type }: Engine, before: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const chain = await lockChain(trx, type)
    const oldest = await trx
      .selectFrom("audit")
      .select(["seq", "at", "hash"])
      .orderBy("seq")
      .limit(MOST_AT_ONCE)
      .execute()
    const stays = oldest.findIndex(({ at }) => at >= before)
    const count = stays === -1 ? oldest.length : stays
    const last = oldest[count - 1]
    if (!last) return 0
    await trx.deleteFrom("audit").where("seq", "<=", last.seq).execute()
    await trx.updateTable("audit_chain").set({ pruned_seq: last.seq, pruned_hash: last.hash }).execute()
    const nobody = { who: null, subject: null, address: null, result: "done" } as const
    const detail = { rows: count, upTo: last.seq }
    await lengthen(trx, chain, [
      { id: randomUUID(), at: Date.now(), action: "audit-pruned", ...nobody, detail },
    ])
    return count
  })
}
