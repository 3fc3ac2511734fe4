// What pages and scripts may see of the emulator: everything that happened, no clear card number.

import { PARAMETER_OF } from "../pay/pay-items.ts"
import type { PaySession } from "../pay/pay-session.ts"
import type { Call } from "../voice/call.ts"
import type { PhoneNumber } from "../voice/phone-number.ts"
import { childrenOf, type World } from "../world.ts"
import { activityOf } from "./activity.ts"
import type { CallView, LegView, PaymentView, Picture } from "./answer-schema.ts"

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

function isoOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : iso(milliseconds)
}

/** A payment session, masked as its callbacks are. `result` is empty until it ended. */
function paymentView(session: PaySession): PaymentView {
  return {
    paymentSid: session.sid,
    state: session.state,
    amount: session.settings.chargeAmount,
    currency: session.settings.currency,
    capture: session.active?.item ?? null,
    keyed: session.active?.mask ?? "",
    confirming: session.state === "open" && session.confirming,
    captured: Object.fromEntries([...session.shown].map(([item, value]) => [PARAMETER_OF[item], value])),
    cardType: session.cardType,
    required: session.state === "open" ? session.required : [],
    lastError: session.lastError,
    result: session.result,
  }
}

function latestPayment(world: World, callSid: string): PaySession | null {
  return world.payments.of(callSid).at(-1) ?? null
}

/** One leg: times are ISO 8601, `seconds` the talk so far. */
function legView(world: World, call: Call): LegView {
  const payment = latestPayment(world, call.sid)
  return {
    callSid: call.sid,
    from: call.from,
    to: call.to,
    name: world.phones.get(call.to) ?? "",
    direction: call.direction,
    status: call.status,
    createdAt: isoOrNull(call.createdAt),
    answeredAt: isoOrNull(call.answeredAt),
    detectsMachines: call.machineDetection !== null,
    answeredBy: call.answeredBy,
    endedAt: isoOrNull(call.endedAt),
    seconds: call.seconds,
    talking: call.peer !== null,
    activity: activityOf(world, call),
    keysPressed: call.keysPressed,
    heard: call.heard.map((heard) => ({ ...heard, at: iso(heard.at) })),
    payment: payment && paymentView(payment),
  }
}

/** A customer's call with the legs it dialled. */
export function callView(world: World, call: Call): CallView {
  return { ...legView(world, call), legs: childrenOf(world, call).map((child) => legView(world, child)) }
}

/** The customers' calls, newest first. */
export function callViews(world: World) {
  return customersCalls(world).map((call) => callView(world, call))
}

function customersCalls(world: World): Call[] {
  return [...world.calls.values()].filter((call) => call.parent === null).reverse()
}

const SHOWN = 30

/** The page's calls: the newest live ones before those that ended, so that a load of calls does not drown the page. */
function pageCalls(world: World): { calls: CallView[]; unseen: number } {
  const all = customersCalls(world)
  const live = all.filter((call) => !call.ended)
  const chosen = new Set([...live.slice(0, SHOWN), ...all.slice(0, SHOWN)])
  const calls = all.filter((call) => chosen.has(call)).map((call) => callView(world, call))
  return { calls, unseen: Math.max(0, live.length - SHOWN) }
}

export function numberView(number: PhoneNumber) {
  const { sid, phoneNumber, voiceUrl, voiceMethod, voiceFallbackUrl, voiceFallbackMethod, statusCallback } =
    number
  return { sid, phoneNumber, voiceUrl, voiceMethod, voiceFallbackUrl, voiceFallbackMethod, statusCallback }
}

export function numberViews(world: World) {
  return [...world.numbers.values()].map(numberView)
}

/** The customer's number of the call that an entry is about; empty when it is about none. */
function callerOf(world: World, callSid: string | null): string {
  const call = callSid === null ? undefined : world.calls.get(callSid)
  const customer = call?.parent ?? call
  return (customer?.direction === "outbound-api" ? customer.to : customer?.from) ?? ""
}

export function timeView({ clock }: World) {
  return { ...clock.settings(), now: iso(clock.now()) }
}

/** All that the phones page shows, in one piece. */
export function pageView(world: World): Picture {
  return {
    numbers: numberViews(world),
    phones: [...world.phones].map(([phoneNumber, name]) => ({ phoneNumber, name })),
    ...pageCalls(world),
    records: world.gateway.records().slice(0, 200),
    faults: world.faults.list(),
    time: timeView(world),
    diary: world.diary
      .entries()
      .slice(-80)
      .map((entry) => ({ ...entry, at: iso(entry.at), who: callerOf(world, entry.callSid) })),
  }
}
