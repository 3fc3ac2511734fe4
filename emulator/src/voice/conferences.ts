// Conferences: made, joined, started, left and ended.
import { newSid } from "../sids.ts"
import type { World } from "../world.ts"
import type { Call } from "./call.ts"
import type { Beep, Conference, ConferenceSettings, Participant } from "./conference.ts"
import { participantParams, tell } from "./conference-events.ts"
import { recordConference } from "./conference-recording.ts"

/** The room of that name that is not over. */
export function conferenceNamed(world: World, friendlyName: string): Conference | undefined {
  return [...world.conferences.values()].find((room) => room.friendlyName === friendlyName)
}

export function createConference(
  world: World,
  friendlyName: string,
  settings: ConferenceSettings,
): Conference {
  const conference: Conference = {
    sid: newSid("CF"),
    friendlyName,
    settings,
    participants: [],
    started: new AbortController(),
    over: new AbortController(),
    nextSequenceNumber: 1,
    callbacks: Promise.resolve(),
  }
  world.conferences.set(conference.sid, conference)
  return conference
}

/** Where this leg is in a conference; null where it is in none. */
export function seatOf(world: World, call: Call): { room: Conference; participant: Participant } | null {
  for (const room of world.conferences.values()) {
    const participant = room.participants.find((one) => one.call === call)
    if (participant) return { room, participant }
  }
  return null
}

/** Whether this leg hears anybody: the other party, or a conference that has started. */
export function talks(world: World, call: Call): boolean {
  return call.peer !== null || seatOf(world, call)?.room.started.signal.aborted === true
}

/** The others in a conference that has started hear that somebody came or went. */
function beep(room: Conference, { call, beep }: Participant, when: Beep): void {
  if (!room.started.signal.aborted || (beep !== "true" && beep !== when)) return
  for (const other of room.participants) if (other.call !== call) other.call.hear("signal", "Beep")
}

/** Enters; the conference starts with the second participant, once one of them may start it. */
export function enterConference(world: World, room: Conference, participant: Participant): void {
  room.participants.push(participant)
  tell(world, room, "participant-join", participant.call, participantParams(participant))
  const { started, participants } = room
  const starts = participants.length > 1 && participants.some(({ startOnEnter }) => startOnEnter)
  if (!started.signal.aborted && starts) {
    started.abort()
    tell(world, room, "conference-start", participant.call, [])
    recordConference(world, room)
  }
  beep(room, participant, "onEnter")
}

/** The last one, or one with endOnExit, has left: the conference ends for all. */
function endConference(world: World, room: Conference, last: Participant): void {
  if (!world.conferences.delete(room.sid)) return
  const { call, label, endOnExit } = last
  const [cause, words] = endOnExit
    ? ["participant-with-end-conference-on-exit-left", "left, and ends the conference on exit"]
    : ["last-participant-left", "was the last participant and left"]
  tell(world, room, "conference-end", call, [
    ["CallSidEndingConference", call.sid],
    ...(label === "" ? [] : [["ParticipantLabelEndingConference", label] as const]),
    ["ReasonConferenceEnded", cause],
    ["Reason", `${call.sid} ${words}`],
  ])
  room.over.abort()
}

/** Leaves; the last one, and one with endOnExit, end the conference for all. */
export function leaveConference(world: World, room: Conference, participant: Participant): void {
  const index = room.participants.indexOf(participant)
  if (index < 0) return
  room.participants.splice(index, 1)
  const { call, endOnExit } = participant
  const moderated = participant.out.signal.aborted
  const reason = moderated
    ? "moderator_ended_conference"
    : call.ended
      ? "participant_hung_up"
      : "participant_updated_via_api"
  tell(world, room, "participant-leave", call, [
    ...participantParams(participant),
    ["ParticipantCallStatus", call.status],
    ["ReasonParticipantLeft", reason],
  ])
  const ends = endOnExit && !moderated
  if (ends) for (const other of room.participants) other.out.abort()
  if (ends || room.participants.length === 0) endConference(world, room, participant)
  else beep(room, participant, "onExit")
}
