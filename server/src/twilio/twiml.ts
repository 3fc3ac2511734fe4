// What we answer to voice webhooks, written with Twilio's own package.
import twilio from "twilio"
import { callbackUrl } from "./callback-url.ts"

const { VoiceResponse } = twilio.twiml

/** One for all who wait: who is served next is ours to say, not Twilio's. */
const QUEUE = "AgentPay"
/** Between two announcements of the position. */
const HOLD_S = 15

export interface VoiceTerms {
  /** Origin for the URLs in TwiML: Twilio has to reach them. */
  publicUrl: string
  ringTimeoutMs: number
  queueLimit: number
  /** Played to callers who wait; null: silence. */
  holdMusic: string | null
}

/**
 * Dials the agent; the caller hears ringing until the agent picks up.
 * @param phone a number, or an address that begins with sip:
 * @param offer comes back with what becomes of it
 */
export function dialTwiml(phone: string, offer: number, { publicUrl, ringTimeoutMs }: VoiceTerms): string {
  const response = new VoiceResponse()
  const dial = response.dial({
    action: callbackUrl(publicUrl, `/finished?offer=${offer}`),
    method: "POST",
    answerOnBridge: true,
    timeout: Math.round(ringTimeoutMs / 1000),
  })
  const progress = {
    statusCallback: callbackUrl(publicUrl, `/answered?offer=${offer}`),
    statusCallbackMethod: "POST",
  }
  if (/^sips?:/.test(phone)) dial.sip({ ...progress, statusCallbackEvent: ["answered"] }, phone)
  else dial.number({ ...progress, statusCallbackEvent: ["answered"] }, phone)
  return response.toString()
}

export function enqueueTwiml({ publicUrl, queueLimit }: VoiceTerms): string {
  const response = new VoiceResponse()
  response.enqueue(
    {
      action: callbackUrl(publicUrl, "/left"),
      method: "POST",
      waitUrl: callbackUrl(publicUrl, "/waiting"),
      waitUrlMethod: "POST",
      // A caller whom nobody answered comes back although the queue is full.
      maxQueueSize: 2 * queueLimit,
    },
    QUEUE,
  )
  return response.toString()
}

/** What a caller hears who waits; Twilio asks again when it has ended. */
export function waitTwiml(position: number, { holdMusic }: VoiceTerms): string {
  const response = new VoiceResponse()
  response.say(
    position === 1
      ? "All our agents are busy. You are next in line."
      : `All our agents are busy. You are number ${position} in line.`,
  )
  if (holdMusic) response.play(holdMusic)
  else response.pause({ length: HOLD_S })
  return response.toString()
}

/** The caller is about to be led to an agent. */
export function momentTwiml(): string {
  const response = new VoiceResponse()
  response.pause({ length: 5 })
  return response.toString()
}

/** The longest wait is over. */
export function nobodyCameTwiml(): string {
  const response = new VoiceResponse()
  response.say("We are sorry: nobody could take your call. Please call again later.")
  response.hangup()
  return response.toString()
}

/** Nobody is free: a busy signal, and the call is not billed. */
export function busyTwiml(): string {
  const response = new VoiceResponse()
  response.reject({ reason: "busy" })
  return response.toString()
}

export function hangupTwiml(): string {
  const response = new VoiceResponse()
  response.hangup()
  return response.toString()
}
