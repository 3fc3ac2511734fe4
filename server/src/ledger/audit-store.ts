// Joins the audit log's parts on one engine.
import { appendAudit } from "./audit-chain.ts"
import type { AuditStore } from "./audit-log.ts"
import { auditPage } from "./audit-page.ts"
import { pruneAudit } from "./audit-prune.ts"
import type { Engine } from "./engine.ts"

/** @param guard turns whatever an engine throws into a Fault */
export function openAuditStore(
  engine: Engine,
  guard: <T>(what: string, work: () => Promise<T>) => Promise<T>,
): AuditStore {
  return {
    append: (entries) => guard("write to the audit log", () => appendAudit(engine, entries)),
    page: (ask) => guard("read the audit log", () => auditPage(engine, ask)),
    prune: (before) => guard("prune the audit log", () => pruneAudit(engine, before)),
  }
}
