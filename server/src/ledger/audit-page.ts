// Reading the audit log by keys: a page costs the same wherever it lies, because each filter has an index in the order of the list.
import type { AuditAction, AuditDetail, AuditFilter, AuditPage, AuditResult } from "@agentpay/core"
import { sql } from "kysely"
import type { Engine } from "./engine.ts"

/** See `AuditStore.page`. */
export async function auditPage(
  { db }: Engine,
  ask: AuditFilter & { after?: string | undefined; limit: number },
): Promise<AuditPage | null> {
  const { who, action, result, subject, from, to, after, limit } = ask
  const place = /^(\d{1,15})\.(\d{1,15})$/.exec(after ?? "")
  if (after !== undefined && !place) return null
  let query = db.selectFrom("audit").selectAll()
  if (who !== undefined) query = query.where("who", "=", who)
  if (action !== undefined) query = query.where("action", "=", action)
  if (result !== undefined) query = query.where("result", "=", result)
  if (subject !== undefined) query = query.where("subject", "=", subject)
  if (from !== undefined) query = query.where("at", ">=", from)
  if (to !== undefined) query = query.where("at", "<", to)
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
  return { rows, next: found.length > limit && last ? `${last.at}.${last.seq}` : null }
}
