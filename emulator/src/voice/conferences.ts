// Conferences: joined, started, left and ended, each told to the status callback of the first participant.
import { newSid } from "../sids.ts"
import type { FormParams } from "../webhook/signature.ts"
import type { World } from "../world.ts"
import type { Conference, ConferenceEvent, Participant } from "./conference.ts"
import { postStatusCallback } from "./status-callbacks.ts"
import { rfc2822 } from "./voice-params.ts"

const NAMES: Readonly<Record<ConferenceEvent, string>> = {
  start: "conference-start",
  end: "conference-end",
  join: "participant-join",
  leave: "participant-leave",
}

/** The room of that name, made by whoever comes first. */
export function conferenceOf(
  world: World,
  friendlyName: string,
  callback: Conference["callback"],
): Conference {
  const known = [...world.conferences.values()].find((room) => room.friendlyName === friendlyName)
  if (known) return known
  const conference: Conference = {
    sid: newSid("CF"),
    friendlyName,
    callback,
    participants: [],
    started: new AbortController(),
    nextSequenceNumber: 1,
    callbacks: Promise.resolve(),
  }
  world.conferences.set(conference.sid, conference)
  return conference
}

function tell(
  world: World,
  room: Conference,
  event: ConferenceEvent,
  participant: Participant,
  more: FormParams,
): void {
  world.diary.note(participant.call.sid, `${NAMES[event]} ${room.friendlyName}`)
  world.changed()
  const sequence = room.nextSequenceNumber++
  const { callback } = room
  if (!callback?.events.has(event)) return
  const params: FormParams = [
    ["ConferenceSid", room.sid],
    ["FriendlyName", room.friendlyName],
    ["AccountSid", world.account.sid],
    ["SequenceNumber", String(sequence)],
    ["Timestamp", rfc2822(world.clock.now())],
    ["StatusCallbackEvent", NAMES[event]],
    ...more,
  ]
  room.callbacks = room.callbacks.then(() => postStatusCallback(world, participant.call, callback, params))
}

function participantParams(participant: Participant): FormParams {
  return [
    ["CallSid", participant.call.sid],
    ["Muted", String(participant.muted)],
    ["Hold", "false"],
    ["Coaching", "false"],
    ["EndConferenceOnExit", String(participant.endOnExit)],
    ["StartConferenceOnEnter", String(participant.startOnEnter)],
    ...(participant.label === "" ? [] : [["ParticipantLabel", participant.label] as const]),
  ]
}

/** Enters; the conference starts with the second participant, once one of them may start it. */
export function enterConference(world: World, room: Conference, participant: Participant): void {
  room.participants.push(participant)
  tell(world, room, "join", participant, participantParams(participant))
  const { started, participants } = room
  if (started.signal.aborted || participants.length < 2) return
  if (!participants.some(({ startOnEnter }) => startOnEnter)) return
  started.abort()
  tell(world, room, "start", participant, [])
}

/** Leaves; the last one, and one with endOnExit, end the conference for all. */
export function leaveConference(world: World, room: Conference, participant: Participant): void {
  const index = room.participants.indexOf(participant)
  if (index < 0) return
  room.participants.splice(index, 1)
  const moderated = participant.out.signal.aborted
  const reason = moderated
    ? "moderator_ended_conference"
    : participant.call.ended
      ? "participant_hung_up"
      : "participant_updated_via_api"
  tell(world, room, "leave", participant, [
    ...participantParams(participant),
    ["ParticipantCallStatus", participant.call.status],
    ["ReasonParticipantLeft", reason],
  ])
  if (participant.endOnExit && !moderated) for (const other of [...room.participants]) other.out.abort()
  if (room.participants.length > 0 && !participant.endOnExit) return
  if (!world.conferences.delete(room.sid)) return
  const cause = participant.endOnExit
    ? "participant-with-end-conference-on-exit-left"
    : "last-participant-left"
  tell(world, room, "end", participant, [
    ["CallSidEndingConference", participant.call.sid],
    ["ReasonConferenceEnded", cause],
  ])
}
