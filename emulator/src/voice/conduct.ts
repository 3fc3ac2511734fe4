// Leads one leg through its documents, from the first webhook to the end of the call.
import { Interrupted } from "../clock.ts"
import type { Errand } from "../twiml/errand.ts"
import { ApplicationError } from "../twiml/fetch-document.ts"
import { followDocuments } from "../twiml/follow-documents.ts"
import type { World } from "../world.ts"
import { noteFailure, saySorry } from "./application-error.ts"
import type { Call, EndStatus } from "./call.ts"
import { endCall } from "./end-call.ts"

/** Facts 5.4: what failed is asked of the fallback URL, with `ErrorCode` and `ErrorUrl`; null where there is none. */
function fallbackErrand(call: Call, error: unknown, code: number): Errand | null {
  if (!call.fallback) return null
  const failed = error instanceof ApplicationError ? error.url : ""
  const params = [["ErrorCode", String(code)] as const, ["ErrorUrl", failed] as const]
  return { kind: "fetch", url: call.fallback.url, method: call.fallback.method, params }
}

/** The status to end with, or null when the run was interrupted. A failure of the fallback is not asked again. */
async function run(world: World, call: Call, first: Errand, signal: AbortSignal): Promise<EndStatus | null> {
  let errand: Errand | null = first
  for (let fellBack = false; errand; fellBack = true) {
    try {
      const finish = await followDocuments({ world, call, role: "call", first: errand, signal })
      return finish.kind === "end" ? finish.status : "completed"
    } catch (error) {
      if (error instanceof Interrupted || signal.aborted) return null
      const code = noteFailure(world, call, error)
      errand = fellBack ? null : fallbackErrand(call, error, code)
    }
  }
  saySorry(call)
  return "completed"
}

/**
 * Runs a call's documents and ends the call when they are finished; a redirected call is left to its new run.
 * Only `<Reject>` leaves it unanswered (Twilio's documents of `<Hangup>`): whatever else ends it picks it up first.
 * Never throws: a failure leads to the fallback URL, or is said to the person at the phone as Twilio says it.
 */
export async function conduct(world: World, call: Call, first: Errand): Promise<void> {
  const asked = await run(world, call, first, call.beginRun())
  if (asked === null) return
  if (asked === "completed") call.answer()
  endCall(world, call, asked)
}
