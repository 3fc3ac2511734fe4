// The console's REST door: who asks, whether their role may, and what they ask are settled before a handler sees it.
import type { AuditAction, AuditEntry, Person, RecordAudit, Role } from "@agentpay/core"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { z } from "zod"
import { createAllowance, ofPerson, ofStranger } from "./allowance.ts"
import type { Auth } from "./auth.ts"
import { type Idle, lockedWords } from "./idle.ts"

export interface ApiRoute<Q extends z.ZodType, B extends z.ZodType> {
  method: "GET" | "POST" | "PATCH" | "DELETE"
  path: `/api/${string}`
  /** Who may; everybody else gets 403, and 401 without a session. */
  roles: readonly Role[]
  /** What the audit log calls it: a refusal is recorded under this name. */
  action?: AuditAction
  query?: Q
  body?: B
}

export interface ApiAsked<Q extends z.ZodType, B extends z.ZodType> {
  who: Person
  sessionId: string
  /** From where: the address we saw ourselves. */
  address: string
  params: Record<string, string>
  query: z.output<Q>
  body: z.output<B>
  reply: FastifyReply
  /** Writes to the audit log in the asker's name; see RecordAudit. */
  record(
    action: AuditAction,
    more?: Partial<Pick<AuditEntry, "subject" | "result" | "detail">>,
  ): Promise<void>
}

/** What a handler throws to refuse, in words for people. @param status HTTP status */
export class ApiRefusal extends Error {
  readonly status: number
  constructor(status: number, words: string) {
    super(words)
    this.status = status
  }
}

const tooManyWords = "Too many requests in a short time. Wait a minute, then try again."

export type Api = <Q extends z.ZodType = z.ZodUnknown, B extends z.ZodType = z.ZodUnknown>(
  route: ApiRoute<Q, B>,
  handler: (asked: ApiAsked<Q, B>) => Promise<unknown>,
) => void

function read<S extends z.ZodType>(schema: S | undefined, given: unknown): z.output<S> {
  const result = (schema ?? z.unknown()).safeParse(given)
  if (result.success) return result.data as z.output<S>
  const [issue] = result.error.issues
  const field = issue?.path.join(".") || "the request"
  const named = field.charAt(0).toUpperCase() + field.slice(1)
  // Our own words go on from the field's name, zod's stand for themselves.
  const goesOn = /^[a-z]/.test(issue?.message ?? "")
  throw new ApiRefusal(400, goesOn ? `${named} ${issue?.message}.` : `${named}: ${issue?.message}`)
}

/** @returns how to add a route to `app`; each answers JSON, or `{ error }` in words with 400, 401, 403, 423, 429 or its own status */
export function openApi(
  app: FastifyInstance,
  { auth, idle, record }: { auth: Auth; idle: Idle; record: RecordAudit },
): Api {
  const mayAsk = createAllowance(Date.now, ofPerson)
  return function route({ method, path, roles, action, query, body }, handler) {
    app.route({
      method,
      url: path,
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        reply.header("cache-control", "no-store")
        let userId: string | null = null
        try {
          const entered = await auth.enter(request.headers.cookie)
          if (!entered) throw new ApiRefusal(401, "Sign in first.")
          if (idle.isLocked(entered)) throw new ApiRefusal(423, lockedWords)
          const { who, session, mustSetUp } = entered
          if (!mayAsk(who.userId)) throw new ApiRefusal(429, tooManyWords)
          if (mustSetUp) throw new ApiRefusal(403, "Set up your second factor first.")
          userId = who.userId
          if (!roles.includes(who.role)) throw new ApiRefusal(403, `This is for ${roles.join(" and ")} only.`)
          return await handler({
            who,
            sessionId: session.id,
            address: request.ip,
            params: request.params as Record<string, string>,
            query: read(query, request.query),
            body: read(body, request.body),
            reply,
            record: (action, more) => record({ who: who.userId, address: request.ip, action, ...more }),
          })
        } catch (error) {
          if (!(error instanceof ApiRefusal)) throw error
          // Whoever is signed in; what nobody asks for is counted by the logs in front.
          const forged = error.status === 403 || (error.status === 404 && action === undefined)
          const refused = forged ? "access-refused" : action
          if (userId && refused)
            await record({
              action: refused,
              who: userId,
              subject: Object.values(request.params as Record<string, string>)[0] ?? null,
              address: request.ip,
              result: "refused",
              detail: { asked: `${method} ${path}`, reason: error.message },
            })
          return reply.code(error.status).send({ error: error.message })
        }
      },
    })
  }
}

interface OpenRoute<B extends z.ZodType> {
  /** What the audit log calls a refusal; null where nothing is tried. */
  action: AuditAction | null
  body: B
}

/** @returns how to add a POST route that needs no session: what it asks for is the proof */
export function openToAll(app: FastifyInstance, record: RecordAudit) {
  const mayTry = createAllowance(Date.now, ofStranger)
  return function route<B extends z.ZodType>(
    path: `/api/${string}`,
    { action, body }: OpenRoute<B>,
    handler: (asked: { body: z.output<B>; address: string }) => Promise<unknown>,
  ): void {
    app.post(path, async ({ ip: address, body: sent }, reply) => {
      reply.header("cache-control", "no-store")
      if (!mayTry(address ?? "")) return reply.code(429).send({ error: tooManyWords })
      try {
        return await handler({ body: read(body, sent), address })
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error
        const detail = { reason: error.message }
        if (action) await record({ action, address, result: "refused", detail })
        return reply.code(error.status).send({ error: error.message })
      }
    })
  }
}
