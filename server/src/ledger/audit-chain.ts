// The chain of the audit log: each row carries the hash of the one before it, so that no row can change, go or move unseen.
import { createHash } from "node:crypto"
import type { Selectable, Transaction } from "kysely"
import type { NewAudit } from "./audit-log.ts"
import type { Engine } from "./engine.ts"
import type { AuditRecord, Tables } from "./tables.ts"

export type AuditChain = Selectable<Tables["audit_chain"]>

/** Over every column and the hash before it: SHA-256, hexadecimal. */
export function linkHash(row: Omit<AuditRecord, "hash">): string {
  const { seq, id, at, who, action, subject, address, result, detail, previous } = row
  const text = JSON.stringify([previous, seq, id, at, who, action, subject, address, result, detail])
  return createHash("sha256").update(text).digest("hex")
}

/** The chain's ends, locked until the transaction ends: of several processes one at a time lengthens or shortens it. */
export function lockChain(trx: Transaction<Tables>, type: Engine["type"]): Promise<AuditChain> {
  return trx
    .selectFrom("audit_chain")
    .selectAll()
    .$if(type === "postgres", (query) => query.forUpdate())
    .executeTakeFirstOrThrow()
}

/** Adds the entries at the end of the chain that is locked. */
export async function lengthen(
  trx: Transaction<Tables>,
  chain: AuditChain,
  entries: readonly NewAudit[],
): Promise<void> {
  const rows: AuditRecord[] = []
  let [seq, previous] = [chain.head_seq, chain.head_hash]
  for (const { detail, ...entry } of entries) {
    const row = { ...entry, seq: ++seq, detail: JSON.stringify(detail), previous }
    previous = linkHash(row)
    rows.push({ ...row, hash: previous })
  }
  if (rows.length === 0) return
  await trx.insertInto("audit").values(rows).execute()
  await trx.updateTable("audit_chain").set({ head_seq: seq, head_hash: previous }).execute()
}

/** See `AuditStore.append`. */
export async function appendAudit({ db, type }: Engine, entries: readonly NewAudit[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const chain = await lockChain(trx, type)
    const ids = entries.map(({ id }) => id)
    const there = await trx.selectFrom("audit").select("id").where("id", "in", ids).execute()
    const written = new Set(there.map(({ id }) => id))
    await lengthen(
      trx,
      chain,
      entries.filter(({ id }) => !written.has(id)),
    )
  })
}
