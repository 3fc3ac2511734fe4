// Only Twilio may use the webhooks: X-Twilio-Signature is checked with Twilio's own package before anything is done.
import type { FastifyReply, FastifyRequest } from "fastify"
import twilio from "twilio"

/** Anybody may send as many as they like: one line in so many milliseconds says how many there were. */
const LOG_EVERY_MS = 10_000

/**
 * A hook that answers 403 to any request whose signature does not fit the public URL and the form (facts 5.1, 5.2). What
 * the request itself says of its address (Host, X-Forwarded-*) counts for nothing.
 * @param publicUrl origin under which Twilio reaches us, without a slash at the end
 * @param authTokens any of them may have signed: two while the token is being changed
 */
export function requireSignature(publicUrl: string, authTokens: readonly string[]) {
  let wrong = 0
  let loggedAt = Number.NEGATIVE_INFINITY
  function logSome(request: FastifyRequest): void {
    wrong++
    if (Date.now() < loggedAt + LOG_EVERY_MS) return
    const of = { path: request.routeOptions.url, since: wrong }
    request.log.warn(of, "webhooks with a wrong signature: is PUBLIC_URL what Twilio calls?")
    loggedAt = Date.now()
    wrong = 0
  }
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const signature = request.headers["x-twilio-signature"]
    request.body ??= {}
    const form = request.body as Record<string, unknown>
    const url = publicUrl + request.url
    const fits = (token: string): boolean => twilio.validateRequest(token, signature as string, url, form)
    if (typeof signature === "string" && authTokens.some(fits)) return
    logSome(request)
    await reply.code(403).type("text/plain").send("X-Twilio-Signature does not fit this request.")
  }
}
