// <Record transcribe>: what was said meanwhile, as text, told to transcribeCallback (Twilio's documents of the verb).
import { newSid } from "../sids.ts"
import { recordedParams, recordedSeconds } from "../voice/recorded.ts"
import type { Recording } from "../voice/recording.ts"
import { postStatusCallback } from "../voice/status-callbacks.ts"
import { API_VERSION, standardVoiceParams } from "../voice/voice-params.ts"
import type { FormParams } from "../webhook/signature.ts"
import { booleanAttribute } from "./attributes.ts"
import { readCallback } from "./callback-attribute.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import type { Stage } from "./stage.ts"

/** Only longer recordings are transcribed, and none that are longer than two minutes; in seconds. */
const TOO_SHORT = 2
const LONGEST = 120

/** Why there is no transcription, with the code of the error dictionary where it has one; null where there is one. */
function obstacle({ world }: Stage, recording: Recording): { text: string; code?: number } | null {
  if (world.switches["PCI mode"] === "on") return { text: "there are none in PCI mode (a switch)" }
  const seconds = recordedSeconds(world, recording)
  if (seconds > TOO_SHORT && seconds <= LONGEST) return null
  const limits = `more than ${TOO_SHORT} and at most ${LONGEST} seconds`
  return { text: `the recording has ${seconds} seconds, not ${limits}`, code: 13617 }
}

/** Transcribes a recording that has ended, where the verb asks for it; a transcribeCallback alone does. */
export function transcribe(stage: Stage, node: TwimlNode, recording: Recording, words: string): void {
  const { world, call } = stage
  const callback = readCallback(stage, node, "transcribeCallback")
  if (callback === null && !booleanAttribute(node, "transcribe", false)) return
  const missing = obstacle(stage, recording)
  if (missing !== null) {
    world.diary.warn(call.sid, `<Record transcribe> makes no transcription: ${missing.text}`, missing.code)
    return
  }
  const sid = newSid("TR")
  world.diary.note(call.sid, `transcription ${sid} of the recording is completed`)
  if (callback === null) return
  const path = `${API_VERSION}/Accounts/${world.account.sid}/Recordings/${recording.sid}/Transcriptions/${sid}`
  const params: FormParams = [
    ...standardVoiceParams(world.account.sid, call),
    ["TranscriptionSid", sid],
    // Seen in clients: what has no words in it is written so.
    ["TranscriptionText", words === "" ? "(blank)" : words],
    ["TranscriptionStatus", "completed"],
    ["TranscriptionUrl", `https://api.twilio.com/${path}`],
    ...recordedParams(world, recording).filter(([name]) => name !== "RecordingDuration"),
  ]
  void postStatusCallback(world, call, callback, params)
}
