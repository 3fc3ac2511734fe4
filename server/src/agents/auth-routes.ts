// Hands /api/auth/* to better-auth, at a bounded rate: for one address, and for one person.
import { type RecordAudit, scrubText } from "@agentpay/core"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { recordAuth, whoseCode } from "./audit-auth.ts"
import { ADDRESS_HEADER, type Auth } from "./auth.ts"
import { type Idle, lockedWords } from "./idle.ts"

/** Of all that better-auth could do. */
export const SERVED: ReadonlySet<string> = new Set([
  "/get-session",
  "/sign-in/email",
  "/sign-out",
  "/change-password",
  "/revoke-other-sessions",
  "/two-factor/enable",
  "/two-factor/verify-totp",
  "/two-factor/verify-backup-code",
  "/two-factor/generate-backup-codes",
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

/** What a locked session may still ask for: to become another one, or none. */
const WHILE_LOCKED = new Set([
  "/sign-in/email",
  "/sign-out",
  "/two-factor/verify-totp",
  "/two-factor/verify-backup-code",
])

export interface AuthRoutesParts {
  auth: Auth
  idle: Idle
  record: RecordAudit
}

function sameAccount(sent: unknown, email: string): boolean {
  const given = (sent as { email?: unknown } | null | undefined)?.email
  return typeof given === "string" && given.trim().toLowerCase() === email.toLowerCase()
}

export function authRoutes(app: FastifyInstance, { auth, idle, record }: AuthRoutesParts): void {
  async function handler(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const headers = toHeaders(request)
    const url = new URL(request.url, auth.options.baseURL)
    const path = url.pathname.slice("/api/auth".length)
    if (!SERVED.has(path)) return reply.code(404).send({ error: "There is nothing at this address." })
    const entered = await auth.enter(request.headers.cookie, { prolong: false })
    const locked = entered !== null && idle.isLocked(entered)
    if (locked && !WHILE_LOCKED.has(path)) return reply.code(423).send({ error: lockedWords })
    // Before it is used up.
    const codeOf = entered ? null : await whoseCode(auth, request.headers.cookie)
    const body = request.body === undefined ? null : JSON.stringify(request.body)
    const response = await auth.handler(new Request(url, { method: request.method, headers, body }))
    const answered = response.body ? await response.text() : null
    // A sign-in over a lock is the unlocking: the session that was locked has done its work.
    const unlocks = locked && sameAccount(request.body, entered.email)
    const who = entered?.who.userId ?? null
    const asked = { path, address: request.ip, sent: request.body, who, whoseCode: codeOf, unlocks }
    await recordAuth(auth, record, asked, { status: response.status, body: answered ?? "" })
    if (unlocks && response.ok)
      await (await auth.$context).internalAdapter.deleteSession(entered.session.token)
    reply.status(response.status)
    for (const [name, value] of response.headers) if (name !== "set-cookie") reply.header(name, value)
    const cookies = response.headers.getSetCookie()
    if (cookies.length > 0) reply.header("set-cookie", cookies)
    return reply.header("cache-control", "no-store").send(answered)
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
