// Reading the audit log by keys: a page costs the same wherever it lies, because each filter has an index in the order of the list.
import type { AuditAction, AuditDetail, AuditQuery, AuditResult, AuditRow, ListPage } from "@agentpay/core"
import { sql } from "kysely"
import type { Engine } from "./engine.ts"

/** See `AuditStore.page`. */
export async function auditPage(
  { db }: Engine,
  ask: AuditQuery & { limit: number },
): Promise<ListPage<AuditRow> | null> {
  const { who, action, result, subject, address, from, until, after, limit } = ask
  const place = /^(\d{1,15})_(\d{1,15})$/.exec(after ?? "")
  if (after !== undefined && !place) return null
  let query = db.selectFrom("audit").selectAll()
  if (who !== undefined) query = query.where("who", "=", who)
  if (action !== undefined) query = query.where("action", "=", action)
  if (result !== undefined) query = query.where("result", "=", result)
  if (subject !== undefined) query = query.where("subject", "=", subject)
  if (address !== undefined) query = query.where("address", "=", address)
  if (from !== undefined) query = query.where("at", ">=", from)
  if (until !== undefined) query = query.where("at", "<", until)
  if (place) query = query.where(sql<boolean>`(at, seq) < (${Number(place[1])}, ${Number(place[2])})`)
  const found = await query
    .orderBy("at", "desc")
    .orderBy("seq", "desc")
    .limit(limit + 1)
    .execute()
  const rows = found.slice(0, limit).map(({ seq, at, who, action, subject, address, result, detail }) => ({
    seq,
    at,
    who,
    action: action as AuditAction,
    subject,
    address,
    result: result as AuditResult,
    detail: JSON.parse(detail) as AuditDetail,
  }))
  const last = rows.at(-1)
  return { rows, next: found.length > limit && last ? `${last.at}_${last.seq}` : null }
}
