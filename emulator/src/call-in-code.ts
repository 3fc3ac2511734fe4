// A call made from code: `await emulator.call()`, `call.keys("4242...")`, `call.heard()`.
import type { CallView } from "./control/answer-schema.ts"
import { digitsSchema, placeCallSchema, referSchema, speechSchema } from "./control/control-schema.ts"
import {
  answerRing,
  declineRing,
  dial,
  hangUpOn,
  keyOn,
  referOn,
  sayOn,
  type Who,
} from "./control/phone-actions.ts"
import { callView } from "./control/views.ts"
import { readOrThrow } from "./say-issues.ts"
import type { CallerFacts } from "./voice/caller-facts.ts"
import type { Answerer } from "./voice/machine-detection.ts"
import type { World } from "./world.ts"

/** Whom a call comes from and goes to. */
export type CallOptions = {
  /** The customer: a number, or a `client:` or `sip:` address. Default "+15551230001". */
  from?: string
  /** Default: the first emulated number. */
  to?: string
  /** Added to the voice URL, e.g. "Fwd=%2B15550001001". */
  query?: string
  /** What the network tells of the caller, as webhooks name it: `{ StirVerstat: "TN-Validation-Passed-A" }`. */
  known?: CallerFacts
}

/** A customer's call. What cannot be done at that moment throws an Error that says why. */
export type EmulatedCall = {
  /** The Call SID of the customer's leg. */
  readonly sid: string
  /** The agent picks up, as soon as a phone rings (the one numbered `phone`, if several do); or what else `answeredBy` says. */
  answer(phone?: string, answeredBy?: Answerer): Promise<void>
  /** The agent declines. */
  decline(phone?: string): Promise<void>
  /** Keys 0-9 * # and w (half a second's pause); resolves with how many were keyed. */
  keys(digits: string, who?: Who): Promise<number>
  /** Says something, to a Gather that listens for speech or to the other party; resolves when it was said. */
  say(words: string, options?: { confidence?: number; who?: Who }): Promise<void>
  /** The agent's SIP phone transfers the caller by a SIP REFER: "sip:ben@example.com", or a number. */
  refer(to: string): void
  hangUp(who?: Who): void
  /** What the customer heard so far, oldest first. */
  heard(): string[]
  /** Status, legs, what was heard, the payment (masked). */
  view(): CallView
  /** Resolves with the view as soon as `holds` is true of it; rejects after `within` milliseconds (default 5,000). */
  until(holds: (view: CallView) => boolean, within?: number): Promise<CallView>
}

function until(
  world: World,
  view: () => CallView,
  holds: (view: CallView) => boolean,
  within: number,
): Promise<CallView> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      forget()
      clearTimeout(timer)
    }
    const look = () => {
      try {
        const seen = view()
        if (!holds(seen)) return
        settle()
        resolve(seen)
      } catch (error) {
        settle()
        reject(error)
      }
    }
    const forget = world.onChange(look)
    // Real time, whatever clock the emulator runs on: this guards the test that waits.
    const timer = setTimeout(() => {
      settle()
      reject(new Error(`It did not come true within ${within} ms: ${JSON.stringify(view())}`))
    }, within)
    look()
  })
}

/** Places a call; throws when a number is none or is not emulated. */
export function callInCode(world: World, options: CallOptions): EmulatedCall {
  const to = options.to ?? world.numbers.keys().next().value
  const call = dial(world, readOrThrow(placeCallSchema, { from: "+15551230001", ...options, to }, "The call"))
  const view = () => callView(world, call)
  return {
    sid: call.sid,
    async answer(phone = "", answeredBy = "human") {
      await answerRing(world, call, phone, answeredBy)
    },
    async decline(phone = "") {
      await declineRing(world, call, phone)
    },
    async keys(digits, who = "customer") {
      readOrThrow(digitsSchema, { digits }, "The digits")
      return keyOn(world, call, digits, who)
    },
    async say(words, { confidence = 0.9, who = "customer" } = {}) {
      readOrThrow(speechSchema, { words, confidence }, "The speech")
      await sayOn(world, call, { words, confidence }, who)
    },
    refer(to) {
      referOn(world, call, readOrThrow(referSchema, { to }, "The REFER").to)
    },
    hangUp: (who = "customer") => hangUpOn(world, call, who),
    heard: () => call.heard.map((heard) => heard.text),
    view,
    until: (holds, within = 5_000) => until(world, view, holds, within),
  }
}
