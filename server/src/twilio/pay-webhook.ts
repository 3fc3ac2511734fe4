// The status callback of payment sessions: /payresult, the original demo's path.
import type { PayUpdate } from "@agentpay/core"
import type { FastifyInstance } from "fastify"
import { callbackUrl } from "./callback-url.ts"
import { readPayUpdate, text } from "./dictionary.ts"
import { readCallSid } from "./who-calls.ts"

type Form = Record<string, unknown>

/**
 * The callback URL of one attempt. It names the attempt, because the first callback may come before the REST answer
 * that tells us the session's SID. Absolute: Twilio does not resolve relative ones (facts 1.6).
 */
export function payCallbackUrl(publicUrl: string, of: { paymentId: string; attempt: number }): string {
  const payment = encodeURIComponent(of.paymentId)
  return callbackUrl(publicUrl, `/payresult?payment=${payment}&attempt=${of.attempt}`)
}

function readAttempt(query: Form): PayUpdate["attempt"] {
  const paymentId = text(query, "payment")
  const attempt = Number(text(query, "attempt"))
  return paymentId !== "" && Number.isSafeInteger(attempt) ? { paymentId, attempt } : undefined
}

export function payWebhook(
  app: FastifyInstance,
  received: (callSid: string, update: PayUpdate) => Promise<unknown>,
): void {
  app.post("/payresult", async (request, reply) => {
    const form = request.body as Form
    const callSid = readCallSid(form)
    const update = readPayUpdate(form)
    const attempt = readAttempt(request.query as Form)
    if (callSid !== "" && update) await received(callSid, { ...update, ...(attempt && { attempt }) })
    return reply.code(204).send()
  })
}
