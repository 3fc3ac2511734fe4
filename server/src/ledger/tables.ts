// The tables as Kysely sees them; migrations.ts makes them.
import type { AwayReason, CallOutcome, Effect, Fact, Outcome } from "@agentpay/core"
import type { ColumnType, Generated } from "kysely"

/** Written as JSON text; PostgreSQL hands it back parsed, SQLite as text: read it through `fromJson`. */
type Json<T> = ColumnType<T | string, string, string>

export interface Tables {
  facts: { position: Generated<number>; call_sid: string; version: number; fact: Json<Fact> }
  calls: {
    call_sid: string
    version: number
    agent_id: string | null
    from_number: string
    to_number: string
    rang_at: number
    offered_at: number | null
    answered_at: number | null
    ended_at: number | null
    /** 1 or 0: SQLite has no booleans. */
    unsettled: number
    waiting: number
  }
  payments: {
    call_sid: string
    payment_id: string
    agent_id: string | null
    caller: string
    opened_at: number
    ended_at: number | null
    outcome: Outcome
    total_minor: number
    currency: string
    last_four: string | null
    brand: string | null
    reference: string | null
    note: string | null
    confirmation_code: string | null
    token: string | null
    reason: string | null
  }
  effects: {
    seq: Generated<number>
    id: string
    call_sid: string
    effect: Json<Effect>
    due_at: number
    attempts: number
    settled_at: number | null
    taken_by: string | null
  }
  processes: { id: string; beat_at: number }
  presence: { user_id: string; process_id: string; since: number; left_at: number | null }
  audit: AuditRecord
  /** One row: the newest link of the audit log, and the last one that was pruned. */
  audit_chain: { head_seq: number; head_hash: string; pruned_seq: number; pruned_hash: string }
  agent_choices: { user_id: string; away: AwayReason | null; chosen_at: number }
  missed_calls: { agent_id: string; call_sid: string; outcome: CallOutcome; missed_at: number }
  ledger_migrations: { number: number; name: string; applied_at: number }
}

export interface AuditRecord {
  seq: number
  /** Of the entry, so that writing it a second time does nothing. */
  id: string
  at: number
  who: string | null
  action: string
  subject: string | null
  address: string | null
  result: string
  detail: string
  previous: string
  hash: string
}

/** The value of a JSON column, whichever engine it came from. */
export function fromJson<T>(value: T | string): T {
  return typeof value === "string" ? (JSON.parse(value) as T) : value
}
