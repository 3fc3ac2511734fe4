// Recordings of a call of the REST API: metadata only, there is no sound (facts 1.11).
import type { FastifyInstance, FastifyRequest } from "fastify"
import type { Call } from "../voice/call.ts"
import { recordedSeconds, recordingsOf } from "../voice/recorded.ts"
import {
  RECORDING_EVENTS,
  type Recording,
  type RecordingCallback,
  type RecordingSettings,
} from "../voice/recording.ts"
import { pauseRecording, resumeRecording, startRecording, stopRecording } from "../voice/recordings.ts"
import { API_VERSION, rfc2822 } from "../voice/voice-params.ts"
import type { World } from "../world.ts"
import { pageOf } from "./page.ts"
import { callOf, formOf, queryOf, readChoice, readMethod, readUrl, resourceOf } from "./request-form.ts"
import { timeFilter } from "./time-filter.ts"
import { TwilioError } from "./twilio-error.ts"

function recordingJson(world: World, recording: Recording) {
  const { call, settings, sid } = recording
  return {
    account_sid: world.account.sid,
    api_version: API_VERSION,
    call_sid: call.sid,
    conference_sid: recording.conferenceSid,
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
    track: settings.track,
    uri: `/${API_VERSION}/Accounts/${world.account.sid}/Calls/${call.sid}/Recordings/${sid}.json`,
  }
}

function readCallback(form: URLSearchParams): RecordingCallback | null {
  const url = readUrl(form, "RecordingStatusCallback")
  const method = readMethod(form, "RecordingStatusCallbackMethod")
  if (url === null) return null
  const named = form.getAll("RecordingStatusCallbackEvent").flatMap((value) => value.split(/[\s,]+/))
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
    callback: readCallback(form),
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

export function recordingRoutes(app: FastifyInstance, world: World): void {
  /** `Twilio.CURRENT` is the recording that runs. */
  const recordingOf = (request: FastifyRequest, call: Call) =>
    resourceOf(world, request, "recordingSid", (sid) =>
      recordingsOf(world, call).find(({ sid: own, endedAt }) =>
        sid === "Twilio.CURRENT" ? endedAt === null : own === sid,
      ),
    )
  const one = "/Calls/:callSid(^\\w+)/Recordings/:recordingSid(^(?:Twilio\\.)?\\w+).json"
  app.get("/Calls/:callSid(^\\w+)/Recordings.json", async (request) => {
    const created = timeFilter(queryOf(request), "DateCreated")
    return pageOf(request.url, "recordings", {
      items: recordingsOf(world, callOf(world, request)).filter(({ startedAt }) => created(startedAt)),
      sidOf: (recording) => recording.sid,
      show: (recording) => recordingJson(world, recording),
    })
  })
  app.post("/Calls/:callSid(^\\w+)/Recordings.json", async (request, reply) => {
    const call = callOf(world, request)
    const settings = readRecordingSettings(formOf(request), "StartCallRecordingAPI")
    if (call.status !== "in-progress") {
      throw new TwilioError(400, 21220, "Requested resource is not eligible for recording")
    }
    return reply.code(201).send(recordingJson(world, startRecording(world, call, settings)))
  })
  app.get(one, async (request) => recordingJson(world, recordingOf(request, callOf(world, request))))
  app.post(one, async (request) => {
    const recording = recordingOf(request, callOf(world, request))
    updateRecording(world, recording, formOf(request))
    return recordingJson(world, recording)
  })
  app.delete(one, async (request, reply) => {
    const recording = recordingOf(request, callOf(world, request))
    if (recording.endedAt === null) {
      throw new TwilioError(409, 20009, "Cannot delete this resource before it is complete")
    }
    world.recordings.delete(recording.sid)
    return reply.code(204).send()
  })
}
