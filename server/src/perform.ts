// Takes due effects from the ledger and sees that each is performed: those of one call in order, many calls at once.
import { createBell } from "./bell.ts"
import type { DueEffect } from "./ledger/ledger.ts"
import { type PerformEffectParts, performEffect } from "./perform-effect.ts"

export type PerformParts = Omit<PerformEffectParts, "stopping">

export interface Perform {
  /** There may be something due. */
  wake(): void
  /** Takes nothing more, and resolves when what is under way has ended. */
  stop(): Promise<void>
}

/** Longer than all tries of one request to Twilio take. */
const LEASE_MS = 60_000
const MOST_AT_ONCE = 100
/** Looks again even when nobody woke it: another process may have written effects. */
const LONGEST_SLEEP_MS = 5_000
const AFTER_FAULT_MS = 1_000
const BEHIND_ANOTHER_MS = 50

export function startPerform(parts: PerformParts): Perform {
  const { ledger } = parts
  const stopping = new AbortController()
  const perform = performEffect({ ...parts, stopping: stopping.signal })
  const bell = createBell()
  /** By effect id: one whose lease ran out while it waited here is not performed twice. */
  const underWay = new Map<string, Promise<void>>()
  /** The last effect of each call: a cancel must not overtake its start. */
  const lastOfCall = new Map<string, Promise<void>>()

  function start(due: DueEffect): void {
    const { id, callSid } = due
    if (underWay.has(id)) return
    // A look into the gateway's record orders nothing, and may take long.
    const inLine = due.effect.kind !== "LookUpOutcome"
    const before = (inLine && lastOfCall.get(callSid)) || Promise.resolve()
    const run = before
      .then(() => perform(due))
      // It is left to its lease: taken again when that has run out.
      .catch((error) => parts.failed(error, due))
      .then(() => {
        underWay.delete(id)
        if (lastOfCall.get(callSid) === run) lastOfCall.delete(callSid)
        bell.ring()
      })
    underWay.set(id, run)
    if (inLine) lastOfCall.set(callSid, run)
  }

  /** @returns how many were taken */
  async function startDue(): Promise<number> {
    const limit = MOST_AT_ONCE - underWay.size
    if (limit <= 0) return 0
    const taken = await ledger.takeDueEffects({ now: Date.now(), leaseMs: LEASE_MS, limit })
    for (const due of taken) start(due)
    return taken.length
  }

  async function msToNext(taken: number): Promise<number> {
    if (underWay.size >= MOST_AT_ONCE) return LONGEST_SLEEP_MS
    const next = (await ledger.nextEffectAt()) ?? Number.POSITIVE_INFINITY
    // What is due and yet not taken waits for another process, which does not ring here.
    const shortest = taken === 0 ? BEHIND_ANOTHER_MS : 0
    return Math.min(Math.max(next - Date.now(), shortest), LONGEST_SLEEP_MS)
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await bell.sleep(await msToNext(await startDue()))
      } catch (error) {
        parts.failed(error, null)
        await bell.sleep(AFTER_FAULT_MS)
      }
    }
  }
  const running = run()

  return {
    wake: bell.ring,
    async stop() {
      stopping.abort()
      bell.ring()
      await running
      await Promise.all(underWay.values())
    },
  }
}
