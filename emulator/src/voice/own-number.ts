// A leg that calls a number of the account: its voice URL answers, as a second call, and no person (facts 1.4).
import type { World } from "../world.ts"
import type { Call } from "./call.ts"
import { endCall } from "./end-call.ts"
import { placeCall } from "./place-call.ts"
import { pressKey } from "./press-key.ts"

/** So often a call may lead to a number of the account that leads to the next: a number may dial itself. */
const MOST_HOPS = 10

const hops = new WeakMap<Call, number>()

/**
 * Places the inbound call at the other end of a ringing leg; nothing where it rings somebody else's phone. The leg is
 * picked up, refused and ended as the call is, and the call hears the keys that the leg sounds.
 */
export function ringOwnNumber(world: World, leg: Call): void {
  const number = world.numbers.get(leg.to)
  if (!number) return
  const hop = (hops.get(leg.parent ?? leg) ?? 0) + 1
  if (hop > MOST_HOPS) {
    world.diary.warn(leg.sid, `a call led to ${MOST_HOPS} others of the account's numbers: it is refused`)
    leg.ring?.decline()
    return
  }
  const inbound = placeCall(world, number, { from: leg.from, query: "", known: {} })
  hops.set(inbound, hop)
  leg.line = (key) => pressKey(world, inbound, key)
  const forget = world.onChange(() => {
    if (inbound.answeredAt !== null) leg.ring?.pickUp("human")
  })
  inbound.gone.addEventListener("abort", () => {
    forget()
    if (inbound.status === "busy") leg.ring?.decline()
    endCall(world, leg, "no-answer")
  })
  leg.gone.addEventListener("abort", () => {
    forget()
    endCall(world, inbound, "no-answer")
  })
}
