// Delivers one webhook as Twilio does: signed, form-encoded, with retries and redirects (facts 5.1, 5.4, 5.5).
import { randomUUID } from "node:crypto"
import { type Clock, sleep } from "../clock.ts"
import type { FaultAction } from "../faults/fault-rule.ts"
import type { Switches } from "../switches.ts"
import { authorizationFor } from "./authorization.ts"
import { buildRequest } from "./build-request.ts"
import type { Cached } from "./cached.ts"
import { type ConnectionOverrides, readConnectionOverrides } from "./connection-overrides.ts"
import type { Cookies } from "./cookies.ts"
import { failureCode } from "./failure-code.ts"
import { createHttpCache } from "./http-cache.ts"
import { createHttpAgents, type Exchange, type ExchangeResult, exchange, inSeconds } from "./http-exchange.ts"
import type { FormParams } from "./signature.ts"

export type Webhook = {
  url: string
  method: "GET" | "POST"
  params: FormParams
  /** Stable over the retries of one delivery; a fresh one where it is absent. */
  idempotencyToken?: string
  /** The call that it is about, where its parameters do not tell. */
  callSid?: string
  /** Of the call that it is about; none where it is absent. */
  cookies?: Cookies
}

/**
 * An answer of any HTTP status, or why there was none; `code` is Twilio's error code. `url` is where it ended, `cached`
 * is there where that answer came from the cache.
 */
export type Delivery =
  | { kind: "answer"; url: string; status: number; contentType: string; body: string; cached?: Cached }
  | { kind: "failure"; url: string; code: number; text: string }

export type Deliver = (webhook: Webhook) => Promise<Delivery>

const MOST_REDIRECTS = 10

function retryReason(result: ExchangeResult): "4xx" | "5xx" | "ct" | "rt" | null {
  if (result.kind === "failure")
    return result.failure === "ct" || result.failure === "rt" ? result.failure : null
  if (result.status >= 500) return "5xx"
  return result.status >= 400 ? "4xx" : null
}

const failure = (kind: "ct" | "rt", text: string): ExchangeResult => ({
  kind: "failure",
  failure: kind,
  systemCode: "",
  text,
})

type DeliveryOptions = {
  /** Asked before every try to connect whether a fault strikes it. */
  strike?: (webhook: Webhook) => FaultAction<"connection"> | null
  /** Certificates (PEM) to trust beside the usual ones. */
  ca?: string | null
  /** Told of what Twilio would complain about although it delivers. */
  warn?: (webhook: Webhook, text: string, code: number) => void
}

/** Makes the one function through which everything the emulator sends goes out; `close` stops what is under way. */
export function createDelivery(
  clock: Clock,
  switches: Switches,
  authToken: string,
  { strike = () => null, ca = null, warn = () => {} }: DeliveryOptions = {},
) {
  const agents = createHttpAgents(ca)
  const cache = createHttpCache(clock, switches)
  const closing = new AbortController()

  async function send(webhook: Webhook, token: string, limits: ConnectionOverrides, deadline: number) {
    const limitsNow = () => {
      const left = Math.max(1, deadline - clock.now())
      return {
        connectMs: Math.min(limits.connectTimeoutMs, left),
        readMs: Math.min(limits.readTimeoutMs, left),
        sni: limits.sni,
        trustAll: switches["certificate of an https URL"] === "is not checked",
      }
    }
    const cookie = webhook.cookies?.headerFor(webhook.url) ?? ""
    const parts = { ...webhook, idempotencyToken: token, cookie }
    const { request, credentials } = buildRequest(parts, { authToken, switches })
    const connect = async (request: Exchange) => {
      const struck = strike(webhook)
      if (struck?.action === "refuse") return failure("ct", "connection refused by a fault rule")
      if (struck?.action === "slow") {
        const { connectMs } = limitsNow()
        await sleep(clock, Math.min(struck.ms, connectMs))
        if (struck.ms >= connectMs) return failure("ct", `no connection within ${inSeconds(connectMs)}`)
      }
      const result = await exchange(clock, agents, request, limitsNow(), closing.signal)
      return struck?.action === "lose-answer" ? failure("rt", "the answer was lost by a fault rule") : result
    }
    const tryOnce = async () => {
      const result = await cache.through(request, connect)
      if (result.kind === "answer") webhook.cookies?.keep(webhook.url, result.headers["set-cookie"] ?? [])
      return result
    }
    const first = await tryOnce()
    // Credentials of the URL are sent only when the server asks for them (facts 5.4).
    if (credentials === "" || first.kind !== "answer" || first.status !== 401) return first
    const { pathname, search } = new URL(request.url)
    const asked = { method: request.method, path: pathname + search, credentials }
    const authorization = authorizationFor(first.headers["www-authenticate"] ?? "", asked)
    if (authorization === null) return first
    request.headers.authorization = authorization
    return tryOnce()
  }

  async function sendWithRetries(webhook: Webhook, token: string, deadline: number): Promise<ExchangeResult> {
    const limits = readConnectionOverrides(webhook.url, switches["Callback failure"] === "no retry" ? 0 : 1)
    let result = await send(webhook, token, limits, deadline)
    for (let retry = 0; retry < limits.retries && clock.now() < deadline; retry++) {
      const reason = retryReason(result)
      if (reason === null || !limits.policies.has(reason)) break
      result = await send(webhook, token, limits, deadline)
    }
    return result
  }

  const deliver: Deliver = async (webhook) => {
    const token = webhook.idempotencyToken ?? randomUUID()
    const { complaints, totalTimeoutMs } = readConnectionOverrides(webhook.url)
    for (const { code, text } of complaints) warn(webhook, text, code)
    const deadline = clock.now() + totalTimeoutMs
    let current = webhook
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      const result = await sendWithRetries(current, token, deadline)
      if (result.kind === "failure") {
        return { kind: "failure", url: current.url, code: failureCode(result), text: result.text }
      }
      const target = result.status >= 300 && result.status < 400 ? result.headers.location : undefined
      if (target === undefined) {
        const contentType = result.headers["content-type"] ?? ""
        const { status, body, cached } = result
        return { kind: "answer", url: current.url, status, contentType, body, ...(cached && { cached }) }
      }
      const url = new URL(target, current.url).href
      // 301 and 302 turn into GET and lose the parameters, as the facts warn (4.1); 307 and 308 keep both.
      const asGet = { method: "GET", params: [] } as const
      current = { ...current, url, ...(result.status >= 307 ? {} : asGet) }
    }
    return { kind: "failure", url: current.url, code: 11215, text: `more than ${MOST_REDIRECTS} redirects` }
  }

  return {
    deliver,
    close() {
      closing.abort()
      agents.close()
    },
  }
}
