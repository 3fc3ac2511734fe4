// Each start of the program stands in the audit log: with which settings, and which of them were others before.
import type { AuditDetail, RecordAudit } from "@agentpay/core"
import type { AuditStore } from "./ledger/audit-log.ts"

/** @param given settings by name, without secrets */
export async function recordStart(
  store: Pick<AuditStore, "page">,
  record: RecordAudit,
  given: Record<string, string>,
): Promise<void> {
  const before = (await store.page({ action: "started", limit: 1 }))?.rows[0]?.detail ?? given
  const detail: AuditDetail = {}
  for (const name of Object.keys({ ...before, ...given }))
    if (before[name] !== given[name])
      detail[name] = `${before[name] ?? "not set"} → ${given[name] ?? "not set"}`
  if (Object.keys(detail).length > 0) await record({ action: "settings-changed", detail })
  await record({ action: "started", detail: given })
}
