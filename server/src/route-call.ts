// Chooses the agent for a call. Pure: the ledger's index decides whether the choice still holds when it is written.
import { type AgentLine, type Call, type Person, presenceOf } from "@agentpay/core"

export interface Choice {
  agentId: string
  /** Where to ring: a number or a SIP address. */
  phone: string
}

export interface Floor {
  people: readonly Person[]
  lines: readonly AgentLine[]
  /** Epoch milliseconds. */
  now: number
  /** See WRAP_UP_TIME. */
  wrapUpMs: number
}

/** Who did not take a call is not asked again at once, though nobody else may be free. */
const ASK_AGAIN_AFTER_MS = 30_000
const nobody: ReadonlySet<string> = new Set()

/** "+1555..." is often pasted without its plus. */
const digits = (phone: string): string => phone.replace(/\D/g, "")
const isNumber = (phone: string): boolean => !phone.startsWith("sip")

/** The agents who could take a call now, the one who has been idle longest first. */
export function freeAgents({ lines, now, wrapUpMs }: Omit<Floor, "people">): string[] {
  return lines
    .filter(({ connected }) => connected)
    .map((line) => presenceOf(line, now, wrapUpMs))
    .filter(({ status }) => status === "available")
    .toSorted((a, b) => (a.since ?? 0) - (b.since ?? 0) || a.userId.localeCompare(b.userId))
    .map(({ userId }) => userId)
}

/**
 * The agent whose phone `forwardTo` names, there or not, unless they are on a call; else the free agent who has been
 * idle longest. A number that is nobody's is dialled all the same.
 * @param except who is not asked
 */
export function chooseAgent(forwardTo: string | null, floor: Floor, except = nobody): Choice | null {
  const agents = floor.people.filter(({ role, phone }) => role === "agent" && phone !== null)
  const named = agents.find(
    ({ phone }) => phone && forwardTo && isNumber(phone) && digits(phone) === digits(forwardTo),
  )
  if (named?.phone) {
    const line = floor.lines.find(({ agentId }) => agentId === named.userId)
    return line?.call ? null : { agentId: named.userId, phone: named.phone }
  }
  const phones = new Map(agents.map(({ userId, phone }) => [userId, phone]))
  const agentId = freeAgents(floor).find((id) => phones.has(id) && !except.has(id))
  const phone = agentId && (forwardTo ?? phones.get(agentId))
  return agentId && phone ? { agentId, phone } : null
}

/** Each agent is asked once until the caller waits (again), and then not too soon. */
export function askedAlready(call: Call, now: number): ReadonlySet<string> {
  const roundBegan = call.queue?.since ?? 0
  const asked = call.notAnswered.filter(({ at }) => at > roundBegan || now - at < ASK_AGAIN_AFTER_MS)
  return new Set([...asked.map(({ agentId }) => agentId), ...(call.agent ? [call.agent.agentId] : [])])
}
