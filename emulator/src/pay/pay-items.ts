// The items a payment session captures: when each is full, whether it is valid, how it is shown (facts 2.4, 2.7, 2.10, 3).
import { type CardType, finishLength, judgeCard, securityCodeLength } from "./card-brands.ts"
import { MATCHABLE, type Matchable, type PaySettings } from "./pay-settings.ts"

export const PAY_ITEMS = [
  "payment-card-number",
  "expiration-date",
  "security-code",
  "postal-code",
  "bank-routing-number",
  "bank-account-number",
  "payment-card-number-matcher",
  "expiration-date-matcher",
  "security-code-matcher",
  "postal-code-matcher",
  "bank-routing-number-matcher",
  "bank-account-number-matcher",
] as const

export type PayItem = (typeof PAY_ITEMS)[number]

/** The item that `item` repeats; null for one that is keyed for the first time. */
export function firstOf(item: PayItem): Matchable | null {
  return MATCHABLE.find((first) => item === `${first}-matcher`) ?? null
}

/** The callback parameter that carries an item. */
export const PARAMETER_OF: Record<PayItem, string> = {
  "payment-card-number": "PaymentCardNumber",
  "expiration-date": "ExpirationDate",
  "security-code": "SecurityCode",
  "postal-code": "PaymentCardPostalCode",
  "bank-routing-number": "BankRoutingNumber",
  "bank-account-number": "BankAccountNumber",
  "payment-card-number-matcher": "PaymentCardNumber",
  "expiration-date-matcher": "ExpirationDate",
  "security-code-matcher": "SecurityCode",
  "postal-code-matcher": "PaymentCardPostalCode",
  "bank-routing-number-matcher": "BankRoutingNumber",
  "bank-account-number-matcher": "BankAccountNumber",
}

/** What an item may be judged by: the settings, the card already captured, and the time (milliseconds). */
export type PayContext = {
  settings: PaySettings
  cardType: CardType | null
  now: number
  /** What was keyed the first time, for a matcher. */
  first: string
}

export type Judgement =
  | { ok: true; shown: string; cardType: CardType | null }
  | { ok: false; errorType: string }

/** Which items a session asks for, in the order of its Required list (facts 2.5). */
export function itemsOf(settings: PaySettings): PayItem[] {
  const card: Matchable[] = [
    "payment-card-number",
    "expiration-date",
    ...(settings.securityCode ? (["security-code"] as const) : []),
    ...(settings.postalCode ? (["postal-code"] as const) : []),
  ]
  const bank: Matchable[] = ["bank-routing-number", "bank-account-number"]
  const once = settings.paymentMethod === "ach-debit" ? bank : card
  return once.flatMap((item) =>
    settings.matching.includes(item) ? [item, `${item}-matcher` as const] : [item],
  )
}

/** Whether the item ends by itself with these digits; a postal code or an account number needs `#` or the time-out. */
export function isFull(item: PayItem, digits: string, context: PayContext): boolean {
  const first = firstOf(item)
  if (first) return isFull(first, digits, context)
  switch (item) {
    case "payment-card-number":
      return digits.length >= finishLength(digits)
    case "expiration-date":
      return digits.length >= 4
    case "security-code":
      return digits.length >= securityCodeLength(context.cardType ?? "visa")
    case "bank-routing-number":
      return digits.length >= 9
    default:
      return false
  }
}

/** Digits still being keyed: one `x` each, nothing clear (facts 2.4). */
export function maskPartial(digits: string): string {
  return "x".repeat(digits.length)
}

/** `xxxxxxxxxxxx1111`: full length, last 4 clear (facts 2.4). */
export function maskCard(digits: string): string {
  return "x".repeat(Math.max(0, digits.length - 4)) + digits.slice(-4)
}

/** `*******92`: as the documents show a bank account number (facts 2.2). */
export function maskAccount(digits: string): string {
  return "*".repeat(Math.max(0, digits.length - 2)) + digits.slice(-2)
}

function isFutureDate(mmyy: string, now: number): boolean {
  const month = Number(mmyy.slice(0, 2))
  if (!/^\d{4}$/.test(mmyy) || month < 1 || month > 12) return false
  const today = new Date(now)
  const thisMonth = today.getUTCFullYear() * 12 + today.getUTCMonth()
  return (2000 + Number(mmyy.slice(2))) * 12 + month - 1 >= thisMonth
}

function isRoutingNumber(digits: string): boolean {
  if (!/^\d{9}$/.test(digits)) return false
  const weights = [3, 7, 1]
  const sum = [...digits].reduce(
    (total, digit, index) => total + Number(digit) * (weights[index % 3] ?? 0),
    0,
  )
  return sum % 10 === 0
}

function when(valid: boolean, shown: string, errorType: string): Judgement {
  return valid ? { ok: true, shown, cardType: null } : { ok: false, errorType }
}

/** Judges a finished item: what callbacks show of it, or its ErrorType (facts 2.7). */
export function judgeItem(item: PayItem, digits: string, context: PayContext): Judgement {
  const { settings, cardType, now } = context
  if (firstOf(item)) return when(digits === context.first, "", "input-matching-failed")
  switch (item) {
    case "payment-card-number": {
      const card = judgeCard(digits, settings.validCardTypes)
      return card.ok ? { ok: true, shown: maskCard(digits), cardType: card.type } : card
    }
    case "expiration-date":
      return when(isFutureDate(digits, now), digits, "invalid-date")
    case "security-code": {
      const right = digits.length === securityCodeLength(cardType ?? "visa")
      return when(right, maskPartial(digits), "invalid-security-code")
    }
    case "postal-code":
      return when(digits.length >= settings.minPostalCodeLength, digits, "invalid-postal-code")
    case "bank-routing-number":
      return when(isRoutingNumber(digits), digits, "invalid-bank-routing-number")
    case "bank-account-number":
      return when(/^\d{4,17}$/.test(digits), maskAccount(digits), "invalid-bank-account-number")
    default:
      throw new RangeError(`${item} is judged by what it repeats`)
  }
}
