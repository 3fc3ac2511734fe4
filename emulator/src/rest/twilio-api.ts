// The REST API under /2010-04-01/Accounts/{AccountSid}: who may ask, in which format, and how errors are answered (facts 1).
import { timingSafeEqual } from "node:crypto"
import formbody from "@fastify/formbody"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { strikeRest } from "../faults/strike-rest.ts"
import { recordRequests } from "../record-exchanges.ts"
import type { World } from "../world.ts"
import { accountRoutes } from "./account-resource.ts"
import { callRoutes } from "./calls-resource.ts"
import { conferenceRoutes } from "./conferences-resource.ts"
import { numberRoutes } from "./numbers-resource.ts"
import { participantRoutes } from "./participants-resource.ts"
import { paymentRoutes } from "./payments-resource.ts"
import { queueRoutes } from "./queues-resource.ts"
import { recordingRoutes } from "./recordings-resource.ts"
import { pathOf, RequestForm } from "./request-form.ts"
import { createServedRoutes } from "./served-routes.ts"
import { errorBody, notFound, TwilioError } from "./twilio-error.ts"
import { toXml } from "./xml-answer.ts"

export const API_PREFIX = "/2010-04-01/Accounts/:accountSid"

/** Gives a path of the API without a format the one that its routes have; which one was asked for stays in originalUrl. */
export function withFormat(url: string): string {
  const [path = "", ...query] = url.split("?")
  if (!/^\/2010-04-01\/Accounts\/./.test(path) || path.endsWith(".json")) return url
  return [`${path.replace(/\/$/, "")}.json`, ...query].join("?")
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Basic auth by account SID and token, or by API key and secret (facts 8); throws 401/20003. */
function authenticate(world: World, request: FastifyRequest): void {
  const { account } = world
  const encoded = /^Basic\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1]
  const credentials = encoded ? Buffer.from(encoded, "base64").toString("utf8") : ""
  const allowed = [`${account.sid}:${account.authToken}`, `${account.apiKey}:${account.apiSecret}`]
  if (allowed.some((pair) => same(credentials, pair))) return
  const came = encoded ? "the wrong credentials" : "no credentials"
  world.diary.warn(null, `${request.method} ${pathOf(request)} came with ${came}`, 20003)
  throw new TwilioError(401, 20003, "Authenticate")
}

/** XML, unless the path that was asked for ends in .json; APIs of other products know JSON only. */
function chooseFormat(request: FastifyRequest, reply: FastifyReply): void {
  const path = pathOf(request)
  if (path.startsWith("/2010-04-01") && !path.endsWith(".json")) {
    reply.type("application/xml").serializer((answer) => toXml(path, answer))
  }
}

function answerError(
  world: World,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  // Fastify forgets the content type when a handler throws.
  chooseFormat(request, reply)
  if (error instanceof TwilioError) {
    if (error.status === 401) reply.header("www-authenticate", 'Basic realm="Twilio API"')
    else if (error.status !== 404 || error.code !== 20404) {
      world.diary.warn(null, `${request.method} ${pathOf(request)}: ${error.message}`, error.code)
    }
    return reply.code(error.status).send(errorBody(error))
  }
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500
  const message = error instanceof Error ? error.message : String(error)
  world.diary.fail(null, `${request.method} ${pathOf(request)}: ${message}`, 20500)
  const code = status < 500 ? 20001 : 20500
  return reply.code(status).send(errorBody({ status, code, message }))
}

/** Whether a URL is of Twilio's: of this API, or of another product's, as TaskRouter's `/v1/Workspaces`. */
export function isTwilios(url: string): boolean {
  return /^\/(2010-04-01|v\d+)(?=[/.?]|$)/.test(url)
}

/** Answers, in Twilio's words, what is asked for beside the account's resources. */
export function answerUnknown(world: World, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = pathOf(request)
  try {
    authenticate(world, request)
    const only = `of Twilio's APIs there is ${API_PREFIX.replace(":accountSid", world.account.sid)}`
    world.diary.warn(null, `${request.method} ${path} is not emulated; ${only}`, 20404)
    throw notFound(path)
  } catch (error) {
    return answerError(world, error, request, reply)
  }
}

/** The Fastify plugin that serves the API; register it with `prefix: API_PREFIX`. */
export async function twilioApi(app: FastifyInstance, { world }: { world: World }): Promise<void> {
  const served = createServedRoutes(API_PREFIX)
  app.addHook("onRoute", served.add)
  await app.register(formbody, {
    parser: (text) => Object.fromEntries([["form", new RequestForm(text)]]),
  })
  app.addHook("onRequest", async (request, reply) => chooseFormat(request, reply))
  app.addHook("onRequest", async (request) => authenticate(world, request))
  app.addHook("preHandler", async (request) => {
    const { accountSid } = request.params as { accountSid?: string }
    if (accountSid?.replace(/\.json$/, "") !== world.account.sid) throw notFound(pathOf(request))
  })
  recordRequests(app, world.timeline)
  strikeRest(app, world)
  app.addHook("onResponse", async (request, reply) => {
    const form = (request.body as { form?: RequestForm } | undefined)?.form
    const unread = reply.statusCode < 300 ? (form?.unread() ?? []) : []
    if (unread.length === 0) return
    const { callSid = null } = request.params as { callSid?: string }
    const text = `passed over, as Twilio does with what it does not know: ${unread.join(", ")}`
    world.diary.warn(callSid, `${request.method} ${pathOf(request)}: ${text}`)
  })
  app.setErrorHandler((error, request, reply) => answerError(world, error, request, reply))
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request)
    const methods = served.methodsOf(request.url)
    if (methods.length > 0) {
      const only = `only ${methods.join(", ")} here; the emulator serves ${served.list()}`
      world.diary.warn(null, `${request.method} ${path}: ${only}`, 20004)
      return reply.code(405).send(errorBody({ status: 405, code: 20004, message: "Method not allowed" }))
    }
    world.diary.warn(
      null,
      `${request.method} ${path} is not emulated; the emulator serves ${served.list()}`,
      20404,
    )
    return reply.code(404).send(errorBody(notFound(path)))
  })
  for (const routes of [
    accountRoutes,
    callRoutes,
    paymentRoutes,
    recordingRoutes,
    numberRoutes,
    queueRoutes,
    conferenceRoutes,
    participantRoutes,
  ]) {
    routes(app, world)
  }
}
