// Participants of a conference in the REST API: added by a call, listed, changed, put out (Twilio's documents of Participants).
import type { FastifyInstance, FastifyRequest } from "fastify"
import { announce } from "../voice/conference/announce.ts"
import { changeParticipant } from "../voice/conference/change-participant.ts"
import { type Conference, createParticipant, type Participant } from "../voice/conference/conference.ts"
import {
  conferenceNamed,
  createConference,
  expectParticipant,
  putOut,
} from "../voice/conference/conferences.ts"
import { placeOutboundCall } from "../voice/place-outbound-call.ts"
import { rfc2822 } from "../voice/voice-params.ts"
import type { World } from "../world.ts"
import { readPlacement } from "./call-params.ts"
import { conferenceOf, conferenceUri } from "./conferences-resource.ts"
import { pageOf } from "./page.ts"
import {
  readConferenceSettings,
  readParticipant,
  readParticipantChange,
  readRegion,
} from "./participant-params.ts"
import { formOf, queryOf, readFlag, readMethod, readUrl, resourceOf } from "./request-form.ts"

function statusOf(room: Conference, participant: Participant): string {
  if (room.participants.includes(participant)) return "connected"
  const { status } = participant.call
  return status === "queued" || status === "ringing" ? status : "connecting"
}

/** `queueTime` is told only of one that was just added. */
function participantJson(
  world: World,
  room: Conference,
  participant: Participant,
  queueTime: string | null = null,
) {
  const { call, coached, label } = participant
  return {
    account_sid: world.account.sid,
    call_sid: call.sid,
    call_sid_to_coach: coached?.sid ?? null,
    coaching: coached !== null,
    conference_sid: room.sid,
    date_created: rfc2822(participant.createdAt),
    date_updated: rfc2822(participant.updatedAt),
    end_conference_on_exit: participant.endOnExit,
    hold: participant.hold !== null,
    label: label === "" ? null : label,
    muted: participant.muted,
    queue_time: queueTime,
    start_conference_on_enter: participant.startOnEnter,
    status: statusOf(room, participant),
    uri: `${conferenceUri(world, room)}/Participants/${call.sid}.json`,
  }
}

function listParticipants(world: World, request: FastifyRequest) {
  const room = conferenceOf(world, request)
  const query = queryOf(request)
  const fits = (name: string, value: boolean) => readFlag(query, name, value) === value
  for (const name of ["Muted", "Hold", "Coaching"]) readFlag(query, name, false)
  return pageOf(request.url, "participants", {
    items: [...room.participants, ...room.awaited].filter(
      ({ muted, hold, coached }) =>
        fits("Muted", muted) && fits("Hold", hold !== null) && fits("Coaching", coached !== null),
    ),
    sidOf: ({ call }) => call.sid,
    show: (participant) => participantJson(world, room, participant),
  })
}

/** Calls somebody into the conference that the path names, by its SID or its name; a name makes it where there is none. */
function addParticipant(world: World, request: FastifyRequest) {
  const form = formOf(request)
  const settings = readConferenceSettings(form)
  const region = readRegion(form)
  const placement = readPlacement(world, form, { lowest: 5, amd: "Amd" })
  const known = resourceOf(world, request, "conferenceSid", (name) => {
    if (!/^CF[0-9a-fA-F]{32}$/.test(name)) return { name, room: conferenceNamed(world, name) }
    const room = world.conferences.get(name)
    return room && room.status !== "completed" ? { name, room } : undefined
  })
  const participant = readParticipant(form, known.room)
  const room = known.room ?? createConference(world, known.name, settings)
  room.region ??= region
  const twiml = `<Response><Dial><Conference>${room.sid}</Conference></Dial></Response>`
  const call = placeOutboundCall(world, {
    ...placement,
    first: { kind: "inline", twiml },
    fallback: null,
    sendDigits: "",
  })
  const added = createParticipant(call, world.clock.now(), participant)
  expectParticipant(world, room, added)
  return participantJson(world, room, added, "0")
}

export function participantRoutes(app: FastifyInstance, world: World): void {
  const all = "/Conferences/:conferenceSid/Participants.json"
  const one = "/Conferences/:conferenceSid/Participants/:participant(^.+).json"
  const participantOf = (request: FastifyRequest) => {
    const room = conferenceOf(world, request)
    const participant = resourceOf(world, request, "participant", (sid) => {
      return [...room.participants, ...room.awaited].find(
        ({ call, label }) => sid === call.sid || sid === label,
      )
    })
    return { room, participant }
  }
  app.get(all, async (request) => listParticipants(world, request))
  app.post(all, async (request, reply) => reply.code(201).send(addParticipant(world, request)))
  app.get(one, async (request) => {
    const { room, participant } = participantOf(request)
    return participantJson(world, room, participant)
  })
  app.post(one, async (request) => {
    const { room, participant } = participantOf(request)
    const form = formOf(request)
    const change = readParticipantChange(form, room, participant)
    const [url, method] = [readUrl(form, "AnnounceUrl"), readMethod(form, "AnnounceMethod")]
    changeParticipant(world, room, participant, change)
    if (url !== null) void announce(world, room, participant, { kind: "fetch", url, method, params: [] })
    return participantJson(world, room, participant)
  })
  app.delete(one, async (request, reply) => {
    putOut(participantOf(request).participant, "participant_updated_via_api")
    return reply.code(204).send()
  })
}
