// The attributes recordingStatusCallback, its method and its events, which several verbs share.
import { RECORDING_EVENTS, type RecordingCallback } from "../voice/recording.ts"
import { readCallback } from "./callback-attribute.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import type { Stage } from "./stage.ts"

/** Who is told of a recording; null for nobody. Without events only its completion is told. */
export function readRecordingCallback(stage: Stage, node: TwimlNode): RecordingCallback | null {
  const callback = readCallback(stage, node, "recordingStatusCallback")
  if (!callback) return null
  const named = (node.attributes.recordingStatusCallbackEvent ?? "completed").split(/\s+/)
  return { ...callback, events: new Set(RECORDING_EVENTS.filter((event) => named.includes(event))) }
}
