// Conferences: made, joined, started, left and ended.
import { newSid } from "../../sids.ts"
import type { World } from "../../world.ts"
import type { Call } from "../call.ts"
import { endCall } from "../end-call.ts"
import {
  type Conference,
  type ConferenceEnd,
  type ConferenceSettings,
  type Participant,
  type PutOut,
  renewTurn,
} from "./conference.ts"
import { participantParams, tell } from "./conference-events.ts"
import { recordConference } from "./conference-recording.ts"

/** Of those that are over, this many are kept, as of calls. */
const ENDED_KEPT = 500

/** The room of that name that is not over. */
export function conferenceNamed(world: World, friendlyName: string): Conference | undefined {
  return [...world.conferences.values()].find((room) => {
    return room.friendlyName === friendlyName && room.status !== "completed"
  })
}

export function createConference(
  world: World,
  friendlyName: string,
  settings: ConferenceSettings,
): Conference {
  const now = world.clock.now()
  const conference: Conference = {
    sid: newSid("CF"),
    friendlyName,
    settings,
    region: null,
    status: "init",
    participants: [],
    awaited: [],
    createdAt: now,
    updatedAt: now,
    end: null,
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
  return call.peer !== null || seatOf(world, call)?.room.status === "in-progress"
}

/** False when it was not there. */
function remove(participants: Participant[], participant: Participant): boolean {
  const index = participants.indexOf(participant)
  if (index >= 0) participants.splice(index, 1)
  return index >= 0
}

/** The others in a conference that has started hear that somebody came or went. */
function beep(room: Conference, { call }: Participant): void {
  if (room.status !== "in-progress") return
  for (const other of room.participants) if (other.call !== call) other.call.hear("signal", "Beep")
}

/** Enters; the conference starts with the second participant, once one of them may start it. */
export function enterConference(world: World, room: Conference, participant: Participant): void {
  remove(room.awaited, participant)
  room.participants.push(participant)
  tell(world, room, "participant-join", participant.call, participantParams(participant))
  const { participants } = room
  if (room.status === "init" && participants.length > 1 && participants.some((one) => one.startOnEnter)) {
    room.status = "in-progress"
    for (const one of participants) renewTurn(one)
    tell(world, room, "conference-start", participant.call, [])
    recordConference(world, room)
  }
  if (participant.beepOnEnter) beep(room, participant)
}

/** Puts somebody out, who then leaves by that reason; whoever still rings is not called any more. */
export function putOut({ out }: Participant, reason: PutOut): void {
  out.abort(reason)
}

/** Ends it for all that are still in it, or expected; `last` is who ended it, null for REST. */
export function endConference(
  world: World,
  room: Conference,
  last: Participant | null,
  reason: ConferenceEnd["reason"],
): void {
  const others = [...room.participants, ...room.awaited]
  const cause = last ?? others[0]
  if (room.status === "completed" || !cause) return
  room.status = "completed"
  room.end = { reason, callSid: last?.call.sid ?? null }
  for (const one of others) putOut(one, last ? "moderator_ended_conference" : "conference_ended_via_api")
  tell(world, room, "conference-end", cause.call, [
    ...(last ? [["CallSidEndingConference", last.call.sid] as const] : []),
    ...(last?.label ? [["ParticipantLabelEndingConference", last.label] as const] : []),
    ["ReasonConferenceEnded", reason],
    ["Reason", `${last?.call.sid ?? "REST"}: ${reason.replaceAll("-", " ")}`],
  ])
  room.over.abort()
  const ended = [...world.conferences.values()].filter(({ status }) => status === "completed")
  if (ended.length > ENDED_KEPT) world.conferences.delete(ended[0]?.sid ?? "")
}

/** Somebody is out of it: the last one, and one with endOnExit, end the conference for all. */
function part(world: World, room: Conference, participant: Participant, reason: string): void {
  const { call, endOnExit, left, out } = participant
  left.abort()
  tell(world, room, "participant-leave", call, [
    ...participantParams(participant),
    ["ParticipantCallStatus", call.status],
    ["ReasonParticipantLeft", reason],
  ])
  const how = out.signal.aborted ? "kicked" : "left"
  if (endOnExit) endConference(world, room, participant, `participant-with-end-conference-on-exit-${how}`)
  else if (room.participants.length + room.awaited.length > 0) {
    if (participant.beepOnExit) beep(room, participant)
  } else endConference(world, room, participant, `last-participant-${how}`)
}

export function leaveConference(world: World, room: Conference, participant: Participant): void {
  if (!remove(room.participants, participant)) return
  const { call, out } = participant
  const own = call.ended ? "participant_hung_up" : "participant_updated_via_api"
  part(world, room, participant, out.signal.aborted ? String(out.signal.reason) : own)
}

/** Expects somebody whom REST calls: in the conference once the call's document enters it, out with the call's end. */
export function expectParticipant(world: World, room: Conference, participant: Participant): void {
  const { call, out } = participant
  room.awaited.push(participant)
  call.gone.addEventListener("abort", () => {
    if (remove(room.awaited, participant)) part(world, room, participant, "participant_add_failed")
  })
  out.signal.addEventListener("abort", () => {
    if (room.awaited.includes(participant)) endCall(world, call, "canceled")
  })
}
