// A caller and a dialled phone talk, until one leaves or a SIP REFER of the phone leads the caller elsewhere: then
// referUrl is asked, and the document that it answers takes over (Twilio's "Inbound SIP REFER to Twilio").
import { Interrupted, unlessInterrupted } from "../clock.ts"
import type { Errand, FetchErrand } from "../twiml/errand.ts"
import { ApplicationError, fetchDocument } from "../twiml/fetch-document.ts"
import type { Finish, FollowDocuments } from "../twiml/stage.ts"
import type { World } from "../world.ts"
import { noteFailure } from "./application-error.ts"
import type { Call } from "./call.ts"
import { talks } from "./conference/conferences.ts"
import { endCall } from "./end-call.ts"
import { joinCalls } from "./join-calls.ts"

/** A caller and the dialled phone that was joined to it. */
export type Talk = {
  caller: Call
  child: Call
  timeLimitMs: number
  hangupOnStar: boolean
  /** referUrl; null where the Dial has none. */
  refer: FetchErrand | null
  /** The phone that refers waits until somebody else talks to the caller; otherwise it goes once referUrl has answered. */
  answerOnBridge: boolean
  follow: FollowDocuments
  signal: AbortSignal
}

/** What referUrl answers; null where nothing comes of it: the caller has gone, or stays with who referred. */
async function askWhere(world: World, ask: Talk, refer: FetchErrand, target: string): Promise<Errand | null> {
  const { caller, child, answerOnBridge, signal } = ask
  const errand: FetchErrand = { ...refer, params: [["ReferTransferTarget", target]] }
  try {
    return {
      kind: "fetched",
      document: await unlessInterrupted(signal, fetchDocument(world, caller, errand)),
    }
  } catch (error) {
    if (error instanceof Interrupted) return null
    if (error instanceof ApplicationError) error.url = refer.url
    if (!answerOnBridge) throw error
    noteFailure(world, caller, error)
    return null
  } finally {
    if (!answerOnBridge) endCall(world, child, "completed")
  }
}

/** Lets the child refer until the returned function is called, which answers what came of it; `led` aborts then. */
function listenToRefer(world: World, ask: Talk, led: AbortController): () => Promise<Errand | null> {
  const { caller, child, refer } = ask
  let asked: Promise<Errand | null> = Promise.resolve(null)
  const listen = () => {
    child.onRefer = (target) => {
      if (refer === null) {
        world.diary.fail(caller.sid, `${child.to} sent a REFER, and its <Dial> has no referUrl`, 13802)
        return false
      }
      child.onRefer = null
      world.diary.note(caller.sid, `${child.to} refers the caller to ${target}`)
      asked = askWhere(world, ask, refer, target)
      const proceed = (first: Errand | null) => {
        if (first) led.abort()
        else if (caller.peer === child) listen()
      }
      asked.then(proceed, () => led.abort())
      return true
    }
  }
  listen()
  return () => {
    child.onRefer = null
    return asked
  }
}

/** Runs the documents on the caller's leg; null when they are over, nobody took the call and the child still waits. */
async function leadElsewhere(
  world: World,
  { caller, child, follow, signal }: Talk,
  first: Errand,
  left: AbortSignal,
): Promise<Finish | null> {
  const letGo = () => {
    if (!left.aborted) endCall(world, child, "completed")
  }
  const forget = world.onChange(() => {
    if (talks(world, caller)) letGo()
  })
  child.showActivity("Waits while the caller is transferred")
  try {
    const finish = await follow({ world, call: caller, role: "call", first, signal })
    if (finish.kind === "ran out" && !left.aborted) return null
    letGo()
    return finish
  } catch (error) {
    if (error instanceof Interrupted || left.aborted) throw error
    noteFailure(world, caller, error)
    return null
  } finally {
    forget()
    child.showActivity("")
  }
}

/**
 * Both talk until one of them leaves, time is up or the star key cuts it: null. After a transfer that came about, how
 * its documents finished; throws ApplicationError or Interrupted as they do.
 */
export async function talk(world: World, ask: Talk): Promise<Finish | null> {
  const { caller, child, timeLimitMs, hangupOnStar } = ask
  const end = world.clock.now() + timeLimitMs
  // This signal tells both of a hang-up and of a redirect of the child by REST.
  const left = child.beginRun()
  for (;;) {
    const led = new AbortController()
    const whereTo = listenToRefer(world, ask, led)
    const cut = await joinCalls(world, {
      caller,
      other: child,
      left: AbortSignal.any([left, led.signal]),
      timeLimitMs: end - world.clock.now(),
      hangupOnStar,
    })
    if (cut) endCall(world, child, "completed")
    const first = await whereTo()
    if (!first) return null
    const finish = await leadElsewhere(world, ask, first, left)
    if (finish) return finish
  }
}
