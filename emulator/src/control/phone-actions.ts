// What people do at their phones: the one set of actions behind the control API and the calls made from code.
import type { z } from "zod"
import { maskDigits } from "../timeline.ts"
import type { Call, Speech } from "../voice/call.ts"
import type { Answerer } from "../voice/machine-detection.ts"
import { hangUp, placeCall } from "../voice/place-call.ts"
import { keyDigits } from "../voice/press-key.ts"
import { sayWords } from "../voice/say-words.ts"
import type { World } from "../world.ts"
import { liveAgentLeg, ringingPhone } from "./agent-phone.ts"
import { ControlError, describeCall } from "./control-error.ts"
import type { placeCallSchema } from "./control-schema.ts"

/** Whose phone it is. */
export type Who = "customer" | "agent"

/** The leg of `who`; throws ControlError 409 when that phone is not on the call. */
function legOf(world: World, call: Call, who: Who): Call {
  return who === "agent" ? liveAgentLeg(world, call) : call
}

/** A customer calls an emulated number; throws ControlError 404 for another one. */
export function dial(world: World, asked: z.output<typeof placeCallSchema>): Call {
  const number = world.numbers.get(asked.to)
  if (number) return placeCall(world, number, asked)
  const known = [...world.numbers.keys()].join(", ")
  throw new ControlError(
    404,
    `No number ${asked.to} is emulated: there is ${known}. Add it with POST /emulator/numbers {"phoneNumber": "${asked.to}", "voiceUrl": "..."}.`,
  )
}

/** Somebody or something picks up, as soon as a phone rings; answers its leg. `phone` is empty for any. */
export async function answerRing(world: World, call: Call, phone: string, answerer: Answerer): Promise<Call> {
  const leg = await ringingPhone(world, call, phone)
  leg.ring?.pickUp(answerer)
  return leg
}

/** Somebody declines, as soon as a phone rings; answers its leg. `phone` is empty for any. */
export async function declineRing(world: World, call: Call, phone: string): Promise<Call> {
  const leg = await ringingPhone(world, call, phone)
  leg.ring?.decline()
  return leg
}

/** Keys digits on a phone of this call; answers how many were keyed when all were. */
export async function keyOn(world: World, call: Call, digits: string, who: Who): Promise<number> {
  const leg = legOf(world, call, who)
  if (!leg.ended) return keyDigits(world, leg, digits)
  throw new ControlError(409, `Nobody can key digits, the call has ended: ${describeCall(world, call)}.`)
}

/** Says something on a phone of this call, as soon as somebody listens. */
export async function sayOn(world: World, call: Call, speech: Speech, who: Who): Promise<void> {
  const leg = legOf(world, call, who)
  if (leg.ended)
    throw new ControlError(409, `Nobody listens, the call has ended: ${describeCall(world, call)}.`)
  try {
    await sayWords(world, leg, speech)
  } catch (error) {
    if (error instanceof RangeError) throw new ControlError(400, error.message)
    throw error
  }
}

/**
 * The agent's SIP phone transfers the caller to `to`, blind, by a SIP REFER; answers its leg once Twilio has accepted
 * it. Throws ControlError 409 for a phone that cannot, and for a Dial without referUrl.
 */
export function referOn(world: World, call: Call, to: string): Call {
  const leg = liveAgentLeg(world, call)
  if (!/^sips?:/.test(leg.to)) {
    throw new ControlError(409, `Only a SIP phone (<Sip>) sends a REFER: ${describeCall(world, call)}.`)
  }
  if (!leg.onRefer) {
    const why = `${leg.to} cannot send a REFER: it does not talk, or has sent one already`
    throw new ControlError(409, `${why}. ${describeCall(world, call)}.`)
  }
  const target = to.startsWith("+") ? `<tel:${to}>` : to
  const detail = maskDigits(`Refer-To: ${target}`)
  world.timeline.add(leg.sid, { from: "agent", to: "twilio", text: "Sends a REFER", detail })
  if (leg.onRefer(target)) return leg
  throw new ControlError(
    409,
    `Twilio refuses the REFER of ${leg.to} (13802): its <Dial> has no referUrl, which says who is asked.`,
  )
}

/** Somebody hangs up; an agent whose phone still rings declines by that. */
export function hangUpOn(world: World, call: Call, who: Who): void {
  const leg = legOf(world, call, who)
  if (leg.ended) throw new ControlError(409, `It has ended already: ${describeCall(world, call)}.`)
  if (leg.ring) leg.ring.decline()
  else hangUp(world, leg)
}
