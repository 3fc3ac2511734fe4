// Reads and checks the parameters of participants that REST adds or changes (Twilio's documents of Participants).
import type { Pastime } from "../twiml/errand.ts"
import type { Call } from "../voice/call.ts"
import type { ParticipantChange } from "../voice/conference/change-participant.ts"
import {
  BEEPS,
  CONFERENCE_EVENTS,
  type Conference,
  type ConferenceSettings,
  type Participant,
  type ParticipantSettings,
  REGIONS,
} from "../voice/conference/conference.ts"
import { isWrongLabel } from "../voice/conference/participant-label.ts"
import { readRecordingCallback } from "./recordings-resource.ts"
import { readChoice, readFlag, readMethod, readSid, readUrl, readWhole } from "./request-form.ts"
import { TwilioError } from "./twilio-error.ts"

const LARGEST_CONFERENCE = 250
const DEFAULT_EVENTS = ["start", "end"] as const

/** Undefined where `WaitUrl` was not sent; silence where it is empty. */
function readWait(form: URLSearchParams): Pastime | undefined {
  const [url, method] = [readUrl(form, "WaitUrl"), readMethod(form, "WaitMethod")]
  if (url !== null) return { kind: "fetch", url, method, params: [] }
  return form.has("WaitUrl") ? "silence" : undefined
}

/** Null for no coach, undefined where nothing was said of it; throws 400 with 16002 or 16028. */
function readCoached(form: URLSearchParams, others: readonly Participant[]): Call | null | undefined {
  const sid = readSid(form, "CallSidToCoach", "CA")
  const coaching = form.has("Coaching") ? readFlag(form, "Coaching", false) : undefined
  if (coaching === false) return null
  if (!sid) {
    if (coaching === undefined) return undefined
    throw new TwilioError(400, 16002, "Coaching needs CallSidToCoach")
  }
  const coached = others.find(({ call }) => call.sid === sid)
  if (coached) return coached.call
  throw new TwilioError(400, 16028, `Participant to be whispered is not present in the conference: ${sid}`)
}

function readHold(form: URLSearchParams, participant: Participant): Pastime | null | undefined {
  const [url, method] = [readUrl(form, "HoldUrl"), readMethod(form, "HoldMethod", "GET")]
  const held = readFlag(form, "Hold", participant.hold !== null)
  if (!held) return form.has("Hold") ? null : undefined
  if (url !== null) return { kind: "fetch", url, method, params: [] }
  return participant.hold === null ? "music" : undefined
}

/** Parameters that are absent change nothing. Anything but `true` unmutes, as the words beside Muted say. */
export function readParticipantChange(
  form: URLSearchParams,
  room: Conference,
  participant: Participant,
): ParticipantChange {
  const flag = (name: string) => (form.has(name) ? readFlag(form, name, false) : undefined)
  const others = room.participants.filter((other) => other !== participant)
  return {
    muted: form.has("Muted") ? form.get("Muted")?.toLowerCase() === "true" : undefined,
    hold: readHold(form, participant),
    wait: readWait(form),
    beepOnExit: flag("BeepOnExit"),
    endOnExit: flag("EndConferenceOnExit"),
    coached: readCoached(form, others),
  }
}

/** What the conference is made with, if this participant is the first. */
export function readConferenceSettings(form: URLSearchParams): ConferenceSettings {
  const url = readUrl(form, "ConferenceStatusCallback")
  const method = readMethod(form, "ConferenceStatusCallbackMethod")
  const named = form.getAll("ConferenceStatusCallbackEvent").flatMap((value) => value.split(/[\s,]+/))
  const events = CONFERENCE_EVENTS.filter((event) => named.includes(event))
  const records = ["true", "false", "record-from-start", "do-not-record"] as const
  const record = readChoice(form, "ConferenceRecord", records, "false")
  readChoice(form, "ConferenceTrim", ["trim-silence", "do-not-trim"], "trim-silence")
  const callback = readRecordingCallback(form, "ConferenceRecordingStatusCallback")
  return {
    callback:
      url === null ? null : { url, method, events: new Set(events.length > 0 ? events : DEFAULT_EVENTS) },
    recording: ["true", "record-from-start"].includes(record)
      ? { source: "Conference", channels: 1, track: "both", callback }
      : null,
    recordEndUrl: null,
  }
}

/** The region that is asked for; null for none. */
export function readRegion(form: URLSearchParams): Conference["region"] {
  const region = readChoice(form, "Region", [...REGIONS, ""], "")
  return region === "" ? null : region
}

/** A participant to be called; `room` is undefined where none is there yet. Throws the TwilioError that fits. */
export function readParticipant(form: URLSearchParams, room: Conference | undefined): ParticipantSettings {
  const others = room?.participants ?? []
  const known = [...others, ...(room?.awaited ?? [])]
  const label = form.get("Label") ?? ""
  if (isWrongLabel(label)) {
    throw new TwilioError(400, 16024, `Label: up to 128 characters, no Call SID, no slash: ${label}`)
  }
  if (label !== "" && known.some((other) => other.label === label)) {
    throw new TwilioError(400, 16026, `Label is in use by another participant: ${label}`)
  }
  const limits = { fallback: LARGEST_CONFERENCE, lowest: 2, highest: LARGEST_CONFERENCE }
  if (known.length >= readWhole(form, "MaxParticipants", limits)) {
    throw new TwilioError(400, 16020, "Conference is full")
  }
  readChoice(form, "JitterBufferSize", ["off", "small", "medium", "large"], "large")
  return {
    label,
    startOnEnter: readFlag(form, "StartConferenceOnEnter", true),
    endOnExit: readFlag(form, "EndConferenceOnExit", false),
    beep: readChoice(form, "Beep", BEEPS, "true"),
    muted: readFlag(form, "Muted", false),
    coached: readCoached(form, others) ?? null,
    wait: readWait(form) ?? "music",
  }
}
