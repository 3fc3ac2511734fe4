// The ledger's door: what may be asked of storage, whichever engine stands behind it.
import type {
  AgentLine,
  AwayReason,
  CallRow,
  DayFigures,
  Effect,
  Fact,
  Outcome,
  PaymentRow,
} from "@agentpay/core"
import type { Kysely } from "kysely"
import type { AuditStore } from "./audit-log.ts"

/** One decision, written as a whole or not at all (R3). */
export interface Append {
  /** The stream: the caller's Twilio Call SID. */
  callSid: string
  /** Version the decision was made on; 0 = the stream must not exist yet. */
  expected: number
  /** May be empty when only an effect is settled. The nth fact gets version expected + n. */
  facts: readonly Fact[]
  /** What is to be done outside, each under an id of its own: Twilio's IdempotencyKey (R4). */
  effects: readonly NewEffect[]
  /** The effect whose answer this is, stored by an earlier append; settled in the same transaction, once and for good. */
  settles?: string
  /** The call as lists and routing need it, after the facts. Written only when there are facts. */
  row: CallRow
  /** The payments that the facts have changed, as they are now. Written only when there are facts. */
  payments: readonly PaymentRow[]
}

export interface NewEffect {
  id: string
  effect: Effect
  /** Epoch milliseconds; before that nobody takes it. */
  dueAt: number
}

/**
 * `clash`: the stream is not at `expected` any more: load and decide again.
 * `agent-busy`: another live call holds the agent of `row` (one live call an agent, proved by an index).
 * In both cases nothing of the append was written.
 */
export type AppendResult = "appended" | "clash" | "agent-busy"

export interface DueEffect {
  id: string
  callSid: string
  effect: Effect
  /** How often it was taken, this time included: 2 or more means an earlier taker did not settle it. */
  attempts: number
}

export interface Stream {
  callSid: string
  version: number
  facts: Fact[]
}

export interface Ledger {
  // Each of these throws a Fault (an Error with its cause) when storage fails, and works again when storage does.

  /** Facts of one call in order; an unknown call is `{ version: 0, facts: [] }`. */
  load(callSid: string): Promise<Stream>
  /**
   * Resolves only after the commit is on disk. Concurrent appends share commits (design section 7).
   * After a Fault nobody knows whether it was stored: load again, and decide on what is there.
   */
  append(append: Append): Promise<AppendResult>
  /** Leases up to `limit` due, unsettled effects in the order of their creation; a lease that runs out makes them due again. */
  takeDueEffects(ask: { now: number; leaseMs: number; limit: number }): Promise<DueEffect[]>
  /** Gives an effect back, to be taken again at `dueAt`. */
  postponeEffect(id: string, dueAt: number): Promise<void>
  /** Settles an effect whose answer changes nothing. */
  settleEffect(id: string): Promise<void>
  /** When the next unsettled effect is due or its lease runs out; null when there is none. Epoch ms. */
  nextEffectAt(): Promise<number | null>
  /**
   * Facts committed since `cursor` was handed out, by any process: each in exactly one answer, those of a call in
   * order. A null cursor asks where to start. `too-many`: they are not told, start again from the new cursor.
   */
  newsSince(cursor: string | null): Promise<NewsSince>
  /** Rings when there may be news, and when another process says something. @returns how to end it */
  listen(listener: Listener): () => void
  /**
   * Says something to the other processes, at most 7,000 bytes, which are not stored. Best effort: what cannot be
   * said at once is dropped. Never throws.
   */
  say(text: string): void
  /**
   * This process lives and holds screens of these users and no others: said every few seconds, and at each change.
   * @param ask.sweep give back the effects of processes that have not been heard of for 10 s
   * @returns how many effects were given back
   */
  beat(ask: { now: number; present: readonly string[]; sweep: boolean }): Promise<number>
  /** What an agent chooses by hand: to be away, or available again (null). */
  chooseAway(userId: string, away: AwayReason | null, at: number): Promise<void>
  /** What a day has brought so far. @param ask epoch milliseconds, `to` not included */
  dayFigures(ask: { from: number; to: number }): Promise<DayFigures>
  /** For those who watch over it. */
  depths(now: number): Promise<Depths>
  /** Newest calls first, whole streams, and older ones that are live or have an unsettled payment; of one agent, or of everybody. */
  recentCalls(ask: { agentId?: string; limit: number }): Promise<Stream[]>
  /** Payments that all parts of the search fit, newest first. A page costs the same however deep it lies. */
  findPayments(search: PaymentSearch): Promise<Page<PaymentRow>>
  /** Calls likewise, whole streams. */
  findCalls(search: CallSearch): Promise<Page<Stream>>
  /** Takes all calls whose SID begins so out of the ledger, with everything of theirs. @returns how many */
  forgetCalls(prefix: string): Promise<number>
  /**
   * Removes settled calls that ended before `before` (epoch ms), with all that belongs to them.
   * @returns how many went; 0 too when another process is just doing it
   */
  pruneCalls(before: number): Promise<number>
  /** The audit log's storage; `server/src/audit.ts` is the door to write through. */
  audit: AuditStore
  /** Everybody who has had a screen or a call, by id: what tells whether they can take one. */
  agentLines(now: number): Promise<AgentLine[]>
  /** The callers who wait, in the order in which they are served. */
  waitingCalls(): Promise<WaitingCall[]>
  /** The same database, for better-auth, whose tables it migrates itself. */
  database: { db: Kysely<unknown>; type: "sqlite" | "postgres" }
  close(): Promise<void>
}

/** Where a page ended; pages are sorted by time and id, newest first. */
export interface Place {
  /** Epoch milliseconds. */
  at: number
  id: string
}

export interface Page<Row> {
  rows: Row[]
  /** Null on the last page. */
  next: Place | null
}

/** A part that is not there does not count. */
export interface CallSearch {
  agentId?: string | undefined
  /** As it was dialled from. */
  caller?: string | undefined
  /** Not before, and before; epoch milliseconds. */
  from?: number | undefined
  until?: number | undefined
  after?: Place | undefined
  limit: number
}

export interface PaymentSearch extends CallSearch {
  outcome?: Outcome | undefined
  totalMinor?: number | undefined
  lastFour?: string | undefined
  /** Whether in capitals or not. */
  reference?: string | undefined
  /** The confirmation code. */
  code?: string | undefined
}

/** New facts of one call; the first of them made version `after + 1`. */
export interface News {
  callSid: string
  after: number
  facts: Fact[]
  /** Who has the call now. */
  agentId: string | null
}

export interface NewsSince {
  cursor: string
  news: News[] | "too-many"
}

export interface Listener {
  news(): void
  said(text: string): void
}

export interface Depths {
  effectsDue: number
  effectsWaiting: number
  /** Calls that an agent is on. */
  liveCalls: number
  /** In the queue, for an agent. */
  callersWaiting: number
  /** Calls with a payment of which nobody knows whether it was charged. */
  unsettledCalls: number
  /** Of this process only. */
  appendsWaiting: number
}

export interface WaitingCall {
  callSid: string
  rangAt: number
}
