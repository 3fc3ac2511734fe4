// The time between an agent's pick-up and the end of a Dial: whisper, bridge, and who leaves first (facts 4.4).
import { Interrupted } from "../clock.ts"
import type { Errand } from "../twiml/errand.ts"
import type { Finish, FollowDocuments } from "../twiml/stage.ts"
import type { World } from "../world.ts"
import { noteFailure, saySorry } from "./application-error.ts"
import type { Call, EndStatus } from "./call.ts"
import { endCall } from "./end-call.ts"
import { playDigits } from "./play-digits.ts"
import type { Rung } from "./ring-phones.ts"
import { type Talk, talk } from "./transfer.ts"

/**
 * How ringing phones ended, in the words of the action's parameters. `child` is null when nobody could be rung;
 * `finish` is how the documents ended to which the phone referred the caller, null where it did not.
 */
export type Conversation = { status: EndStatus; child: Call | null; bridged: boolean; finish: Finish | null }

type Ask = Omit<Talk, "child"> & { rung: Rung }

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

/** From pick-up to the end of the Dial; the child is ended whenever `signal` aborts. Throws what a transfer does. */
export async function converse(world: World, ask: Ask): Promise<Conversation> {
  const { rung } = ask
  if (!rung.answered) return { status: rung.status, child: rung.child, bridged: false, finish: null }
  const { child, phone } = rung
  const onAbort = () => endCall(world, child, "completed")
  if (ask.signal.aborted) onAbort()
  ask.signal.addEventListener("abort", onAbort, { once: true })
  try {
    const run = child.beginRun()
    const sent = await playDigits(world, child, phone.sendDigits, run).then(
      () => true,
      () => false,
    )
    const heardOut =
      sent && (phone.whisper === null || (await whisper(world, child, phone.whisper, ask.follow, run)))
    const bridged = heardOut && !child.ended
    const finish = bridged ? await talk(world, { ...ask, child }) : null
    return { status: "completed", child, bridged, finish }
  } finally {
    ask.signal.removeEventListener("abort", onAbort)
  }
}
