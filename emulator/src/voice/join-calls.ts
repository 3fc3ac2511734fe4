// Two legs hear each other, until one of them leaves, time is up, or the caller cuts it with the star key.
import type { World } from "../world.ts"
import { type Call, listenToKeys } from "./call.ts"

type Ask = {
  caller: Call
  other: Call
  /** One of them has ended, or is led elsewhere. */
  left: AbortSignal
  timeLimitMs: number
  hangupOnStar: boolean
}

/** Resolves when `signal` has aborted. */
function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }))
}

/** Joins both until it is over; true when the time or the star key cut it, so that both are still there. */
export async function joinCalls(world: World, ask: Ask): Promise<boolean> {
  const { caller, other } = ask
  const cut = new AbortController()
  caller.answer()
  caller.peer = other
  other.peer = caller
  world.diary.note(caller.sid, `talks to ${other.parent ? other.to : other.from}`)
  world.changed()
  for (const leg of [caller, other]) if (!leg.parent) world.onCallerMoment(leg.sid, "talks", null)
  const stopListening = listenToKeys(caller, (key) => {
    if (key === "*" && ask.hangupOnStar) cut.abort()
  })
  const cancelLimit = world.clock.after(ask.timeLimitMs, () => cut.abort())
  await aborted(AbortSignal.any([ask.left, cut.signal]))
  cancelLimit()
  stopListening()
  if (caller.peer === other) caller.peer = null
  if (other.peer === caller) other.peer = null
  world.changed()
  return !ask.left.aborted
}
