// Every agent with how they stand, filtered and in the order in which supervisors look for them. Pure.
import type { AgentPresence, AgentStatus, Person } from "@agentpay/core"

export interface AgentRow {
  userId: string
  name: string
  status: AgentStatus
  reason: AgentPresence["reason"]
  since: number | null
}

/** Who needs looking at first. */
const order: AgentStatus[] = ["ringing", "on-call", "wrap-up", "away", "available", "offline"]

export function agentRows(people: readonly Person[], presence: readonly AgentPresence[]): AgentRow[] {
  const standing = new Map(presence.map((one) => [one.userId, one]))
  return people
    .filter(({ role }) => role === "agent")
    .map(({ userId, name }) => {
      const { status = "offline", reason = null, since = null } = standing.get(userId) ?? {}
      return { userId, name, status, reason, since } satisfies AgentRow
    })
    .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || a.name.localeCompare(b.name))
}

/** How many agents stand so, in the order of the list; none where nobody does. */
export function countByStatus(rows: readonly AgentRow[]): { status: AgentStatus; agents: number }[] {
  return order
    .map((status) => ({ status, agents: rows.filter((row) => row.status === status).length }))
    .filter(({ agents }) => agents > 0)
}

export interface AgentFilter {
  status: AgentStatus | null
  /** A part of the name, in any case. */
  name: string
}

export function filterAgents(rows: readonly AgentRow[], { status, name }: AgentFilter): AgentRow[] {
  const sought = name.trim().toLowerCase()
  return rows.filter(
    (row) => (status === null || row.status === status) && row.name.toLowerCase().includes(sought),
  )
}
