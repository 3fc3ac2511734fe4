// Finds the agent's phone of a customer's call, waiting for it to ring where it is about to.
import type { Call } from "../voice/call.ts"
import { childrenOf, type World } from "../world.ts"
import { ControlError, describeCall } from "./control-error.ts"

function matches(leg: Call, phone: string): boolean {
  return phone === "" || leg.to === phone
}

/**
 * The phone that rings for this call (the one numbered `phone`, if given). The voice webhook may still be on
 * its way, so this waits up to `pace.answerWaitMs`; then, or when it is too late, throws 409 with the reason.
 */
export function ringingPhone(world: World, call: Call, phone: string): Promise<Call> {
  const find = () =>
    [call, ...childrenOf(world, call)].find((leg) => leg.ring !== null && matches(leg, phone))
  return new Promise((resolve, reject) => {
    const refuse = (why: string) => {
      stop()
      reject(new ControlError(409, `${why}: ${describeCall(world, call)}.`))
    }
    const look = () => {
      const leg = find()
      if (leg) {
        stop()
        resolve(leg)
      } else if (call.ended) refuse("No phone rings, the call has ended")
      else if (call.peer) refuse(`No phone rings, the customer already talks to ${call.peer.to}`)
    }
    const forget = world.onChange(look)
    const cancel = world.clock.afterReal(world.pace.answerWaitMs, () =>
      refuse(
        `No phone${phone === "" ? "" : ` ${phone}`} rang within ${world.pace.answerWaitMs} ms; does the voice URL answer <Dial>? GET /emulator/diary tells`,
      ),
    )
    const stop = () => {
      forget()
      cancel()
    }
    look()
  })
}

/** The agent's leg that is still there, talking before ringing; throws 409 when there is none. */
export function liveAgentLeg(world: World, call: Call): Call {
  const legs = childrenOf(world, call).filter((leg) => !leg.ended)
  const leg = legs.find((other) => other.status === "in-progress") ?? legs[0]
  if (!leg) throw new ControlError(409, `No agent's phone is on this call: ${describeCall(world, call)}.`)
  return leg
}
