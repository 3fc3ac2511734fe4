// Ends a call leg with the status that fits.
import type { World } from "../world.ts"
import type { Call, EndStatus } from "./call.ts"

/** Ends a leg: an answered one is completed, whatever ended it; another gets `status` (facts 4.2). */
export function endCall(world: World, call: Call, status: EndStatus): void {
  const final = call.answeredAt !== null ? "completed" : status
  if (call.end(final)) world.diary.note(call.sid, `call ${final}`)
}
