// Listens to who picked up, and tells it: to the request for the voice URL, or in the background to a callback.
import { Interrupted, sleep } from "../clock.ts"
import type { FormParams } from "../webhook/signature.ts"
import type { World } from "../world.ts"
import type { Call } from "./call.ts"
import { type Answerer, judge, type MachineDetection } from "./machine-detection.ts"
import { postStatusCallback } from "./status-callbacks.ts"

/** Resolves with what a webhook is told, when it is known; throws Interrupted when `signal` aborts first. */
export async function detectMachine(
  world: World,
  call: Call,
  detection: MachineDetection,
  answerer: Answerer,
  signal: AbortSignal,
): Promise<FormParams> {
  const { answeredBy, afterMs } = judge(answerer, detection, world.pace)
  await sleep(world.clock, afterMs, signal)
  call.answeredBy = answeredBy
  const text = `Is taken for ${answeredBy} after ${afterMs} ms`
  world.diary.note(call.sid, `${call.to}: ${text.toLowerCase()}`)
  world.timeline.add(call.sid, { from: call.parent ? "agent" : "caller", to: "twilio", text })
  return [
    ["AnsweredBy", answeredBy],
    ["MachineDetectionDuration", String(afterMs)],
  ]
}

/** The same while the call goes on. Who hangs up before is not told of. Never throws. */
export async function detectInBackground(
  world: World,
  call: Call,
  detection: MachineDetection,
  answerer: Answerer,
): Promise<void> {
  const { callback } = detection
  if (!callback) {
    world.diary.warn(
      call.sid,
      "No callback is told who answered: only the REST resource of the call is",
      21262,
    )
  }
  try {
    const verdict = await detectMachine(world, call, detection, answerer, call.gone)
    const whose: FormParams = [
      ["CallSid", call.sid],
      ["AccountSid", world.account.sid],
    ]
    if (callback) await postStatusCallback(world, call, callback, [...whose, ...verdict])
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
  }
}
