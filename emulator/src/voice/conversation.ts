// The time between an agent's pick-up and the end of a Dial: whisper, bridge, and who leaves first (facts 4.4).
import { Interrupted } from "../clock.ts"
import type { Errand } from "../twiml/errand.ts"
import type { FollowDocuments } from "../twiml/stage.ts"
import type { World } from "../world.ts"
import { noteFailure, saySorry } from "./application-error.ts"
import type { Call, EndStatus } from "./call.ts"
import { endCall } from "./end-call.ts"
import { joinCalls } from "./join-calls.ts"
import { playDigits } from "./play-digits.ts"
import type { Rung } from "./ring-phones.ts"

/** How ringing phones ended, in the words of the action's parameters. `child` is null when nobody could be rung. */
export type Conversation = { status: EndStatus; child: Call | null; bridged: boolean }

type Ask = {
  caller: Call
  rung: Rung
  timeLimitMs: number
  hangupOnStar: boolean
  follow: FollowDocuments
  signal: AbortSignal
}

/**
 * Runs a document that only this leg hears before it is bridged; false when it did not run out: no bridge then.
 * A Hangup, or a failure of the document, ends the leg.
 */
export async function whisper(
  world: World,
  call: Call,
  first: Errand,
  follow: FollowDocuments,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const finish = await follow({ world, call, role: "whisper", first, signal })
    if (finish.kind === "end") endCall(world, call, finish.status)
    return finish.kind === "ran out"
  } catch (error) {
    if (error instanceof Interrupted || signal.aborted) return false
    noteFailure(world, call, error)
    saySorry(call)
    endCall(world, call, "completed")
    return false
  }
}

/** From pick-up to the end of the Dial. Never throws; the child is ended whenever `signal` aborts. */
export async function converse(world: World, ask: Ask): Promise<Conversation> {
  const { rung, caller, timeLimitMs, hangupOnStar } = ask
  if (!rung.answered) return { status: rung.status, child: rung.child, bridged: false }
  const { child, phone } = rung
  const onAbort = () => endCall(world, child, "completed")
  if (ask.signal.aborted) onAbort()
  ask.signal.addEventListener("abort", onAbort, { once: true })
  const run = child.beginRun()
  const sent = await playDigits(world, child, phone.sendDigits, run).then(
    () => true,
    () => false,
  )
  const heardOut =
    sent && (phone.whisper === null || (await whisper(world, child, phone.whisper, ask.follow, run)))
  const bridged = heardOut && !child.ended
  if (bridged) {
    // This signal tells both of a hang-up and of a redirect of the child by REST.
    const left = child.beginRun()
    const cut = await joinCalls(world, { caller, other: child, left, timeLimitMs, hangupOnStar })
    if (cut) endCall(world, child, "completed")
  }
  ask.signal.removeEventListener("abort", onAbort)
  return { status: "completed", child, bridged }
}
