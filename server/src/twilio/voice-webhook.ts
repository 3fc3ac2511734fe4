// The voice webhooks: /forward, /answered and /finished as in the original demo, and /connect, to which we send callers.
import type { CallOutcome } from "@agentpay/core"
import type { FastifyInstance, FastifyReply } from "fastify"
import { callOutcome, text } from "./dictionary.ts"
import { busyTwiml, dialTwiml, enqueueTwiml, hangupTwiml, nobodyCameTwiml, type VoiceTerms } from "./twiml.ts"
import { isPhone, readCallSid, readParty } from "./who-calls.ts"

export interface Ring {
  callSid: string
  from: string
  to: string
  /** The number to dial, when the webhook URL names one (Fwd). */
  forwardTo: string | null
}

/** Where a caller belongs: at a phone, at a place in the queue, or nowhere any more. */
export type Lead = { dial: string; offer: number } | { queue: number } | "busy" | "nobody-came" | "ended"

export interface VoiceEvents {
  ring(ring: Ring): Promise<Lead>
  /** @param offer of whose phone; null: not said */
  answered(callSid: string, offer: number | null): Promise<unknown>
  /** The phone of this offer rang in vain, and the caller is still there. */
  passOn(callSid: string, offer: number | null, outcome: CallOutcome): Promise<Lead>
  lead(callSid: string): Promise<Lead>
  ended(callSid: string, outcome: CallOutcome): Promise<unknown>
}

export type Form = Record<string, unknown>

/** A phone number as Twilio dials it. A "+" that nobody encoded arrives as a blank. */
function readForwardTo(query: unknown): { number: string | null } | "wrong" {
  const raw = text(query as Form, "Fwd")
  if (raw === "") return { number: null }
  const number = raw.replace(/^ /, "+").replace(/[ ().-]/g, "")
  return isPhone(number) ? { number } : "wrong"
}

function readOffer(query: unknown): number | null {
  const offer = /^\d{1,6}$/.exec(text(query as Form, "offer"))?.[0]
  return offer === undefined ? null : Number(offer)
}

export function leadTwiml(lead: Lead, terms: VoiceTerms): string {
  if (lead === "busy") return busyTwiml()
  if (lead === "ended") return hangupTwiml()
  if (lead === "nobody-came") return nobodyCameTwiml()
  return "dial" in lead ? dialTwiml(lead.dial, lead.offer, terms) : enqueueTwiml(terms)
}

export function voiceWebhooks(app: FastifyInstance, terms: VoiceTerms, events: VoiceEvents): void {
  const answer = (reply: FastifyReply, lead: Lead) => reply.type("text/xml").send(leadTwiml(lead, terms))

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
    return answer(
      reply,
      await events.ring({ callSid, from, to: readParty(form, "To"), forwardTo: forward.number }),
    )
  })

  // The agent's leg reports; the call that we keep is its parent, the caller's leg.
  app.post("/answered", async (request, reply) => {
    const form = request.body as Form
    const callSid = readCallSid(form, "ParentCallSid") || readCallSid(form)
    const over = callOutcome(text(form, "CallStatus")) !== null
    if (callSid !== "" && !over) await events.answered(callSid, readOffer(request.query))
    return reply.code(204).send()
  })

  // Both the Dial's action and, where configured, the number's own status callback.
  app.post("/finished", async (request, reply) => {
    const form = request.body as Form
    const callSid = readCallSid(form)
    const dialled = callOutcome(text(form, "DialCallStatus"))
    const over = callOutcome(text(form, "CallStatus"))
    if (callSid === "") return answer(reply, "ended")
    const inVain = dialled !== null && dialled !== "completed"
    if (inVain && !over) return answer(reply, await events.passOn(callSid, readOffer(request.query), dialled))
    // While it rang the caller hung up.
    const outcome = inVain ? "canceled" : (dialled ?? over)
    if (outcome) await events.ended(callSid, outcome)
    return answer(reply, "ended")
  })

  app.post("/connect", async (request, reply) => {
    const callSid = readCallSid(request.body as Form)
    return answer(reply, callSid === "" ? "ended" : await events.lead(callSid))
  })
}
