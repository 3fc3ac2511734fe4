// A call that REST places: a phone of the emulator rings, and hears the documents once it is answered (facts 1.11).
import { Interrupted } from "../clock.ts"
import type { Errand } from "../twiml/errand.ts"
import { addCall, livePayment, type World } from "../world.ts"
import { Call, type Fallback, type StatusCallbackTarget } from "./call.ts"
import { conduct } from "./conduct.ts"
import { detectInBackground, detectMachine } from "./detect-machine.ts"
import { endCall } from "./end-call.ts"
import type { Answerer, MachineDetection } from "./machine-detection.ts"
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
  machineDetection: MachineDetection | null
}

/** Keys the digits, listens to who answered where that is waited for, and leads the call through its documents. */
async function lead(world: World, call: Call, asked: OutboundCall, answerer: Answerer): Promise<void> {
  const { first, machineDetection } = asked
  const run = call.beginRun()
  try {
    await playDigits(world, call, asked.sendDigits, run)
    if (!machineDetection || machineDetection.inBackground) return await conduct(world, call, first)
    const verdict = await detectMachine(world, call, machineDetection, answerer, run)
    const told = first.kind === "fetch" ? { ...first, params: [...first.params, ...verdict] } : first
    await conduct(world, call, told)
  } catch (error) {
    // Hung up, or sent elsewhere meanwhile: there is nothing left to lead.
    if (!(error instanceof Interrupted)) throw error
  }
}

function pickUp(
  world: World,
  call: Call,
  asked: OutboundCall,
  answerer: Answerer,
  report: (event: "answered") => void,
): void {
  if (call.status !== "ringing") return
  call.answer()
  world.diary.note(call.sid, `${call.to} answers`)
  world.timeline.add(call.sid, { from: "caller", to: "twilio", text: `Answers, ${call.to}` })
  report("answered")
  if (asked.timeLimitMs !== null) limitCall(world, call, asked.timeLimitMs)
  if (asked.recording) startRecording(world, call, asked.recording)
  const { machineDetection } = asked
  if (machineDetection?.inBackground) void detectInBackground(world, call, machineDetection, answerer)
  void lead(world, call, asked, answerer)
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
  call.machineDetection = asked.machineDetection
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
      pickUp: (answerer) => pickUp(world, call, asked, answerer, report),
      decline: () => endCall(world, call, "busy"),
    })
    report("ringing")
    world.onRing(call)
    const cancel = world.clock.after(asked.timeoutMs, () => {
      if (call.status === "ringing") endCall(world, call, "no-answer")
    })
    call.gone.addEventListener("abort", cancel)
  })
  return call
}
