// What we answer to voice webhooks, written with Twilio's own package.
import twilio from "twilio"
import { callbackUrl } from "./callback-url.ts"

const { VoiceResponse } = twilio.twiml

/** Dials the agent; the caller hears ringing until the agent picks up. */
export function dialTwiml(phone: string, publicUrl: string): string {
  const response = new VoiceResponse()
  const dial = response.dial({
    action: callbackUrl(publicUrl, "/finished"),
    method: "POST",
    answerOnBridge: true,
  })
  dial.number(
    {
      statusCallback: callbackUrl(publicUrl, "/answered"),
      statusCallbackMethod: "POST",
      statusCallbackEvent: ["answered"],
    },
    phone,
  )
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
