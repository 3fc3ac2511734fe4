// Call status callbacks: best effort, in order per leg, never in the way of the call (facts 4.3, 4.5, 5.5).
import type { FormParams } from "../webhook/signature.ts"
import type { World } from "../world.ts"
import type { Call, CallEvent } from "./call.ts"
import { recordedParams, recordingOfLeg } from "./recorded.ts"
import { progressParams, standardVoiceParams } from "./voice-params.ts"

const EVENTS: readonly CallEvent[] = ["initiated", "ringing", "answered", "completed"]

/** The events named in `written`, `initiated ringing ...`; none named means completed only (facts 4.5). */
export function readEvents(written: string): ReadonlySet<CallEvent> {
  const named = written.split(/[\s,]+/)
  const known = EVENTS.filter((event) => named.includes(event))
  return new Set(known.length > 0 ? known : (["completed"] as const))
}

/** Posts one callback and notes what came of it; its failure never affects the call: an answer but 2xx is a warning. */
export async function postStatusCallback(
  world: World,
  call: Call,
  target: { url: string; method: "GET" | "POST" },
  params: FormParams,
  code = 15003,
): Promise<void> {
  const answer = await world.deliver({ url: target.url, method: target.method, params })
  if (answer.kind === "failure") {
    world.diary.warn(call.sid, `Status callback to ${target.url} failed: ${answer.text}`, answer.code)
  } else if (answer.status < 200 || answer.status > 299) {
    world.diary.warn(call.sid, `Status callback to ${target.url} was answered ${answer.status}`, code)
  }
}

/** Makes the function that reports a leg's events to its status callback; events nobody asked for are passed over. */
export function reportProgress(world: World, call: Call) {
  let sequenceNumber = 0
  let previous = Promise.resolve()
  return (event: CallEvent): void => {
    const target = call.statusCallback
    if (!target?.events.has(event)) return
    const recording = event === "completed" ? recordingOfLeg(world, call) : undefined
    const params = [
      ...standardVoiceParams(world.account.sid, call, event === "initiated" ? "initiated" : call.status),
      ...(recording ? recordedParams(world, recording) : []),
      ...progressParams(call, event, sequenceNumber++, world.clock.now()),
    ]
    previous = previous.then(() => postStatusCallback(world, call, target, params))
  }
}
