// The parameters that stand in every voice webhook (facts 4.1), and those of call status callbacks (4.3, 4.5).
import type { FormParams } from "../webhook/signature.ts"
import type { Call } from "./call.ts"

export const API_VERSION = "2010-04-01"

const GEO = ["City", "State", "Zip", "Country"] as const
const SIDES = { From: "From", To: "To", Caller: "From", Called: "To" } as const
const ONLY_IF_KNOWN = ["CallerName", "ForwardedFrom", "StirVerstat", "StirPassportToken"] as const

/**
 * The standard set of a voice request. Geography is always present, and empty where it is not known (facts 4.1).
 * `callStatus` differs from the call's own for the event `initiated`, which REST never shows (facts 4.2).
 */
export function standardVoiceParams(accountSid: string, call: Call, callStatus?: string): FormParams {
  const numbers = [
    ["From", call.from],
    ["To", call.to],
    ["Caller", call.from],
    ["Called", call.to],
  ] as const
  return [
    ["AccountSid", accountSid],
    ["ApiVersion", API_VERSION],
    ["CallSid", call.sid],
    ["CallStatus", callStatus ?? call.status],
    ["Direction", call.direction],
    ...numbers,
    ...numbers.flatMap(([name]) =>
      GEO.map((part) => [name + part, call.known[`${SIDES[name]}${part}`] ?? ""] as const),
    ),
    ...ONLY_IF_KNOWN.flatMap((name): FormParams => {
      const value = call.known[name]
      return value === undefined ? [] : [[name, value]]
    }),
    ...(call.direction === "inbound" ? ([["CallToken", call.token]] as const) : []),
    ...(call.parent ? ([["ParentCallSid", call.parent.sid]] as const) : []),
  ]
}

/** A date as Twilio writes it in voice callbacks and REST bodies: `Wed, 18 Dec 2019 20:02:01 +0000`. */
export function rfc2822(milliseconds: number): string {
  return new Date(milliseconds).toUTCString().replace("GMT", "+0000")
}

/** What the carrier said in the end, by how the leg ended; Twilio's documents name the parameter, not its values. */
const SIP_RESPONSE: Readonly<Record<string, string>> = {
  completed: "200",
  busy: "486",
  "no-answer": "487",
  canceled: "487",
  failed: "404",
}

/** What a call status callback adds (facts 4.3): `CallDuration` in seconds, `Duration` in begun minutes. */
export function progressParams(call: Call, event: string, sequenceNumber: number, at: number): FormParams {
  const duration: FormParams =
    event === "completed"
      ? [
          ["CallDuration", String(call.seconds)],
          ["Duration", String(Math.ceil(call.seconds / 60))],
          ["SipResponseCode", SIP_RESPONSE[call.status] ?? ""],
        ]
      : []
  return [
    ...duration,
    ["Timestamp", rfc2822(at)],
    ["CallbackSource", "call-progress-events"],
    ["SequenceNumber", String(sequenceNumber)],
  ]
}
