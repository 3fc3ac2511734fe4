// Hands /api/auth/* to better-auth, at a bounded rate: for one address, and for one person.
import { scrubText } from "@agentpay/core"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { ADDRESS_HEADER, type Auth } from "./auth.ts"

/** Of all that better-auth could do. */
const SERVED = new Set([
  "get-session",
  "sign-in/email",
  "sign-out",
  "change-password",
  "revoke-other-sessions",
  "two-factor/enable",
  "two-factor/verify-totp",
  "two-factor/verify-backup-code",
  "two-factor/generate-backup-codes",
])
const timeWindow = 60_000
/** A shift that signs in behind one address passes; whoever guesses meets password-hooks.ts long before. */
const SIGN_INS_A_MINUTE = 100
const REQUESTS_A_MINUTE = 300

function toHeaders(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value)
  headers.set(ADDRESS_HEADER, request.ip)
  // better-auth keeps it with the session (R7).
  headers.set("user-agent", scrubText(request.headers["user-agent"] ?? ""))
  return headers
}

export function authRoutes(app: FastifyInstance, auth: Auth): void {
  async function handler(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const headers = toHeaders(request)
    const url = new URL(request.url, auth.options.baseURL)
    if (!SERVED.has(url.pathname.slice("/api/auth/".length)))
      return reply.code(404).send({ error: "There is nothing at this address." })
    const body = request.body === undefined ? null : JSON.stringify(request.body)
    const response = await auth.handler(new Request(url, { method: request.method, headers, body }))
    reply.status(response.status)
    for (const [name, value] of response.headers) if (name !== "set-cookie") reply.header(name, value)
    const cookies = response.headers.getSetCookie()
    if (cookies.length > 0) reply.header("set-cookie", cookies)
    return reply.header("cache-control", "no-store").send(response.body ? await response.text() : null)
  }
  // Besides the limit of all pages, which the same plugin keeps: as hooks of their own they would be passed over.
  const counters = {
    address: app.createRateLimit({ max: SIGN_INS_A_MINUTE, timeWindow }),
    person: app.createRateLimit({
      max: REQUESTS_A_MINUTE,
      timeWindow,
      keyGenerator: ({ headers, ip }) => headers.cookie || ip,
    }),
  }
  const bounded = (by: keyof typeof counters) => async (request: FastifyRequest) => {
    const counted = await counters[by](request)
    if (!counted.isAllowed && counted.isExceeded)
      throw Object.assign(new Error("too many requests"), { statusCode: 429 })
  }
  app.route({ method: "POST", url: "/api/auth/sign-in/*", preHandler: bounded("address"), handler })
  app.route({ method: ["GET", "POST"], url: "/api/auth/*", preHandler: bounded("person"), handler })
}
