// An agent says by hand whether calls may come: stored, then told, then acted on.
import { type AgentPresence, type AwayReason, type Person, presenceOf } from "@agentpay/core"
import type { Ledger } from "./ledger/ledger.ts"

export interface ChooseAwayParts {
  ledger: Pick<Ledger, "agentLines" | "chooseAway">
  wrapUpMs: number
  /** Resolves when screens have been told. */
  changed(): Promise<void>
}

/** Returns how to store a choice (null: available) and learn how the agent stands then. */
export function createChooseAway({ ledger, wrapUpMs, changed }: ChooseAwayParts) {
  async function standing(userId: string): Promise<AgentPresence | null> {
    const now = Date.now()
    const line = (await ledger.agentLines(now)).find(({ agentId }) => agentId === userId)
    return line ? presenceOf(line, now, wrapUpMs) : null
  }

  return async function chooseAway({ userId }: Person, away: AwayReason | null) {
    const before = await standing(userId)
    // Available again and again does not cost the place of who has been idle longest.
    if (away === null && before?.status === "available") return before
    await ledger.chooseAway(userId, away, Date.now())
    await changed()
    return standing(userId)
  }
}
