// Who had a call, by name.
import type { Person } from "@agentpay/core"

/** People who have no account any more, and those whom this screen does not know, have no name. */
export function agentNamed(agentId: string | null, people: readonly Person[]): string {
  if (agentId === null) return "Nobody"
  return people.find(({ userId }) => userId === agentId)?.name ?? "Somebody else"
}
