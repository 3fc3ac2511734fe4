// What one payment session was created with (facts 1.2).
import type { CardType } from "./card-brands.ts"

export const BANK_ACCOUNT_TYPES = [
  "consumer-checking",
  "consumer-savings",
  "commercial-checking",
  "commercial-savings",
] as const
export const TOKEN_TYPES = ["one-time", "reusable", "payment-method"] as const

type PaymentMethod = "credit-card" | "ach-debit"
type BankAccountType = (typeof BANK_ACCOUNT_TYPES)[number]
type TokenType = (typeof TOKEN_TYPES)[number]

/** Items that the Payments API can have keyed twice (RequireMatchingInputs). */
export const MATCHABLE_BY_API = [
  "payment-card-number",
  "expiration-date",
  "security-code",
  "postal-code",
] as const

/** A `<Prompt requireMatchingInputs>` can ask for bank numbers twice too. The second time is an item of its own. */
export const MATCHABLE = [...MATCHABLE_BY_API, "bank-routing-number", "bank-account-number"] as const
export type Matchable = (typeof MATCHABLE)[number]

export type PaySettings = {
  /** The decimal as it was sent; empty when the session makes a token instead of a charge. */
  chargeAmount: string
  currency: string
  description: string
  paymentConnector: string
  paymentMethod: PaymentMethod
  bankAccountType: BankAccountType
  tokenType: TokenType
  securityCode: boolean
  postalCode: boolean
  minPostalCodeLength: number
  /** Items that the caller keys twice. */
  matching: readonly Matchable[]
  /** The caller presses 1 before anything is charged. */
  confirmation: boolean
  /** Between digits, after the first. */
  timeoutMs: number
  validCardTypes: readonly CardType[]
  parameters: Readonly<Record<string, string>>
  /** Of what is said by itself: one of PAY_LANGUAGES. */
  language: string
}
