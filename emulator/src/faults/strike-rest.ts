// Faults of the REST API: throttled, broken, slow or silent, before or after the work was done.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { sleep } from "../clock.ts"
import { formOf } from "../rest/request-form.ts"
import { errorBody, TwilioError } from "../rest/twilio-error.ts"
import type { World } from "../world.ts"
import type { FaultAction } from "./fault-rule.ts"

const WORDS = {
  429: [20429, "Too Many Requests"],
  500: [20500, "An internal server error has occurred"],
  503: [20503, "Service Unavailable"],
} as const

/** `payments.create` of `POST .../Calls/CA../Payments.json`: the last collection of the path, and what is done with it. */
function operationOf(request: FastifyRequest): string {
  const [path = ""] = request.url.split("?", 1)
  const parts = path.split("/").slice(4)
  const collection = parts.length % 2 === 1 ? parts.at(-1) : parts.at(-2)
  const one = parts.length % 2 === 0
  const deed = { GET: one ? "fetch" : "list", POST: one ? "update" : "create", DELETE: "delete" }[
    request.method
  ]
  return `${(collection ?? "accounts").replace(/\.json$/, "").toLowerCase()}.${deed ?? request.method}`
}

function strike(world: World, request: FastifyRequest): FaultAction<"rest"> | null {
  const { callSid = null } = request.params as { callSid?: string }
  const operation = operationOf(request)
  return world.faults.strike({
    on: "rest",
    callSid,
    what: operation,
    facts: { operation },
    params: new Map(formOf(request)),
  })
}

/** Cuts the connection `ms` later; the request is never answered. */
async function neverAnswer(world: World, request: FastifyRequest, reply: FastifyReply, ms: number) {
  reply.hijack()
  await sleep(world.clock, ms)
  request.raw.socket.destroy()
}

/** Adds the hooks; call it inside the REST plugin, behind its authentication. */
export function strikeRest(app: FastifyInstance, world: World): void {
  const struck = new WeakMap<FastifyRequest, FaultAction<"rest">>()
  app.addHook("preHandler", async (request, reply) => {
    const action = strike(world, request)
    if (!action) return
    if (action.action === "slow") await sleep(world.clock, action.ms)
    else if (action.work === "after") struck.set(request, action)
    else if (action.action === "status") {
      const [code, message] = WORDS[action.status]
      throw new TwilioError(action.status, code, message)
    } else {
      await neverAnswer(world, request, reply, action.action === "cut" ? 0 : action.ms)
    }
  })
  app.addHook("onSend", async (request, reply, payload) => {
    const action = struck.get(request)
    if (!action) return payload
    if (action.action === "status") {
      const [code, message] = WORDS[action.status]
      // Serialised by the reply, because it knows whether JSON or XML was asked for.
      const body = String(reply.serialize(errorBody({ status: action.status, code, message })))
      reply.code(action.status).header("content-length", Buffer.byteLength(body))
      return body
    }
    if (action.action === "time-out") await sleep(world.clock, action.ms)
    request.raw.socket.destroy()
    return payload
  })
}
