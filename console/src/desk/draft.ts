// What the agent has typed into the form, and what is wrong with it.
import { type PaymentTexts, parseMoney, parseTexts, parseTotal, refusalWords } from "@agentpay/core"
import type { Draft } from "./next-words.ts"

export interface Sums {
  amount: string
  tip: string
}
export type Typed = Sums & PaymentTexts

export const nothingTyped: Typed = { amount: "", tip: "", reference: "", note: "" }

export function draftOf(typed: Sums & Partial<PaymentTexts>, currency: string): Draft {
  if (typed.amount.trim() === "" && typed.tip.trim() === "") return { is: "empty" }
  const total = parseTotal(typed.amount, typed.tip, currency)
  if ("totalMinor" in total)
    return "refusal" in parseTexts(typed) ? { is: "invalid" } : { is: "valid", totalMinor: total.totalMinor }
  return { is: typed.amount.trim() === "" && !fieldErrors(typed, currency).tip ? "empty" : "invalid" }
}

/** What to say beside each field; nothing beside one that is still empty. */
export function fieldErrors(typed: Sums, currency: string): { amount?: string; tip?: string } {
  const errors = { ...errorIn(typed, "amount", currency), ...errorIn(typed, "tip", currency) }
  if (errors.amount || errors.tip || typed.amount.trim() === "") return errors
  const total = parseTotal(typed.amount, typed.tip, currency)
  return "refusal" in total ? { amount: total.refusal.message ?? "Check the amount." } : {}
}

function errorIn(typed: Sums, field: "amount" | "tip", currency: string): { amount?: string; tip?: string } {
  const text = typed[field]
  if (text.trim() === "") return {}
  const parsed = parseMoney(text, currency, field)
  return "refusal" in parsed ? { [field]: parsed.refusal.message } : {}
}

/** What to say beside the reference or the note. */
export function textError(typed: Partial<PaymentTexts>): string | null {
  const texts = parseTexts(typed)
  return "refusal" in texts ? refusalWords(texts.refusal) : null
}

/** "$", "€" or, where there is no sign, the code itself. */
export function currencySign(currency: string): string {
  const parts = new Intl.NumberFormat("en-US", {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
  }).formatToParts(0)
  return parts.find(({ type }) => type === "currency")?.value ?? currency
}
