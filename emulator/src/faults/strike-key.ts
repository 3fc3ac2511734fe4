// A caller's fault at the keypad: a key wrong, slow, doubled or missed, or patience lost at it.
import type { Call } from "../voice/call.ts"
import { livePayment, type World } from "../world.ts"
import type { FaultAction } from "./fault-rule.ts"

/** What a finger does to this key, if anything. */
export function strikeKey(world: World, call: Call): FaultAction<"caller"> | null {
  const active = livePayment(world, call.sid)?.active
  return world.faults.strike({
    on: "caller",
    callSid: call.sid,
    what: `the caller's key${active ? ` ${active.mask.length + 1} of ${active.item}` : ""}`,
    facts: { moment: "key", ...(active ? { item: active.item, digit: active.mask.length + 1 } : {}) },
  })
}
