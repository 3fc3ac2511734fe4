// A customer dials one of the account's numbers: the inbound call and its voice webhook (facts 4.1).
import { addCall, livePayment, type World } from "../world.ts"
import { Call } from "./call.ts"
import type { CallerFacts } from "./caller-facts.ts"
import { conduct } from "./conduct.ts"
import { endCall } from "./end-call.ts"
import type { PhoneNumber } from "./phone-number.ts"
import { reportProgress } from "./status-callbacks.ts"

/** The voice URL with `query` (e.g. `Fwd=%2B1...`) appended to its own; empty where the number has none. */
function withQuery(voiceUrl: string, query: string): string {
  if (voiceUrl === "") return ""
  const url = new URL(voiceUrl)
  const added = query.replace(/^[?&]/, "")
  if (added !== "") url.search = url.search === "" ? added : `${url.search}&${added}`
  return url.href
}

/** Places the call; it rings at once, and its webhook is under way when this returns. */
export function placeCall(
  world: World,
  number: PhoneNumber,
  { from, query, known: { CallerName, ...others } }: { from: string; query: string; known: CallerFacts },
): Call {
  // Names are looked up only for numbers that ask for it.
  const lookedUp = CallerName !== undefined && number.kept.get("VoiceCallerIdLookup") === "true"
  const known = lookedUp ? { ...others, CallerName } : others
  const call = new Call(
    { from, to: number.phoneNumber, direction: "inbound", parent: null, known },
    world.clock,
    world.changed,
  )
  if (number.voiceFallbackUrl !== "") {
    call.fallback = { url: number.voiceFallbackUrl, method: number.voiceFallbackMethod }
  }
  if (number.statusCallback !== "") {
    // Facts 4.3: the number's own status callback fires once, at the end.
    const { statusCallback: url, statusCallbackMethod: method } = number
    call.statusCallback = { url, method, events: new Set(["completed"]) }
  }
  addCall(world, call)
  const report = reportProgress(world, call)
  world.diary.note(call.sid, `${from} calls ${number.phoneNumber}`)
  world.timeline.add(call.sid, { from: "caller", to: "twilio", text: `Calls ${number.phoneNumber}` })
  call.startRinging(null)
  call.gone.addEventListener("abort", () => {
    livePayment(world, call.sid)?.hangUp()
    // After the Dial action, which hears of the same end.
    world.clock.after(0, () => report("completed"))
  })
  world.onCallerMoment(call.sid, "calls", null)
  const url = withQuery(number.voiceUrl, query)
  void conduct(world, call, { kind: "fetch", url, method: number.voiceMethod, params: [] })
  return call
}

/** The person at this phone hangs up; before an answer the call counts as not answered. */
export function hangUp(world: World, call: Call): void {
  world.diary.note(call.sid, "hangs up")
  const from = call.parent === null ? "caller" : "agent"
  world.timeline.add(call.sid, { from, to: "twilio", text: "Hangs up" })
  endCall(world, call, "no-answer")
}
