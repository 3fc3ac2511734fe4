// A call that REST places: a phone of the emulator rings, and hears the documents once it is answered (facts 1.11).
import type { Errand } from "../twiml/errand.ts"
import { addCall, livePayment, type World } from "../world.ts"
import { Call, type Fallback, type StatusCallbackTarget } from "./call.ts"
import { conduct } from "./conduct.ts"
import { endCall } from "./end-call.ts"
import { playDigits } from "./play-digits.ts"
import type { RecordingSettings } from "./recording.ts"
import { startRecording } from "./recordings.ts"
import { reportProgress } from "./status-callbacks.ts"

export type OutboundCall = {
  from: string
  to: string
  first: Errand
  fallback: Fallback | null
  statusCallback: StatusCallbackTarget | null
  /** How long it rings. */
  timeoutMs: number
  /** How long it may last; null for no limit of its own. */
  timeLimitMs: number | null
  /** Keyed to the phone that answers, before its document is asked for; empty for none. */
  sendDigits: string
  recording: RecordingSettings | null
}

function pickUp(world: World, call: Call, asked: OutboundCall, report: (event: "answered") => void): void {
  if (call.status !== "ringing") return
  call.answer()
  world.diary.note(call.sid, `${call.to} answers`)
  world.timeline.add(call.sid, { from: "caller", to: "twilio", text: `Answers, ${call.to}` })
  report("answered")
  if (asked.timeLimitMs !== null) limitCall(world, call, asked.timeLimitMs)
  if (asked.recording) startRecording(world, call, asked.recording)
  void playDigits(world, call, asked.sendDigits, call.gone).then(
    () => conduct(world, call, asked.first),
    () => {
      // Hung up meanwhile: there is nothing left to lead.
    },
  )
}

/** Ends a call `limitMs` from now, if it still lives. */
export function limitCall(world: World, call: Call, limitMs: number): void {
  const cancel = world.clock.after(limitMs, () => endCall(world, call, "completed"))
  call.gone.addEventListener("abort", cancel)
}

/** Places the call and returns while it is still queued; the phone rings a moment later. */
export function placeOutboundCall(world: World, asked: OutboundCall): Call {
  const { from, to } = asked
  const call = new Call({ from, to, direction: "outbound-api", parent: null }, world.clock, world.changed)
  call.statusCallback = asked.statusCallback
  call.fallback = asked.fallback
  addCall(world, call)
  world.diary.note(call.sid, `REST calls ${to} from ${from}`)
  const report = reportProgress(world, call)
  call.gone.addEventListener("abort", () => {
    livePayment(world, call.sid)?.hangUp()
    report("completed")
  })
  world.clock.after(0, () => {
    if (call.ended) return
    report("initiated")
    world.timeline.add(call.sid, { from: "twilio", to: "caller", text: `Rings ${call.to}` })
    call.startRinging({
      pickUp: () => pickUp(world, call, asked, report),
      decline: () => endCall(world, call, "busy"),
    })
    report("ringing")
    const cancel = world.clock.after(asked.timeoutMs, () => {
      if (call.status === "ringing") endCall(world, call, "no-answer")
    })
    call.gone.addEventListener("abort", cancel)
  })
  return call
}
