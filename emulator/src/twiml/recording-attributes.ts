// The attributes recordingStatusCallback, its method and its events, which several verbs share.
import { RECORDING_EVENTS, type RecordingCallback } from "../voice/recording.ts"
import { methodAttribute, resolveUrl } from "./attributes.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { complain, type Stage } from "./stage.ts"

/** Who is told of a recording; null for nobody. Without events only its completion is told. */
export function readRecordingCallback(stage: Stage, node: TwimlNode): RecordingCallback | null {
  const written = node.attributes.recordingStatusCallback
  if (!written) return null
  const url = resolveUrl(written, stage.document.baseUrl)
  if (url === null) {
    complain(stage)(`<${node.name} recordingStatusCallback="${written}"> is no usable URL: it is not called`)
    return null
  }
  const named = (node.attributes.recordingStatusCallbackEvent ?? "completed").split(/\s+/)
  return {
    url,
    method: methodAttribute(node, "recordingStatusCallbackMethod"),
    events: new Set(RECORDING_EVENTS.filter((event) => named.includes(event))),
  }
}
