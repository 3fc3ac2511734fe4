// A key of a phone is pressed: to the payment session if one listens, else to the verb and the other party.

import { strikeKey } from "../faults/strike-key.ts"
import { livePayment, type World } from "../world.ts"
import type { Call } from "./call.ts"
import { hangUp } from "./place-call.ts"

const KEYS = "Presses a key"

/**
 * Keys in a row are one step that counts them: which keys they were is nobody's business. Callbacks may stand between
 * them, one a digit; a note ends the row, e.g. that the item is captured.
 */
function recordKey(world: World, call: Call): void {
  const from = call.parent === null ? "caller" : "agent"
  const steps = world.timeline.of(call.parent?.sid ?? call.sid)
  const last = steps.findLast((step) => step.from !== "twilio" || step.to === "twilio")
  if (last?.from === from && last.text === KEYS) last.times += 1
  else world.timeline.add(call.sid, { from, to: "twilio", text: KEYS })
}

/** Sounds one key (0-9 * #) on this leg at once. While a payment session is open the other party hears nothing. */
export function pressKey(world: World, call: Call, key: string): void {
  if (call.ended) return
  call.keysPressed += 1
  recordKey(world, call)
  const payment = livePayment(world, call.sid)
  if (payment) {
    payment.press(key)
  } else {
    call.peer?.hear("tone", "Tone")
    call.peer?.line?.(key)
    call.onKey?.(key)
  }
  world.changed()
}

/**
 * A payment session is open and between two items; or there is none, and nobody listens. Where the customer talks, a
 * single key is heard as a tone, but several are meant for a session that is about to open.
 */
function asksForNothing(world: World, call: Call, digits: string): boolean {
  const payment = livePayment(world, call.sid)
  if (payment) return payment.state === "open" && payment.active === null && !payment.confirming
  if (call.ended) return false
  return call.peer ? digits.length > 1 && call.parent === null : call.onKey === null
}

/**
 * A caller keys only when asked: resolves when the open payment session of this leg asks for an item, without one
 * when a verb or the other party listens, and after `pace.promptWaitMs` in any case.
 */
function untilAskedFor(world: World, call: Call, digits: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!asksForNothing(world, call, digits)) proceed()
    }
    const proceed = () => {
      forget()
      cancel()
      resolve()
    }
    const forget = world.onChange(look)
    const cancel = world.clock.afterReal(world.pace.promptWaitMs, proceed)
    look()
  })
}

/** The keys that are really pressed for this one: a fault may make the caller slow, clumsy or impatient. */
async function fumble(world: World, call: Call, key: string): Promise<string> {
  const struck = strikeKey(world, call)
  switch (struck?.action) {
    case "slow":
      await world.clock.pass(struck.ms)
      return key
    case "wrong":
      return /\d/.test(key) ? String((Number(key) + 1) % 10) : key
    case "double":
      return key + key
    case "miss":
      return ""
    case "star":
      return "*"
    case "hang-up":
      hangUp(world, call)
      return ""
    default:
      return key
  }
}

/**
 * Keys a string, `w` being a pause, at a person's pace; stops silently when the call ends. Before the first key
 * it waits until the caller is asked for something; a leading `*`, which interrupts at any time, does not wait.
 * Stops as soon as `goesOn` does not hold. Answers how many were keyed.
 */
export async function keyDigits(
  world: World,
  call: Call,
  digits: string,
  goesOn: () => boolean = () => true,
): Promise<number> {
  let keyed = 0
  if (!/^w*\*/.test(digits)) await untilAskedFor(world, call, digits)
  for (const key of digits) {
    // The wait stands before the tone: a person needs it too, and the next item is prompted for meanwhile.
    await world.clock.pass(key === "w" ? world.pace.keyPauseMs : world.pace.keyMs)
    if (call.ended || !goesOn()) break
    if (key === "w") continue
    for (const pressed of await fumble(world, call, key)) {
      pressKey(world, call, pressed)
      keyed += 1
    }
  }
  return keyed
}
