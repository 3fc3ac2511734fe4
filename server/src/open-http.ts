// The HTTP server and what holds at every one of its doors: sizes, patience, and answers that repeat nothing they were sent.
import { STATUS_CODES } from "node:http"
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify"
import type { Logger } from "pino"
import { isFault } from "./ledger/fault.ts"
import { trustProxy } from "./trust-proxy.ts"

/** Twilio's callbacks have about 1 KB; a sign-in less. */
const MOST_BODY = 65_536
const MOST_HEADERS = 16_384
const MOST_CONNECTIONS = 20_000
/** Ours go three levels down; what goes thousands of levels ends the next function that walks it. */
const DEEPEST_BODY = 32
/** A client that trickles its headers or its body is cut off, milliseconds. */
const HEADERS_WITHIN_MS = 10_000
const REQUEST_WITHIN_MS = 20_000
const LOOK_EVERY_MS = 2_000
/** A connection on which nothing moves, other than a websocket, milliseconds. */
const SILENT_MS = 60_000

export interface HttpSettings {
  /** See trust-proxy.ts; null believes nobody. */
  trustProxy: string | null
}

/** @param settings whose word on addresses counts */
export function openHttp(settings: HttpSettings, log: Logger): FastifyInstance {
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: settings.trustProxy === null ? false : trustProxy(settings.trustProxy),
    bodyLimit: MOST_BODY,
    requestTimeout: REQUEST_WITHIN_MS,
    connectionTimeout: SILENT_MS,
    http: {
      headersTimeout: HEADERS_WITHIN_MS,
      connectionsCheckingInterval: LOOK_EVERY_MS,
      maxHeaderSize: MOST_HEADERS,
    },
    frameworkErrors: (error, request, reply) =>
      answerError(error, request as FastifyRequest, reply as FastifyReply),
    // What came is not even logged: Node attaches the bytes themselves to its error.
    clientErrorHandler: ({ code }, socket) => {
      const status = code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : code === "HPE_HEADER_OVERFLOW" ? 431 : 400
      if (socket.writable)
        socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`)
      socket.destroy()
    },
  })
  app.server.maxConnections = MOST_CONNECTIONS
  // Whoever may be kept says so: the console's files. Everything else is about people and payments.
  app.addHook("onRequest", async (_request, reply) => void reply.header("cache-control", "no-store"))
  app.addHook("preValidation", async ({ body }) => {
    if (isDeeper(body, DEEPEST_BODY)) throw Object.assign(new Error("too deep"), { statusCode: 400 })
  })
  app.setErrorHandler(answerError)
  return app
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}

/** Fastify's own words repeat the address or the body, and either may hold a card number (R7). */
function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const status = isFault(error) ? 503 : (error.statusCode ?? 500)
  if (status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, "a request failed")
  reply.code(status).send({ error: words[status] ?? `${STATUS_CODES[status] ?? "Failed"}.` })
}

const words: Record<number, string> = {
  413: "That is too large.",
  429: "Too many requests in a short time. Wait a minute, then try again.",
  500: "Something went wrong here. Try again in a moment.",
  503: "This is not possible just now. Try again in a moment.",
}
