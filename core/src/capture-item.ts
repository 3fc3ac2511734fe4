// What the caller keys in, item by item, and what we may keep of it (R7).

/** In the order in which they are asked for when nothing else is configured. */
export const captureItems = ["card-number", "expiry", "security-code", "postal-code"] as const
export type CaptureItem = (typeof captureItems)[number]

export const itemNames: Record<CaptureItem, string> = {
  "card-number": "Card number",
  expiry: "Expiry date",
  "security-code": "Security code",
  "postal-code": "Postal code",
}

/** Why an entry was not taken; a closed list that Twilio's ErrorType words are mapped onto. */
export const captureErrors = [
  "timeout",
  "invalid-card-number",
  "invalid-card-type",
  "invalid-expiry",
  "invalid-security-code",
  "invalid-postal-code",
  "card-number-first",
  "not-asked",
  "other",
] as const
export type CaptureError = (typeof captureErrors)[number]

/** For the agent, in plain words (R11). */
export const captureErrorWords: Record<CaptureError, string> = {
  timeout: "The caller stopped before the entry was complete.",
  "invalid-card-number": "That is not a valid card number.",
  "invalid-card-type": "This kind of card is not accepted.",
  "invalid-expiry": "That expiry date is not valid or has passed. It is four digits: month, then year.",
  "invalid-security-code": "The security code has the wrong number of digits.",
  "invalid-postal-code": "That postal code is not valid.",
  "card-number-first": "The card number has to come before the security code.",
  "not-asked": "Twilio could not be reached to ask for this item.",
  other: "The entry could not be taken.",
}

/** Whether an error may come again and again with nobody touching the keypad. */
export function isIdle(error: CaptureError): boolean {
  return error === "timeout" || error === "other"
}

declare const masked: unique symbol
/** A value that can hold no more than a card's last four digits, made by the mask functions below only. */
export type Masked = string & { readonly [masked]: true }

/** Keeps the length and at most the last four digits; hyphens and blanks go. "4242424242424242" becomes "xxxxxxxxxxxx4242". */
export function maskCardNumber(value: string): Masked {
  const signs = value.replace(/[^\dxX*]/g, "").slice(0, 19)
  const last = /\d{4}$/.exec(signs)?.[0] ?? ""
  const tail = signs.length >= 12 ? last : ""
  return ("x".repeat(signs.length - tail.length) + tail) as Masked
}

/** Every sign of a security code becomes an x, at most four of them. */
export function maskSecurityCode(value: string): Masked {
  return "x".repeat(Math.min(value.replace(/\s/g, "").length, 4)) as Masked
}

/** Expiry (MMYY) and postal code are not secret, but the field may hold anything: keep what fits their shape only. */
function keepShort(value: string, most: number): Masked {
  const signs = value.replace(/[^\p{L}\p{N}]/gu, "")
  const fits = signs.length <= most && !TOO_MANY_DIGITS.test(signs)
  return (fits ? signs : "x".repeat(Math.min(signs.length, most))) as Masked
}

/** A caller may key the card number in where a postal code is asked for: its first six digits may be shown, more may not. */
const TOO_MANY_DIGITS = /\p{N}{7}/u

/** The mask for an item: whatever came from outside passes through here before anything is stored, told or logged (R7). */
export function maskItem(item: CaptureItem, value: string): Masked {
  switch (item) {
    case "card-number":
      return maskCardNumber(value)
    case "security-code":
      return maskSecurityCode(value)
    case "expiry":
      return keepShort(value, 4)
    case "postal-code":
      return keepShort(value, 10)
  }
}

/** An identifier as Twilio, gateways and UUIDs have them. */
const hexId = "(?<![0-9a-f])[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}(?![0-9a-f])"
/** Enough digits for a card number, whatever stands between them but letters. */
const longNumber = "\\p{Nd}(?:[^\\p{L}\\p{N}]*\\p{Nd}){11,}"
const hexIdOrLongNumber = new RegExp(`${hexId}|${longNumber}`, "gu")

/**
 * Free text of others, cut to 300 signs, with every run of 12 or more digits taken out. One identifier of 32 hex digits
 * in thirty has 12 decimal ones in a row: those stay whole.
 */
export function scrubText(text: string): string {
  const scrubbed = text.replace(hexIdOrLongNumber, (found) =>
    /[a-f]/.test(found) ? found : "[digits removed]",
  )
  return scrubbed.slice(0, 300)
}
