// Refusals of the control API: what came, what was expected, what would fix it.

import type { Call } from "../voice/call.ts"
import type { World } from "../world.ts"
import { childrenOf } from "../world.ts"

/** Answered as `{"error": message}` with this HTTP status. */
export class ControlError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.name = "ControlError"
    this.status = status
  }
}

/** A call in one clause: `CA.. is ringing; its phones: +1.. busy`. */
export function describeCall(world: World, call: Call): string {
  const legs = childrenOf(world, call).map((leg) => `${leg.to} ${leg.status}`)
  return `${call.sid} is ${call.status}; phones it dialled: ${legs.join(", ") || "none"}`
}

/** The customer's leg named in the path; 404 that tells which calls there are. */
export function customerCall(world: World, callSid: string): Call {
  const call = world.calls.get(callSid)
  if (call && call.parent === null) return call
  const live = [...world.calls.values()].filter((other) => other.parent === null && !other.ended)
  const offer = live.map((other) => `${other.sid} from ${other.from}`).join(", ") || "none"
  const what = call
    ? `${callSid} is the leg of an agent's phone; name the customer's leg, ${call.parent?.sid}`
    : `there is no call ${callSid}`
  throw new ControlError(404, `${what}. Calls in progress: ${offer}.`)
}
