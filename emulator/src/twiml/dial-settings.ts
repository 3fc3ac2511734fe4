// The attributes of <Dial> that hold for whatever it dials (facts 4.4).
import type { RecordingSettings } from "../voice/recording.ts"
import { attributeCode } from "./attribute-codes.ts"
import { booleanAttribute, methodAttribute, numberAttribute } from "./attributes.ts"
import type { FetchErrand } from "./errand.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { readRecordingCallback } from "./recording-attributes.ts"
import { complain, goTo, type Stage } from "./stage.ts"

export type DialSettings = {
  timeoutMs: number
  timeLimitMs: number
  hangupOnStar: boolean
  answerOnBridge: boolean
  sequential: boolean
  /** A country's, e.g. `uk`; null for the usual one. */
  ringTone: string | null
  callerId: string
  /** When to record from, and how; null where nothing is recorded. */
  record: { from: "answer" | "ringing"; settings: RecordingSettings } | null
  /** Asked where the caller goes when the phone sends a SIP REFER; null where it must not. */
  refer: FetchErrand | null
}

function readRecord(stage: Stage, node: TwimlNode): DialSettings["record"] {
  const written = node.attributes.record ?? "do-not-record"
  if (["do-not-record", "false", ""].includes(written)) return null
  const match = /^(?:true|record-from-(answer|ringing)(-dual)?)$/.exec(written)
  if (!match) {
    complain(stage)(`<Dial record="${written}"> is unknown: nothing is recorded`)
    return null
  }
  const track = node.attributes.recordingTrack
  return {
    from: match[1] === "ringing" ? "ringing" : "answer",
    settings: {
      source: "DialVerb",
      channels: match[2] ? 2 : 1,
      track: track === "inbound" || track === "outbound" ? track : "both",
      callback: readRecordingCallback(stage, node),
    },
  }
}

const RING_TONES =
  "automatic at au bg br be ch cl cn cz de dk ee es fi fr gr hu il in it lt jp mx my nl no nz ph pl pt ru se sg th uk us us-old tw ve za"

/** The tone of a country that the caller hears instead of the phone's own; null for that. */
function readRingTone(stage: Stage, node: TwimlNode): string | null {
  const written = node.attributes.ringTone ?? "automatic"
  if (RING_TONES.split(" ").includes(written)) return written === "automatic" ? null : written
  const text = `<Dial ringTone="${written}"> is unknown: the usual tone is heard`
  complain(stage)(text, attributeCode("Dial", "ringTone"))
  return null
}

/** Throws ApplicationError for a URL that cannot be asked. */
function readRefer(stage: Stage, node: TwimlNode): FetchErrand | null {
  const { referUrl } = node.attributes
  return referUrl ? goTo(stage, referUrl, methodAttribute(node, "referMethod"), "<Dial referUrl>") : null
}

export function readDialSettings(stage: Stage, node: TwimlNode): DialSettings {
  const limit = (name: string, fallback: number, lowest: number, highest: number) =>
    numberAttribute(node, name, { fallback, lowest, highest }, complain(stage)) * 1000
  return {
    timeoutMs: limit("timeout", 30, 5, 600),
    timeLimitMs: limit("timeLimit", 14_400, 1, 14_400),
    hangupOnStar: booleanAttribute(node, "hangupOnStar", false),
    answerOnBridge: booleanAttribute(node, "answerOnBridge", false),
    sequential: booleanAttribute(node, "sequential", false),
    ringTone: readRingTone(stage, node),
    callerId: node.attributes.callerId ?? stage.call.from,
    record: readRecord(stage, node),
    refer: readRefer(stage, node),
  }
}
