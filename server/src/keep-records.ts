// How long records are kept: once a day what is older goes, payment history and audit log alike.
import type { RecordAudit } from "@agentpay/core"
import type { Ledger } from "./ledger/ledger.ts"

const DAY_MS = 86_400_000

export interface KeepRecordsParts {
  ledger: Pick<Ledger, "pruneCalls" | "audit">
  record: RecordAudit
  /** 0: for ever. */
  retentionDays: number
  failed(error: unknown, what: string): void
}

/** Removes what is too old. Several processes may do it at the same time: each row goes once. */
export async function pruneRecords({ ledger, record, retentionDays }: KeepRecordsParts): Promise<void> {
  if (retentionDays === 0) return
  const before = Date.now() - retentionDays * DAY_MS
  const calls = await ledger.pruneCalls(before)
  if (calls > 0) await record({ action: "history-pruned", detail: { calls } })
  await ledger.audit.prune(before)
}

/** Prunes now and then once a day. @returns how to stop; resolves when nothing runs any more */
export function keepRecords(parts: KeepRecordsParts): () => Promise<void> {
  let running = Promise.resolve()
  function prune(): void {
    running = running.then(() =>
      pruneRecords(parts).catch((error) => parts.failed(error, "remove old records")),
    )
  }
  prune()
  const timer = setInterval(prune, DAY_MS)
  return async () => {
    clearInterval(timer)
    await running
  }
}
