// The door to the audit log: what happened is recorded here, and no payment waits long for it or fails by it.
import { randomUUID } from "node:crypto"
import { setTimeout as wait } from "node:timers/promises"
import {
  type AuditDetail,
  type AuditEntry,
  type AuditNote,
  type RecordAudit,
  scrubText,
} from "@agentpay/core"
import type { Ledger } from "./ledger/ledger.ts"

export interface Audit {
  record: RecordAudit
  /** Entries that are not written yet. */
  waiting(): number
  /** Tries once more to write what waits, then stops. */
  close(): Promise<void>
}

const MOST_A_COMMIT = 256
/** About 20 MB. More is only counted: an entry says afterwards how many are missing. */
const MOST_WAITING = 20_000
/** Whoever is answered waits this long for the row at most, milliseconds. */
const WAIT_MS = 1_000
const AFTER_FAULT_MS = 1_000

export interface AuditParts {
  store: Pick<Ledger["audit"], "append">
  /** Told once when the log cannot be written, and once more for each entry that has to be dropped. */
  failed(error: unknown, what: string): void
}

interface Waiting {
  entry: AuditEntry & { id: string }
  written: () => void
}

export function createAudit({ store, failed }: AuditParts): Audit {
  let waiting: Waiting[] = []
  let dropped = 0
  let running: Promise<void> | null = null
  let closing = false

  function push(note: AuditNote, written = () => {}): void {
    waiting.push({ entry: { ...scrubbed(note), id: randomUUID() }, written })
  }

  async function writeBatch(): Promise<void> {
    const batch = waiting.slice(0, MOST_A_COMMIT)
    await store.append(batch.map(({ entry }) => entry))
    waiting = waiting.slice(batch.length)
    for (const { written } of batch) written()
    if (dropped > 0) push({ action: "audit-interrupted", result: "failed", detail: { missing: dropped } })
    dropped = 0
  }

  async function run(): Promise<void> {
    let away = false
    while (waiting.length > 0) {
      try {
        await writeBatch()
        away = false
      } catch (error) {
        if (!away) failed(error, "write the audit log; it is tried again")
        away = true
        if (closing) break
        await wait(AFTER_FAULT_MS)
      }
    }
    running = null
  }

  function record(note: AuditNote): Promise<void> {
    if (waiting.length >= MOST_WAITING) {
      if (dropped++ === 0) failed(null, "keep more entries for the audit log; they are counted only")
      return Promise.resolve()
    }
    const written = new Promise<void>((resolve) => push(note, resolve))
    running ??= run()
    const enough = new AbortController()
    const late = wait(WAIT_MS, undefined, { signal: enough.signal }).catch(() => {})
    return Promise.race([written, late]).finally(() => enough.abort())
  }

  return {
    record,
    waiting: () => waiting.length,
    async close() {
      closing = true
      await running
      if (waiting.length > 0) failed(null, `write the last ${waiting.length} entries of the audit log`)
    },
  }
}

/** Names, identifiers and whatever else may come from a browser: none may hold a card number (R7). */
function scrubbed({ at, who, action, subject, address, result, detail }: AuditNote): AuditEntry {
  const clean = <T>(value: T) => (typeof value === "string" ? scrubText(value) : value)
  const details: AuditDetail = {}
  for (const [name, value] of Object.entries(detail ?? {})) details[name] = clean(value)
  return {
    at: at ?? Date.now(),
    who: who ?? null,
    action,
    subject: clean(subject ?? null),
    address: address ?? null,
    result: result ?? "done",
    detail: details,
  }
}
