// Conferences of the REST API: list, fetch, end, announce (Twilio's documents of Conferences).
import type { FastifyInstance, FastifyRequest } from "fastify"
import { announce } from "../voice/conference/announce.ts"
import type { Conference } from "../voice/conference/conference.ts"
import { endConference } from "../voice/conference/conferences.ts"
import { API_VERSION, rfc2822 } from "../voice/voice-params.ts"
import type { World } from "../world.ts"
import { pageOf } from "./page.ts"
import { formOf, queryOf, readChoice, readMethod, readUrl, resourceOf } from "./request-form.ts"
import { timeFilter } from "./time-filter.ts"
import { TwilioError } from "./twilio-error.ts"

const STATUSES = ["init", "in-progress", "completed"] as const

export function conferenceUri(world: World, room: Conference): string {
  return `/${API_VERSION}/Accounts/${world.account.sid}/Conferences/${room.sid}`
}

function conferenceJson(world: World, room: Conference) {
  const uri = conferenceUri(world, room)
  return {
    account_sid: world.account.sid,
    api_version: API_VERSION,
    call_sid_ending_conference: room.end?.callSid ?? null,
    date_created: rfc2822(room.createdAt),
    date_updated: rfc2822(room.updatedAt),
    friendly_name: room.friendlyName,
    reason_conference_ended: room.end?.reason ?? null,
    region: room.region ?? "us1",
    sid: room.sid,
    status: room.status,
    subresource_uris: {
      participants: `${uri}/Participants.json`,
      recordings: `${uri}/Recordings.json`,
    },
    uri: `${uri}.json`,
  }
}

/** The conference named in the path by its SID. */
export function conferenceOf(world: World, request: FastifyRequest): Conference {
  return resourceOf(world, request, "conferenceSid", (sid) => world.conferences.get(sid))
}

function listConferences(world: World, request: FastifyRequest) {
  const query = queryOf(request)
  const status = readChoice(query, "Status", [...STATUSES, ""], "")
  const name = query.get("FriendlyName")
  const created = timeFilter(query, "DateCreated")
  const updated = timeFilter(query, "DateUpdated")
  return pageOf(request.url, "conferences", {
    items: [...world.conferences.values()]
      .reverse()
      .filter(
        (room) =>
          (status === "" || room.status === status) &&
          (name === null || room.friendlyName === name) &&
          created(room.createdAt) &&
          updated(room.updatedAt),
      ),
    sidOf: (room) => room.sid,
    show: (room) => conferenceJson(world, room),
  })
}

/** `Status=completed` ends it, `AnnounceUrl` is heard by all; one that is over has nobody to hear it (16001). */
function updateConference(world: World, room: Conference, form: URLSearchParams): void {
  const status = readChoice(form, "Status", ["completed", ""], "")
  const [url, method] = [readUrl(form, "AnnounceUrl"), readMethod(form, "AnnounceMethod")]
  if (url !== null) {
    if (room.status === "completed") throw new TwilioError(400, 16001, "Conference is not bridged")
    void announce(world, room, null, { kind: "fetch", url, method, params: [] })
  }
  if (status !== "") endConference(world, room, null, "conference-ended-via-api")
}

export function conferenceRoutes(app: FastifyInstance, world: World): void {
  const one = "/Conferences/:conferenceSid(^\\w+).json"
  app.get("/Conferences.json", async (request) => listConferences(world, request))
  app.get(one, async (request) => conferenceJson(world, conferenceOf(world, request)))
  app.post(one, async (request) => {
    const room = conferenceOf(world, request)
    updateConference(world, room, formOf(request))
    return conferenceJson(world, room)
  })
}
