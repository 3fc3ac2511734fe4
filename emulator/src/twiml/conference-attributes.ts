// The attributes of <Conference>: what holds for the whole conference, and what for this participant.
import {
  BEEPS,
  CONFERENCE_EVENTS,
  type ConferenceSettings,
  type Participant,
  type ParticipantSettings,
} from "../voice/conference/conference.ts"
import { booleanAttribute, methodAttribute } from "./attributes.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { readRecordingCallback } from "./recording-attributes.ts"
import { goTo, type Stage } from "./stage.ts"
import { readPastime } from "./wait.ts"

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

/** `others` are those who are in the conference already. Throws ApplicationError for a waitUrl that cannot be one. */
export function readParticipant(
  stage: Stage,
  node: TwimlNode,
  others: readonly Participant[],
): ParticipantSettings {
  const { beep, coach, participantLabel } = node.attributes
  return {
    label: participantLabel ?? "",
    startOnEnter: booleanAttribute(node, "startConferenceOnEnter", true),
    endOnExit: booleanAttribute(node, "endConferenceOnExit", false),
    beep: BEEPS.find((known) => known === beep) ?? "true",
    muted: booleanAttribute(node, "muted", false),
    coached: others.find((other) => other.call.sid === coach)?.call ?? null,
    wait: readPastime(stage, node, "waitMethod"),
  }
}
