// What may be asked of the audit log's storage. There is no way to change a row; pruning alone takes rows away, the oldest first.
import type { AuditEntry, AuditQuery, AuditRow, ListPage } from "@agentpay/core"

/** An entry under an id of its own, so that a second try after a lost answer writes nothing twice. */
export type NewAudit = AuditEntry & { id: string }

export interface AuditStore {
  /** At most a few hundred, in their order; resolves after the commit. Writing an id a second time does nothing. */
  append(entries: readonly NewAudit[]): Promise<void>
  /** Newest first. `after` is the `next` of the page before; one that cannot be read is no place to go on: null. */
  page(ask: AuditQuery & { limit: number }): Promise<ListPage<AuditRow> | null>
  /** Removes what is older than `before` (epoch ms), and says so in a row of its own. @returns how many rows went */
  prune(before: number): Promise<number>
}
