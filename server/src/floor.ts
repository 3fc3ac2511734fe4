// Watches over agents and callers who wait: tells screens who can take a call, and has free agents offered callers.
import { type AgentPresence, presenceOf, type QueueLength } from "@agentpay/core"
import { keepLooking, type Looking } from "./keep-looking.ts"
import type { Ledger } from "./ledger/ledger.ts"
import { freeAgents } from "./route-call.ts"

export interface FloorParts {
  ledger: Pick<Ledger, "agentLines" | "waitingCalls">
  wrapUpMs: number
  /** What has changed. */
  tellPresence(changed: AgentPresence[]): void
  tellQueue(queue: QueueLength): void
  offerWaiting(): Promise<void>
  failed(error: unknown): void
}

export interface WatchedFloor extends Looking {
  presence(): AgentPresence[]
  queue(): QueueLength
}

/** Wrap-ups and graces end without anybody ringing, and screens say so within a second. */
const LONGEST_SLEEP_MS = 900

/** Resolves when it has looked for the first time. */
export async function watchFloor(parts: FloorParts): Promise<WatchedFloor> {
  const { ledger, wrapUpMs, tellPresence, tellQueue, offerWaiting } = parts
  const known = new Map<string, { presence: AgentPresence; text: string }>()
  let queue: QueueLength = { waiting: 0, oldestAt: null }

  function changesOf(presences: readonly AgentPresence[]): AgentPresence[] {
    return presences.filter((presence) => {
      const text = JSON.stringify(presence)
      if (known.get(presence.userId)?.text === text) return false
      known.set(presence.userId, { presence, text })
      return true
    })
  }

  async function look(): Promise<void> {
    const now = Date.now()
    const [lines, waiting] = await Promise.all([ledger.agentLines(now), ledger.waitingCalls()])
    const changed = changesOf(lines.map((line) => presenceOf(line, now, wrapUpMs)))
    if (changed.length > 0) tellPresence(changed)
    const oldestAt = waiting[0]?.rangAt ?? null
    if (waiting.length !== queue.waiting || oldestAt !== queue.oldestAt) {
      queue = { waiting: waiting.length, oldestAt }
      tellQueue(queue)
    }
    if (waiting.length > 0 && freeAgents({ lines, now, wrapUpMs }).length > 0) await offerWaiting()
  }

  const looking = keepLooking({ look, longestSleepMs: LONGEST_SLEEP_MS, failed: parts.failed })
  await looking.looked()
  return {
    ...looking,
    presence: () => [...known.values()].map(({ presence }) => presence),
    queue: () => queue,
  }
}
