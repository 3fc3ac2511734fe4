// <Record>: the sound is not kept, only how long it was and, for a transcription, what was said; then the action is asked.
import { sleep, unlessInterrupted } from "../clock.ts"
import { deferred } from "../deferred.ts"
import { listenToKeys } from "../voice/call.ts"
import { recordedParams } from "../voice/recorded.ts"
import { startRecording, stopRecording } from "../voice/recordings.ts"
import { goToAction, leadOn } from "./action.ts"
import { booleanAttribute, numberAttribute } from "./attributes.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { readRecordingCallback } from "./recording-attributes.ts"
import { complain, type Next, type Stage } from "./stage.ts"
import { transcribe } from "./transcribe.ts"

/** Waits for the end: a finish key, the longest time, silence, or a hang-up. Answers the Digits of the action. */
async function listen(stage: Stage, node: TwimlNode): Promise<string> {
  const { world, call, signal } = stage
  const finishOnKey = node.attributes.finishOnKey ?? "1234567890*#"
  const limits = { fallback: 3600, lowest: 1, highest: 14_400 }
  const longest = numberAttribute(node, "maxLength", limits, complain(stage)) * 1000
  const done = deferred<string>()
  const stopListening = listenToKeys(call, (key) => {
    if (finishOnKey.includes(key)) done.resolve(key)
  })
  const cancel = world.clock.after(longest, () => done.resolve(""))
  call.showActivity(`Is recorded${finishOnKey === "" ? "" : ` (${finishOnKey} ends it)`}`)
  try {
    return await unlessInterrupted(signal, done.promise)
  } catch (error) {
    if (call.ended) return "hangup"
    throw error
  } finally {
    cancel()
    stopListening()
    call.showActivity("")
  }
}

/** Runs `<Record>`; a caller who stays silent, see the switch, falls through to the next verb after the time-out. */
export async function runRecord(stage: Stage, node: TwimlNode): Promise<Next> {
  const { world, call, signal } = stage
  call.answer()
  if (booleanAttribute(node, "playBeep", true)) call.hear("signal", "Beep")
  if (world.switches["caller at <Record>"] === "stays silent") {
    const limits = { fallback: 5, lowest: 1, highest: 3600 }
    const timeoutMs = numberAttribute(node, "timeout", limits, complain(stage)) * 1000
    await sleep(world.clock, timeoutMs, signal)
    return { kind: "on" }
  }
  const recording = startRecording(world, call, {
    source: "RecordVerb",
    channels: 1,
    track: "inbound",
    callback: readRecordingCallback(stage, node),
  })
  const said: string[] = []
  call.onSpeech = ({ words }) => said.push(words)
  try {
    const digits = await listen(stage, node)
    const written = node.attributes.action ?? stage.document.baseUrl ?? ""
    const action = goToAction(stage, node, written)
    stopRecording(world, recording)
    return leadOn(stage, "Record", action, [...recordedParams(world, recording), ["Digits", digits]])
  } finally {
    call.onSpeech = null
    stopRecording(world, recording)
    transcribe(stage, node, recording, said.join(" "))
  }
}
