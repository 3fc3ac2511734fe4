// A number of the account, and where its calls go (facts 1.11).
import { newSid } from "../sids.ts"

type Method = "GET" | "POST"

/** Empty URLs mean none. */
export type PhoneNumber = {
  readonly sid: string
  readonly phoneNumber: string
  friendlyName: string
  voiceUrl: string
  voiceMethod: Method
  voiceFallbackUrl: string
  voiceFallbackMethod: Method
  statusCallback: string
  statusCallbackMethod: Method
  readonly createdAt: number
  updatedAt: number
  /** What REST was told and calls do not need, e.g. SmsUrl: shown again, by its REST parameter. */
  readonly kept: Map<string, string>
}

/** `(555) 123-0001` for numbers of the North American plan, others as they are. */
export function formattedNumber(number: string): string {
  const match = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number)
  return match ? `(${match[1]}) ${match[2]}-${match[3]}` : number
}

/**
 * A number as people write it, as E.164; ten digits are of the North American plan, as Twilio takes them. Null for
 * what is no number.
 */
export function toE164(written: string): string | null {
  const digits = written.replace(/[ ().-]/g, "")
  if (!/^\+?[1-9]\d{1,14}$/.test(digits)) return null
  if (digits.startsWith("+")) return digits
  return digits.length === 10 ? `+1${digits}` : `+${digits}`
}

type Identity = "sid" | "phoneNumber" | "createdAt" | "updatedAt" | "kept"

/** How a number may be given: its voice URL, or that and more. */
export type NumberSettings = string | (Pick<PhoneNumber, "voiceUrl"> & Partial<Omit<PhoneNumber, Identity>>)

/** A number with Twilio's defaults: POST, its formatted self as name, no fallback, no status callback. */
export function makePhoneNumber(phoneNumber: string, settings: NumberSettings, now: number): PhoneNumber {
  return {
    sid: newSid("PN"),
    phoneNumber,
    friendlyName: formattedNumber(phoneNumber),
    voiceMethod: "POST",
    voiceFallbackUrl: "",
    voiceFallbackMethod: "POST",
    statusCallback: "",
    statusCallbackMethod: "POST",
    createdAt: now,
    updatedAt: now,
    kept: new Map(),
    ...(typeof settings === "string" ? { voiceUrl: settings } : settings),
  }
}
