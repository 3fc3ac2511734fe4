// Calls of the REST API: create, list, fetch, update, delete (facts 1.11).
import type { FastifyInstance, FastifyRequest } from "fastify"
import type { Call } from "../voice/call.ts"
import { conduct } from "../voice/conduct.ts"
import { endCall } from "../voice/end-call.ts"
import { toE164 } from "../voice/phone-number.ts"
import { limitCall, placeOutboundCall } from "../voice/place-outbound-call.ts"
import type { World } from "../world.ts"
import { callJson } from "./call-json.ts"
import {
  readErrand,
  readFallback,
  readOutboundCall,
  readStatusCallback,
  readTimeLimit,
} from "./call-params.ts"
import { pageOf } from "./page.ts"
import { callOf, formOf, queryOf, readChoice, readSid } from "./request-form.ts"
import { timeFilter } from "./time-filter.ts"
import { TwilioError } from "./twilio-error.ts"

const STATUSES = ["queued", "ringing", "in-progress", "canceled", "completed", "failed", "busy", "no-answer"]

function listCalls(world: World, request: FastifyRequest) {
  const query = queryOf(request)
  readChoice(query, "Status", [...STATUSES, ""], "")
  readSid(query, "ParentCallSid", "CA")
  const started = timeFilter(query, "StartTime")
  const ended = timeFilter(query, "EndTime")
  const equal = (name: string, value: string | null) => query.get(name) === null || query.get(name) === value
  const isNumber = (name: string, value: string) => {
    const written = query.get(name)
    return written === null || (toE164(written) ?? written) === value
  }
  return pageOf(request.url, "calls", {
    items: [...world.calls.values()]
      .reverse()
      .filter(
        (call) =>
          isNumber("To", call.to) &&
          isNumber("From", call.from) &&
          equal("Status", call.status) &&
          equal("ParentCallSid", call.parent?.sid ?? null) &&
          started(call.answeredAt ?? call.createdAt) &&
          ended(call.endedAt),
      ),
    sidOf: (call) => call.sid,
    show: (call) => callJson(world, call),
  })
}

/** Update: `Status` ends the call, `Url` or `Twiml` sends it elsewhere; an ended call is 400/21220. */
function updateCall(world: World, call: Call, form: URLSearchParams): void {
  const status = readChoice(form, "Status", ["completed", "canceled", ""], "")
  const errand = readErrand(world, form)
  const statusCallback = readStatusCallback(form)
  const fallback = readFallback(form)
  const timeLimit = readTimeLimit(form)
  if (call.ended) throw new TwilioError(400, 21220, "Call is not in-progress. Cannot redirect.")
  if (status === "canceled" && call.answeredAt !== null) {
    throw new TwilioError(400, 21220, "Call is in-progress. Cannot cancel.")
  }
  if (status === "" && errand !== null && call.answeredAt === null) {
    throw new TwilioError(400, 21220, "Call is not in-progress. Cannot redirect.")
  }
  // An update names no events: those asked for at the start stay.
  if (statusCallback) {
    call.statusCallback = { ...statusCallback, events: call.statusCallback?.events ?? statusCallback.events }
  }
  if (fallback) call.fallback = fallback
  if (timeLimit !== null) limitCall(world, call, timeLimit)
  if (status !== "") {
    world.diary.note(call.sid, `REST ends the call: ${status}`)
    endCall(world, call, "canceled")
  } else if (errand !== null) {
    world.diary.note(call.sid, "REST sends the call elsewhere")
    void conduct(world, call, errand)
  }
}

export function callRoutes(app: FastifyInstance, world: World): void {
  app.get("/Calls.json", async (request) => listCalls(world, request))
  app.post("/Calls.json", async (request, reply) => {
    const call = placeOutboundCall(world, readOutboundCall(world, formOf(request)))
    return reply.code(201).send(callJson(world, call))
  })
  app.get("/Calls/:callSid(^\\w+).json", async (request) => callJson(world, callOf(world, request)))
  app.post("/Calls/:callSid(^\\w+).json", async (request) => {
    const call = callOf(world, request)
    updateCall(world, call, formOf(request))
    return callJson(world, call)
  })
  app.delete("/Calls/:callSid(^\\w+).json", async (request, reply) => {
    const call = callOf(world, request)
    if (!call.ended) throw new TwilioError(409, 20009, "Cannot delete this resource before it is complete")
    world.calls.delete(call.sid)
    world.changed()
    return reply.code(204).send()
  })
}
