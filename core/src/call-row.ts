// The call as lists and routing need it: one row a call, written beside its facts.

/** Times are epoch milliseconds. */
export interface CallRow {
  agentId: string | null
  from: string
  to: string
  rangAt: number
  endedAt: number | null
  /** A payment of this call was submitted and nobody knows yet what became of it. */
  unsettled: boolean
}
