// Recordings of calls and of conferences of the REST API: metadata only, there is no sound (facts 1.11).
import type { FastifyInstance, FastifyRequest } from "fastify"
import { recordedSeconds, recordingsOf, recordingsOfConference } from "../voice/recorded.ts"
import {
  RECORDING_EVENTS,
  type Recording,
  type RecordingCallback,
  type RecordingSettings,
} from "../voice/recording.ts"
import { pauseRecording, resumeRecording, startRecording, stopRecording } from "../voice/recordings.ts"
import { API_VERSION, rfc2822 } from "../voice/voice-params.ts"
import type { World } from "../world.ts"
import { conferenceOf } from "./conferences-resource.ts"
import { pageOf } from "./page.ts"
import { callOf, formOf, queryOf, readChoice, readMethod, readUrl, resourceOf } from "./request-form.ts"
import { timeFilter } from "./time-filter.ts"
import { TwilioError } from "./twilio-error.ts"

/** What has recordings: by its name in paths, the route to one, and those of the one that a request names. */
const PARENTS = {
  Calls: {
    route: "/Calls/:callSid(^\\w+)",
    recordings: (world: World, request: FastifyRequest) => recordingsOf(world, callOf(world, request)),
  },
  Conferences: {
    route: "/Conferences/:conferenceSid(^\\w+)",
    recordings: (world: World, request: FastifyRequest) =>
      recordingsOfConference(world, conferenceOf(world, request)),
  },
} as const

type Parent = keyof typeof PARENTS

function recordingJson(world: World, recording: Recording, parent: Parent) {
  const { call, conferenceSid, settings, sid } = recording
  const above = `${parent}/${parent === "Calls" ? call.sid : conferenceSid}`
  return {
    account_sid: world.account.sid,
    api_version: API_VERSION,
    call_sid: call.sid,
    conference_sid: conferenceSid,
    channels: settings.channels,
    date_created: rfc2822(recording.startedAt),
    date_updated: rfc2822(recording.updatedAt),
    start_time: rfc2822(recording.startedAt),
    price: null,
    price_unit: "USD",
    duration: recording.status === "completed" ? String(recordedSeconds(world, recording)) : null,
    sid,
    source: settings.source,
    status: recording.status,
    error_code: null,
    encryption_details: null,
    ...(parent === "Calls" && { track: settings.track }),
    uri: `/${API_VERSION}/Accounts/${world.account.sid}/${above}/Recordings/${sid}.json`,
  }
}

/** The callback `name`, with its Method and Event; null where it was not sent. */
export function readRecordingCallback(form: URLSearchParams, name: string): RecordingCallback | null {
  const url = readUrl(form, name)
  const method = readMethod(form, `${name}Method`)
  if (url === null) return null
  const named = form.getAll(`${name}Event`).flatMap((value) => value.split(/[\s,]+/))
  const events = RECORDING_EVENTS.filter((event) => named.includes(event))
  return {
    url,
    method,
    events: new Set(events.length > 0 ? events : (["completed"] as const)),
  }
}

/** How to record, from the parameters that Recordings and Calls share. */
export function readRecordingSettings(
  form: URLSearchParams,
  source: RecordingSettings["source"],
): RecordingSettings {
  readChoice(form, "Trim", ["trim-silence", "do-not-trim"], "do-not-trim")
  return {
    source,
    channels: readChoice(form, "RecordingChannels", ["mono", "dual"], "mono") === "dual" ? 2 : 1,
    track: readChoice(form, "RecordingTrack", ["inbound", "outbound", "both"], "both"),
    callback: readRecordingCallback(form, "RecordingStatusCallback"),
  }
}

function updateRecording(world: World, recording: Recording, form: URLSearchParams): void {
  const statuses = ["in-progress", "paused", "stopped"] as const
  const status = readChoice(form, "Status", [...statuses, ""], "")
  const behavior = readChoice(form, "PauseBehavior", ["skip", "silence"], "silence")
  if (status === "") throw new TwilioError(400, 20001, "Status is required")
  if (recording.endedAt !== null) {
    throw new TwilioError(400, 21220, `Recording is ${recording.status}. Cannot change it.`)
  }
  if (status === "paused") pauseRecording(world, recording, behavior)
  else if (status === "stopped") stopRecording(world, recording)
  else resumeRecording(world, recording)
}

function routesBelow(app: FastifyInstance, world: World, parent: Parent): void {
  const { route, recordings } = PARENTS[parent]
  const show = (recording: Recording) => recordingJson(world, recording, parent)
  const recordingOf = (request: FastifyRequest) => {
    const known = recordings(world, request)
    return resourceOf(world, request, "recordingSid", (sid) =>
      known.find(({ sid: own, endedAt }) => (sid === "Twilio.CURRENT" ? endedAt === null : own === sid)),
    )
  }
  const one = `${route}/Recordings/:recordingSid(^(?:Twilio\\.)?\\w+).json`
  app.get(`${route}/Recordings.json`, async (request) => {
    const created = timeFilter(queryOf(request), "DateCreated")
    return pageOf(request.url, "recordings", {
      items: recordings(world, request).filter(({ startedAt }) => created(startedAt)),
      sidOf: (recording) => recording.sid,
      show,
    })
  })
  app.get(one, async (request) => show(recordingOf(request)))
  app.post(one, async (request) => {
    const recording = recordingOf(request)
    updateRecording(world, recording, formOf(request))
    return show(recording)
  })
  app.delete(one, async (request, reply) => {
    const recording = recordingOf(request)
    if (recording.endedAt === null) {
      throw new TwilioError(409, 20009, "Cannot delete this resource before it is complete")
    }
    world.recordings.delete(recording.sid)
    return reply.code(204).send()
  })
}

export function recordingRoutes(app: FastifyInstance, world: World): void {
  routesBelow(app, world, "Calls")
  routesBelow(app, world, "Conferences")
  app.post("/Calls/:callSid(^\\w+)/Recordings.json", async (request, reply) => {
    const call = callOf(world, request)
    const settings = readRecordingSettings(formOf(request), "StartCallRecordingAPI")
    if (call.status !== "in-progress") {
      throw new TwilioError(400, 21220, "Requested resource is not eligible for recording")
    }
    return reply.code(201).send(recordingJson(world, startRecording(world, call, settings), "Calls"))
  })
}
