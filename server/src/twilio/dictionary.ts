// The only dictionary between Twilio's words and ours (R6), both ways. Everything that comes in is masked here (R7).
import {
  type CallOutcome,
  type CaptureError,
  type CaptureItem,
  type FailureCause,
  maskItem,
  type PayResult,
  type PayUpdate,
  scrubCode,
  scrubText,
} from "@agentpay/core"

/** Our items in the words of the Payments API's Capture parameter. */
export const captureNames = {
  "card-number": "payment-card-number",
  expiry: "expiration-date",
  "security-code": "security-code",
  "postal-code": "postal-code",
} as const satisfies Record<CaptureItem, string>

/** Callback fields that carry each item's value (PAYRES). */
const valueFields: Record<CaptureItem, string> = {
  "card-number": "PaymentCardNumber",
  expiry: "ExpirationDate",
  "security-code": "SecurityCode",
  "postal-code": "PaymentCardPostalCode",
}

export function itemFromCaptureName(name: string): CaptureItem | null {
  const found = Object.entries(captureNames).find(([, theirs]) => theirs === name.trim())
  return (found?.[0] as CaptureItem | undefined) ?? null
}

/** ErrorType (PAYDOC), with the spellings seen only in the field (facts 2.7). */
const errorTypes = new Map<string, CaptureError>([
  ["input-timeout", "timeout"],
  ["timeout", "timeout"],
  ["invalid-card-number", "invalid-card-number"],
  ["invalid-card-type", "invalid-card-type"],
  ["invalid-date", "invalid-expiry"],
  ["date-validation-failed", "invalid-expiry"],
  ["invalid-security-code", "invalid-security-code"],
  ["invalid-postal-code", "invalid-postal-code"],
  ["invalid-card-number-security-code-capture-sequence", "card-number-first"],
])

type Form = Readonly<Record<string, unknown>>

/** A field of the form as text; of a repeated one the last; absent is "". */
export function text(form: Form, name: string): string {
  const value = form[name]
  const last = Array.isArray(value) ? value.at(-1) : value
  return typeof last === "string" ? last : ""
}

/** Gateway texts may come URL-encoded inside the form value (facts 2.8). */
function plainText(form: Form, name: string): string {
  const raw = text(form, name)
  try {
    return scrubText(decodeURIComponent(raw))
  } catch {
    return scrubText(raw)
  }
}

function readResult(form: Form): PayResult | null {
  const result = plainText(form, "Result")
  const detail = plainText(form, "PaymentError")
  const payErrorCode = plainText(form, "PayErrorCode")
  switch (result) {
    case "":
      if (text(form, "ErrorType") !== "session-in-progress") return null
      return { outcome: "error", cause: "session-already-open", detail: "", answered: true }
    case "success":
      return {
        outcome: "success",
        confirmationCode: scrubCode(text(form, "PaymentConfirmationCode")) || null,
        token: scrubCode(text(form, "PaymentToken")) || null,
      }
    case "payment-connector-error":
      return {
        outcome: "connector-error",
        reason: detail || "The payment gateway refused the payment without giving a reason.",
        code: plainText(form, "ConnectorError") || payErrorCode || null,
        // 64002: Twilio or the gateway was not available, so nobody said whether it charged (facts 1.9, section 6).
        answered: payErrorCode !== "64002",
      }
    case "caller-interrupted-with-star":
      return { outcome: "star-key" }
    case "caller-hung-up":
      return { outcome: "hang-up" }
    case "transaction-cancelled":
      return { outcome: "cancelled" }
    case "validation-error":
      return { outcome: "error", cause: "refused-by-twilio", detail, answered: true }
    default:
      return { outcome: "error", cause: "refused-by-twilio", detail: detail || result, answered: false }
  }
}

function readTime(form: Form): number | null {
  const time = Date.parse(text(form, "DateUpdated"))
  return Number.isNaN(time) ? null : time
}

function readRequired(form: Form): readonly CaptureItem[] | null {
  if (form.Required === undefined) return null
  const names = text(form, "Required").split(",")
  return names.flatMap((name) => itemFromCaptureName(name) ?? [])
}

/**
 * Reads a payment status callback (facts section 2). Only PartialResult "true" means "still typing"; whatever is
 * missing is null.
 * @param form the parsed body @returns null when it names no session
 */
export function readPayUpdate(form: Form): Omit<PayUpdate, "attempt"> | null {
  const sessionSid = text(form, "Sid")
  if (!/^PK[0-9a-f]{32}$/i.test(sessionSid)) return null
  const values: PayUpdate["values"] = {}
  for (const [item, field] of Object.entries(valueFields) as [CaptureItem, string][]) {
    const value = text(form, field)
    if (value !== "") values[item] = maskItem(item, value)
  }
  const errorType = text(form, "ErrorType")
  return {
    sessionSid,
    updatedAt: readTime(form),
    item: itemFromCaptureName(text(form, "Capture")),
    partial: text(form, "PartialResult") === "true",
    error: errorType === "" ? null : (errorTypes.get(errorType) ?? "other"),
    values,
    brand: /^[a-z-]{1,20}$/.exec(text(form, "PaymentCardType"))?.[0] ?? null,
    required: readRequired(form),
    result: readResult(form),
  }
}

const outcomes = new Map<string, CallOutcome>([
  ["completed", "completed"],
  ["answered", "completed"],
  ["busy", "busy"],
  ["no-answer", "no-answer"],
  ["failed", "failed"],
  ["canceled", "canceled"],
])

/** How a call ended, from CallStatus or DialCallStatus; null while it lives. */
export function callOutcome(status: string): CallOutcome | null {
  return outcomes.get(status) ?? null
}

/** Twilio's error codes in our words (facts 1.5, 1.9). */
export function failureCause(code: number | undefined): FailureCause {
  switch (code) {
    case 21220:
    case 20404:
      return "call-not-in-progress"
    case 64021:
      return "session-already-open"
    case 64001:
    case 64004:
    case 64005:
    case 64006:
    case 64007:
    case 64009:
    case 64011:
    case 64013:
    case 64015:
    case 64024:
      return "connector"
    default:
      return "refused-by-twilio"
  }
}
