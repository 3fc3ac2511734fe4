// The voice webhooks, under the original demo's paths: /forward, /answered, /finished.
import type { CallOutcome } from "@agentpay/core"
import type { FastifyInstance } from "fastify"
import { callOutcome, text } from "./dictionary.ts"
import { busyTwiml, dialTwiml, hangupTwiml } from "./twiml.ts"
import { isPhone, readCallSid, readParty } from "./who-calls.ts"

export interface Ring {
  callSid: string
  from: string
  to: string
  /** The number to dial, when the webhook URL names one (Fwd). */
  forwardTo: string | null
}

export interface VoiceEvents {
  /** Finds an agent. The phone to dial, or why nobody is dialled. */
  ring(ring: Ring): Promise<{ dial: string } | "busy" | "ended">
  answered(callSid: string): Promise<unknown>
  ended(callSid: string, outcome: CallOutcome): Promise<unknown>
}

type Form = Record<string, unknown>

/** A phone number as Twilio dials it. A "+" that nobody encoded arrives as a blank. */
function readForwardTo(query: unknown): { number: string | null } | "wrong" {
  const raw = text(query as Form, "Fwd")
  if (raw === "") return { number: null }
  const number = raw.replace(/^ /, "+").replace(/[ ().-]/g, "")
  return isPhone(number) ? { number } : "wrong"
}

/** @param publicUrl origin for the URLs in TwiML: Twilio has to reach them */
export function voiceWebhooks(app: FastifyInstance, publicUrl: string, events: VoiceEvents): void {
  app.post("/forward", async (request, reply) => {
    const form = request.body as Form
    const callSid = readCallSid(form)
    if (callSid === "") return reply.code(400).type("text/plain").send("CallSid is missing.")
    const forward = readForwardTo(request.query)
    if (forward === "wrong") {
      request.log.error({ callSid }, "Fwd in the voice URL is no phone number")
      return reply.code(400).type("text/plain").send("Fwd must be a phone number such as %2B15551234567.")
    }
    const from = readParty(form, "From") || "anonymous"
    const answer = await events.ring({ callSid, from, to: readParty(form, "To"), forwardTo: forward.number })
    reply.type("text/xml")
    if (answer === "ended") return hangupTwiml()
    return answer === "busy" ? busyTwiml() : dialTwiml(answer.dial, publicUrl)
  })

  // The agent's leg reports; the call that we keep is its parent, the caller's leg.
  app.post("/answered", async (request, reply) => {
    const form = request.body as Form
    const callSid = readCallSid(form, "ParentCallSid") || readCallSid(form)
    const over = callOutcome(text(form, "CallStatus")) !== null
    if (callSid !== "" && !over) await events.answered(callSid)
    return reply.code(204).send()
  })

  // Both the Dial's action and, where configured, the number's own status callback.
  app.post("/finished", async (request, reply) => {
    const form = request.body as Form
    const callSid = readCallSid(form)
    const outcome = callOutcome(text(form, "DialCallStatus")) ?? callOutcome(text(form, "CallStatus"))
    if (callSid !== "" && outcome) await events.ended(callSid, outcome)
    reply.type("text/xml")
    return hangupTwiml()
  })
}
