// What Twilio posts: read and signed at the edge, stored before it is answered.
import formbody from "@fastify/formbody"
import type { FastifyInstance } from "fastify"
import type { Logger } from "pino"
import type { Handle } from "./handle.ts"
import { RING_WITHIN_MS, type Routing } from "./routing.ts"
import type { Settings, TwilioAccount } from "./settings.ts"
import { createCallbackStore } from "./store-callback.ts"
import { payWebhook } from "./twilio/pay-webhook.ts"
import { queueWebhooks } from "./twilio/queue-webhook.ts"
import { requireSignature } from "./twilio/signature.ts"
import { type VoiceEvents, voiceWebhooks } from "./twilio/voice-webhook.ts"

interface TwilioRoutesParts {
  twilio: Pick<TwilioAccount, "authToken" | "oldAuthToken">
  publicUrl: string
  settings: Pick<Settings, "ringTimeoutMs" | "queueLimit" | "holdMusic">
  log: Logger
  handle: Handle
  routing: Routing
}

export const TWILIO_PATHS = [
  "/forward",
  "/answered",
  "/finished",
  "/connect",
  "/waiting",
  "/left",
  "/payresult",
]

export async function twilioRoutes(webhooks: FastifyInstance, parts: TwilioRoutesParts): Promise<void> {
  const { twilio, publicUrl, settings, log, handle, routing } = parts
  webhooks.removeAllContentTypeParsers()
  await webhooks.register(formbody)
  const tokens = [twilio.authToken, twilio.oldAuthToken].filter((token) => token !== null)
  webhooks.addHook("preHandler", requireSignature(publicUrl, tokens))
  const store = createCallbackStore(log)
  const { ringTimeoutMs, queueLimit, holdMusic } = settings
  const terms = { publicUrl, ringTimeoutMs, queueLimit, holdMusic }
  const voice: VoiceEvents = {
    ring: (asked) => store(asked.callSid, () => routing.ring(asked), RING_WITHIN_MS),
    answered: (callSid, offer) =>
      store(callSid, () =>
        handle(callSid, { type: "AnswerCall", ...(offer !== null && { offer }), at: Date.now() }),
      ),
    passOn: (callSid, offer, outcome) =>
      store(callSid, () => routing.passOn(callSid, offer, outcome), RING_WITHIN_MS),
    lead: (callSid) => store(callSid, () => routing.lead(callSid)),
    ended: (callSid, outcome) =>
      store(callSid, () => handle(callSid, { type: "EndCall", outcome, at: Date.now() })),
  }
  voiceWebhooks(webhooks, terms, voice)
  queueWebhooks(webhooks, terms, voice)
  payWebhook(webhooks, (callSid, update) =>
    store(callSid, () => handle(callSid, { type: "ReceivePayUpdate", update, at: Date.now() })),
  )
}
