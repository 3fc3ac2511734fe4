// The call as lists and routing need it: one row a call, written beside its facts.

import type { CallOutcome, Fact } from "./facts.ts"

/** Times are epoch milliseconds. */
export interface CallRow {
  agentId: string | null
  from: string
  to: string
  rangAt: number
  /** When it last began to ring at the agent who has it. */
  offeredAt: number | null
  answeredAt: number | null
  endedAt: number | null
  /** A payment of this call was submitted and nobody knows yet what became of it. */
  unsettled: boolean
  /** The caller waits for an agent. */
  waiting: boolean
}

/** A call that rang at an agent in vain: one row each, written beside the fact. */
export interface MissedCall {
  agentId: string
  outcome: CallOutcome
  at: number
}

export function missedIn(facts: readonly Fact[]): MissedCall[] {
  return facts.flatMap((fact) =>
    fact.type === "CallNotAnswered" ? [{ agentId: fact.agentId, outcome: fact.outcome, at: fact.at }] : [],
  )
}
