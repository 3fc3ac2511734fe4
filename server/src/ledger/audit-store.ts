// Joins the audit log's parts on one engine.
import { appendAudit } from "./audit-chain.ts"
import type { AuditStore } from "./audit-log.ts"
import type { Engine } from "./engine.ts"

/** @param guard turns whatever an engine throws into a Fault */
export function openAuditStore(
  engine: Engine,
  guard: <T>(what: string, work: () => Promise<T>) => Promise<T>,
): AuditStore {
  return {
    append: (entries) => guard("write to the audit log", () => appendAudit(engine, entries)),
  }
}
