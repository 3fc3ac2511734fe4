// The emulator's state: one account with its numbers, calls, payment sessions and gateway.
import type { Clock } from "./clock.ts"
import type { Diary } from "./diary.ts"
import type { CallerMoment } from "./faults/fault-rule.ts"
import type { Faults } from "./faults/faults.ts"
import type { Pace } from "./pace.ts"
import type { Gateway } from "./pay/gateway.ts"
import type { NamedConnector } from "./pay/make-connector.ts"
import type { PayItem } from "./pay/pay-items.ts"
import type { PaySession } from "./pay/pay-session.ts"
import type { PaymentBook } from "./pay/payment-book.ts"
import type { Switches } from "./switches.ts"
import type { Timeline } from "./timeline.ts"
import type { Call } from "./voice/call.ts"
import type { Conference } from "./voice/conference/conference.ts"
import type { PhoneNumber } from "./voice/phone-number.ts"
import type { Queue } from "./voice/queue.ts"
import type { Recording } from "./voice/recording.ts"
import type { Deliver } from "./webhook/deliver.ts"
import type { Outbox } from "./webhook/outbox.ts"

export type Account = { sid: string; authToken: string; apiKey: string; apiSecret: string }

export type World = {
  readonly account: Account
  readonly clock: Clock
  readonly switches: Switches
  readonly pace: Pace
  /** By the name that PaymentConnector gives. */
  readonly connectors: Map<string, NamedConnector>
  readonly numbers: Map<string, PhoneNumber>
  /** Agents' phones that the page shows even when silent: number to name. */
  readonly phones: ReadonlyMap<string, string>
  readonly calls: Map<string, Call>
  /** Customers' calls that have ended, oldest first: the next to be forgotten. */
  readonly ended: Call[]
  readonly payments: PaymentBook
  readonly queues: Map<string, Queue>
  readonly conferences: Map<string, Conference>
  readonly recordings: Map<string, Recording>
  readonly gateway: Gateway
  readonly diary: Diary
  readonly timeline: Timeline
  readonly deliver: Deliver
  /** Webhooks under way. */
  readonly outbox: Outbox
  readonly faults: Faults
  readonly say: (callSid: string, text: string) => void
  readonly onCallerMoment: (callSid: string, moment: CallerMoment, item: PayItem | null) => void
  /** To be called when a leg that Twilio placed begins to ring. */
  readonly onRing: (leg: Call) => void
  /** To be called after every change that a page or a waiting request may want to see. */
  readonly changed: () => void
  /** Runs `listener` after every change, until the returned function is called. */
  readonly onChange: (listener: () => void) => () => void
}

const ENDED_KEPT = 500

function forgetCall(world: World, call: Call): void {
  for (const leg of [call, ...call.children]) {
    world.calls.delete(leg.sid)
    world.payments.forget(leg.sid)
    for (const recording of world.recordings.values()) {
      if (recording.call === leg) world.recordings.delete(recording.sid)
    }
  }
  world.timeline.forget(call.sid)
}

/** Adds a call. Of those that ended, the newest 500 are kept, so that a long-lived emulator does not grow. */
export function addCall(world: World, call: Call): void {
  world.calls.set(call.sid, call)
  if (call.parent) {
    call.parent.children.push(call)
    return
  }
  call.gone.addEventListener("abort", () => {
    world.ended.push(call)
    const oldest = world.ended.length > ENDED_KEPT ? world.ended.shift() : undefined
    if (oldest) forgetCall(world, oldest)
  })
}

/** The legs that a leg dialled, in order; without those that were deleted. */
export function childrenOf(world: World, parent: Call): Call[] {
  return parent.children.filter((call) => world.calls.has(call.sid))
}

/** The payment session of a leg that still takes part in the call: open or waiting for the gateway. */
export function livePayment(world: World, callSid: string): PaySession | null {
  return world.payments.of(callSid).find((session) => session.state !== "closed") ?? null
}
