// What is told of a conference to its status callback, in order (Twilio's documents of <Conference>).
import type { FormParams } from "../../webhook/signature.ts"
import type { World } from "../../world.ts"
import type { Call } from "../call.ts"
import { postStatusCallback } from "../status-callbacks.ts"
import { rfc2822 } from "../voice-params.ts"
import type { Conference, ConferenceEvent, Participant } from "./conference.ts"

/** By its name in the callback: the kind of event that statusCallbackEvent asks for. */
const KINDS = {
  "conference-start": "start",
  "conference-end": "end",
  "participant-join": "join",
  "participant-leave": "leave",
  "participant-mute": "mute",
  "participant-unmute": "mute",
  "participant-hold": "hold",
  "participant-unhold": "hold",
  "participant-modify": "modify",
  "participant-speech-start": "speaker",
  "participant-speech-stop": "speaker",
  "announcement-end": "announcement",
  "announcement-fail": "announcement",
} as const satisfies Record<string, ConferenceEvent>

/** The status callback failed, or answered an error (15003 for calls). */
const CALLBACK_FAILED = 16011

/** What every request about a conference tells; each takes the next number. */
export function conferenceParams(world: World, room: Conference): FormParams {
  return [
    ["ConferenceSid", room.sid],
    ["FriendlyName", room.friendlyName],
    ["AccountSid", world.account.sid],
    ["SequenceNumber", String(room.nextSequenceNumber++)],
    ["Timestamp", rfc2822(world.clock.now())],
  ]
}

export function participantParams({ call, coached, label, ...participant }: Participant): FormParams {
  return [
    ["CallSid", call.sid],
    ["Muted", String(participant.muted)],
    ["Hold", String(participant.hold !== null)],
    ["Coaching", String(coached !== null)],
    ...(coached === null ? [] : [["CallSidToCoach", coached.sid] as const]),
    ["EndConferenceOnExit", String(participant.endOnExit)],
    ["StartConferenceOnEnter", String(participant.startOnEnter)],
    ...(label === "" ? [] : [["ParticipantLabel", label] as const]),
  ]
}

/** Tells of an event; `cause` is the leg that it stands with in the diary. */
export function tell(
  world: World,
  room: Conference,
  event: keyof typeof KINDS,
  cause: Call,
  more: FormParams,
): void {
  world.diary.note(cause.sid, `${event} ${room.friendlyName}`)
  room.updatedAt = world.clock.now()
  world.changed()
  const params = [...conferenceParams(world, room), ["StatusCallbackEvent", event] as const, ...more]
  const { callback } = room.settings
  if (!callback?.events.has(KINDS[event])) return
  room.callbacks = room.callbacks.then(() =>
    postStatusCallback(world, cause, callback, params, CALLBACK_FAILED),
  )
}
