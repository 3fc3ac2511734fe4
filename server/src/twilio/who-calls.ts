// Who a call is from and which one it is, as far as we keep what Twilio says (R7): a field may hold anything.
import { passesLuhn, scrubText } from "@agentpay/core"
import { text } from "./dictionary.ts"

type Form = Readonly<Record<string, unknown>>

/** The SID of a call in this field; "" when there is none. */
export function readCallSid(form: Form, name = "CallSid"): string {
  return /^CA[0-9a-f]{32}$/i.exec(text(form, name))?.[0] ?? ""
}

/**
 * Whether this is a phone number and no card number: at most 15 digits (E.164), and of the few phone numbers with 14 or
 * 15 only those that could not be a card's.
 */
export function isPhone(value: string): boolean {
  const digits = /^\+?(\d{3,15})$/.exec(value)?.[1]
  return digits !== undefined && (digits.length < 14 || !passesLuhn(digits))
}

/** A phone number, SIP address or client name, without anything that could be a card number. */
export function readParty(form: Form, name: string): string {
  return readPartyText(text(form, name))
}

export function readPartyText(value: string): string {
  return isPhone(value) && value.startsWith("+") ? value : scrubText(value)
}
