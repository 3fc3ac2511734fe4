// Digits that Twilio keys to a phone: `sendDigits` of a Number, `SendDigits` of a REST call, `<Play digits>`.
import { sleep } from "../clock.ts"
import type { World } from "../world.ts"
import type { Call } from "./call.ts"

/** What may be sent: keys, and pauses of half a second (`w`) or of one (`W`). */
export const SEND_DIGITS = /^[0-9A-D#*wW]{0,32}$/

/** The same in words. */
export const SENDABLE = "0-9 A-D # * w W, at most 32"

/** The phone hears them one after the other; throws Interrupted when `signal` aborts first. */
export async function playDigits(
  { clock, pace }: World,
  call: Call,
  digits: string,
  signal: AbortSignal,
): Promise<void> {
  for (const key of digits) {
    const pauses = { w: 1, W: 2 }[key]
    await sleep(clock, pauses === undefined ? pace.keyMs : pauses * pace.keyPauseMs, signal)
    if (pauses !== undefined) continue
    call.hear("tone", "Tone")
    call.line?.(key)
  }
}
