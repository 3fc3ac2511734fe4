// What one storage engine has to offer so that the rest of the ledger is the same text for both.
import type { CallRow, MissedCall, PaymentRow } from "@agentpay/core"
import type { Kysely } from "kysely"
import type { AppendResult, Listener } from "./ledger.ts"
import type { Tables } from "./tables.ts"

/** An append made ready for storage: facts and effects are JSON text already, so that no batch can fail on one of them. */
export interface Write {
  /** Null: no stream is touched and no version asked for; only `settles` counts. */
  callSid: string | null
  expected: number
  facts: readonly string[]
  effects: readonly { id: string; effect: string; dueAt: number }[]
  settles: string | null
  row: CallRow | null
  payments: readonly PaymentRow[]
  missed: readonly MissedCall[]
}

export interface Engine {
  type: "sqlite" | "postgres"
  db: Kysely<Tables>
  /** All writes in one transaction, at most one a stream; the results stand in the order of the writes. `now`: epoch ms. */
  write(writes: readonly Write[], now: number): Promise<AppendResult[]>
  /** Tells what other processes have committed and said, until closed. */
  listen(listener: Listener): void
  /** See `Ledger.say`. */
  say(text: string): void
  /** True when the error undid the whole batch for certain and may be the fault of one member only. */
  isOneMembersFault(error: unknown): boolean
  /** Waits for what runs, then lets go of files and connections. */
  close(): Promise<void>
}
