// Faults of the caller: hangs up, presses star, and keys wrong, slow, doubled or missing digits.
import type { PayItem } from "../pay/pay-items.ts"
import type { PayMoment, PayParty } from "../pay/pay-surroundings.ts"
import type { Call } from "../voice/call.ts"
import { hangUp } from "../voice/place-call.ts"
import { livePayment, type World } from "../world.ts"
import type { FaultAction } from "./fault-rule.ts"

/** At this moment of a payment session the caller may lose patience. */
export function strikeCaller(world: World, session: PayParty, moment: PayMoment, item: PayItem | null): void {
  const struck = world.faults.strike({
    on: "caller",
    callSid: session.callSid,
    what: `the caller, ${moment}${item === null ? "" : ` ${item}`}`,
    facts: { moment, ...(item === null ? {} : { item }) },
  })
  if (struck?.action === "star") world.clock.after(struck.ms, () => session.press("*"))
  if (struck?.action === "hang-up") {
    const call = world.calls.get(session.callSid)
    world.clock.after(struck.ms, () => call && !call.ended && hangUp(world, call))
  }
}

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
