// The attributes of <Conference>: what holds for the whole conference, and what for this participant.
import { BEEPS, CONFERENCE_EVENTS, type ConferenceSettings, type Participant } from "../voice/conference.ts"
import { booleanAttribute, methodAttribute } from "./attributes.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { readRecordingCallback } from "./recording-attributes.ts"
import { goTo, type Stage } from "./stage.ts"

function readCallback(stage: Stage, node: TwimlNode): ConferenceSettings["callback"] {
  const { statusCallback, statusCallbackEvent } = node.attributes
  if (!statusCallback) return null
  const method = methodAttribute(node, "statusCallbackMethod")
  const { url } = goTo(stage, statusCallback, method, "<Conference statusCallback>")
  const named = (statusCallbackEvent ?? "").split(/\s+/)
  return { url, method, events: new Set(CONFERENCE_EVENTS.filter((event) => named.includes(event))) }
}

/** Throws ApplicationError for a URL that cannot be one. */
export function readConferenceSettings(stage: Stage, node: TwimlNode): ConferenceSettings {
  const { record = "", eventCallbackUrl } = node.attributes
  const recorded = ["record-from-start", "true"].includes(record)
  return {
    callback: readCallback(stage, node),
    recording: recorded
      ? { source: "Conference", channels: 1, track: "both", callback: readRecordingCallback(stage, node) }
      : null,
    recordEndUrl: eventCallbackUrl
      ? goTo(stage, eventCallbackUrl, "POST", "<Conference eventCallbackUrl>").url
      : null,
  }
}

/** `others` are those who are in the conference already: the one who is coached is among them. */
export function readParticipant(
  { call }: Stage,
  node: TwimlNode,
  others: readonly Participant[],
): Participant {
  const { beep, coach, participantLabel } = node.attributes
  return {
    call,
    muted: booleanAttribute(node, "muted", false),
    startOnEnter: booleanAttribute(node, "startConferenceOnEnter", true),
    endOnExit: booleanAttribute(node, "endConferenceOnExit", false),
    beep: BEEPS.find((known) => known === beep) ?? "true",
    label: participantLabel ?? "",
    coached: others.find((other) => other.call.sid === coach)?.call ?? null,
    out: new AbortController(),
  }
}
