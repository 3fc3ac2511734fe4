// The spoken application error: what a caller hears when no document could be had and no fallback URL helps (facts 5.4).
import { ApplicationError } from "../twiml/fetch-document.ts"
import type { World } from "../world.ts"
import type { Call } from "./call.ts"

const SORRY = "We're sorry, an application error has occurred. Goodbye."

/** Notes a failure with Twilio's code; 11200 for one that has none. Answers the code. */
export function noteFailure(world: World, call: Call, error: unknown): number {
  const code = error instanceof ApplicationError ? error.code : 11200
  world.diary.fail(call.sid, error instanceof Error ? error.message : String(error), code)
  return code
}

/** Answers the call where it still rings, and says the error; the caller of this ends the leg. */
export function saySorry(call: Call): void {
  call.answer()
  call.hear("said", SORRY)
}
