// The webhooks of Twilio's queue: /waiting, what callers hear while they wait, and /left, when they do no more.
import type { CallOutcome } from "@agentpay/core"
import type { FastifyInstance } from "fastify"
import { text } from "./dictionary.ts"
import { momentTwiml, type VoiceTerms, waitTwiml } from "./twiml.ts"
import { type Form, type Lead, leadTwiml, type VoiceEvents } from "./voice-webhook.ts"
import { readCallSid } from "./who-calls.ts"

/** Results with which the caller is in no queue any more, and nobody has led them anywhere (facts 4.6). */
const outcomes = new Map<string, CallOutcome>([
  ["hangup", "canceled"],
  ["leave", "canceled"],
  ["queue-full", "busy"],
  ["error", "failed"],
  ["system-error", "failed"],
])

function waitDocument(lead: Lead, terms: VoiceTerms): string {
  if (typeof lead === "string") return leadTwiml(lead, terms)
  return "queue" in lead ? waitTwiml(lead.queue, terms) : momentTwiml()
}

export function queueWebhooks(
  app: FastifyInstance,
  terms: VoiceTerms,
  events: Pick<VoiceEvents, "lead" | "ended">,
): void {
  app.post("/waiting", async (request, reply) => {
    const callSid = readCallSid(request.body as Form)
    reply.type("text/xml")
    return waitDocument(callSid === "" ? "ended" : await events.lead(callSid), terms)
  })

  app.post("/left", async (request, reply) => {
    const form = request.body as Form
    const callSid = readCallSid(form)
    const outcome = outcomes.get(text(form, "QueueResult"))
    if (callSid !== "" && outcome) await events.ended(callSid, outcome)
    reply.type("text/xml")
    return leadTwiml(callSid === "" ? "ended" : await events.lead(callSid), terms)
  })
}
