// Chooses the agent for a new call. Pure: the ledger's index decides whether the choice still holds when it is written.
import type { Person } from "@agentpay/core"
import type { AgentLine } from "./ledger/ledger.ts"

export interface Choice {
  agentId: string
  /** The number to dial. */
  phone: string
}

/** "+1555..." is often pasted without its plus. */
const digits = (phone: string): string => phone.replace(/\D/g, "")

/**
 * The agent whose phone `forwardTo` names, there or not, unless they are on a call; else the agent who is there, on no
 * call, and has been idle longest. A number that is nobody's is dialled all the same.
 * @param there since when each person has had a screen open, epoch milliseconds
 */
export function chooseAgent(
  forwardTo: string | null,
  people: readonly Person[],
  lines: readonly AgentLine[],
  there: ReadonlyMap<string, number>,
): Choice | null {
  const lineOf = new Map(lines.map((line) => [line.agentId, line]))
  const onCall = (person: Person): boolean => lineOf.get(person.userId)?.onCall ?? false
  const agents = people.filter(({ role, phone }) => role === "agent" && phone !== null)
  const named = agents.find(({ phone }) => phone && forwardTo && digits(phone) === digits(forwardTo))
  if (named?.phone) return onCall(named) ? null : { agentId: named.userId, phone: named.phone }
  const idleSince = (person: Person): number =>
    Math.max(there.get(person.userId) ?? 0, lineOf.get(person.userId)?.lastEndedAt ?? 0)
  const [longestIdle] = agents
    .filter((person) => there.has(person.userId) && !onCall(person))
    .sort((a, b) => idleSince(a) - idleSince(b) || a.userId.localeCompare(b.userId))
  const phone = forwardTo ?? longestIdle?.phone
  return longestIdle && phone ? { agentId: longestIdle.userId, phone } : null
}
