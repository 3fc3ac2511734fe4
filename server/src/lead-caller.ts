// Takes a caller who waits out of Twilio's queue, to the agent who is free or to the end of the wait.
import { setTimeout as wait } from "node:timers/promises"
import { fold } from "@agentpay/core"
import type { Handle } from "./handle.ts"
import type { DueEffect, Ledger } from "./ledger/ledger.ts"
import type { TwilioRest } from "./twilio/rest-client.ts"

export interface LeadCallerParts {
  ledger: Ledger
  handle: Handle
  twilio: TwilioRest
  /** About the pause between two tries, milliseconds. */
  firstPauseMs: number
  stopping: AbortSignal
}

const MOST_TRIES = 8

/** Asking twice does no harm: Twilio then asks us twice where the caller belongs. */
export function leadCaller({ ledger, handle, twilio, firstPauseMs, stopping }: LeadCallerParts) {
  /** Whether the caller is on the way, has gone, or could not be led. */
  async function lead(callSid: string): Promise<"led" | "gone" | "not-led" | "stopping"> {
    for (let tries = 1; tries <= MOST_TRIES; tries++) {
      const answer = await twilio.lead(callSid)
      if ("done" in answer) return "led"
      // A call that Twilio has not yet put into the queue lives and yet cannot be led.
      const outcome = "refused" in answer ? await twilio.callOutcome(callSid) : null
      if (outcome && "done" in outcome && outcome.done !== null) return "gone"
      if (tries === MOST_TRIES) break
      await wait(firstPauseMs * (0.5 + Math.random()), null, { signal: stopping }).catch(() => {})
      if (stopping.aborted) return "stopping"
    }
    return "not-led"
  }

  return async function leadCall({ callSid, id }: DueEffect, offer: number): Promise<unknown> {
    const call = fold((await ledger.load(callSid)).facts)
    const stands = call?.offers === offer && (call.status === "ringing" || call.status === "ended")
    if (!stands) return ledger.settleEffect(id)
    const led = await lead(callSid)
    if (led === "stopping") return ledger.postponeEffect(id, Date.now())
    const at = Date.now()
    if (led === "gone") return handle(callSid, { type: "EndCall", outcome: "canceled", at }, { settles: id })
    if (led === "led" || call.status === "ended") return ledger.settleEffect(id)
    // Nobody's fault: the caller keeps the place in the queue, and the agent is free again.
    const back = { outcome: "canceled", next: "queue", maxWaitMs: 0 } as const
    return handle(callSid, { type: "PassCall", offer, ...back, at }, { settles: id })
  }
}
