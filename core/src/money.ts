// Money as people type it and as we keep it: decimal strings at the edge, minor units inside.
import type { Refusal } from "./refusal.ts"

/** The largest amount of one payment, in major units: Twilio takes decimals below 1,000,000 (ChargeAmount). */
const MOST_MAJOR = 999_999.99

/** Decimals of a currency: USD 2, JPY 0, KWD 3. @param currency ISO 4217 code; throws RangeError for what is no code. */
export function currencyDecimals(currency: string): number {
  return (
    new Intl.NumberFormat("en", {
      style: "currency",
      currency,
    }).resolvedOptions().maximumFractionDigits ?? 2
  )
}

/** Whether `currency` is a code that money is really counted in. */
export function isCurrency(currency: string): boolean {
  return Intl.supportedValuesOf("currency").includes(currency)
}

function mostMinor(decimals: number): number {
  return Math.floor(MOST_MAJOR * 10 ** decimals)
}

function badMoney(field: "amount" | "tip", message: string): { refusal: Refusal } {
  return { refusal: { code: "amount-invalid", field, message } }
}

/** An example of a well-formed amount in this currency, for messages and placeholders. */
export function exampleAmount(currency: string): string {
  const decimals = currencyDecimals(currency)
  return decimals === 0 ? "1000" : (1000.5).toFixed(decimals)
}

/**
 * Turns what was typed into minor units (cents). Spaces around it are forgiven, nothing else is guessed:
 * "1,000.5" could be two different sums.
 */
export function parseMoney(
  text: string,
  currency: string,
  field: "amount" | "tip",
): { minor: number } | { refusal: Refusal } {
  const typed = text.trim()
  const decimals = currencyDecimals(currency)
  const example = exampleAmount(currency)
  if (typed === "") return badMoney(field, `Type the ${field}, for example ${example}.`)
  if (/^-/.test(typed)) return badMoney(field, `The ${field} cannot be negative.`)
  if (/^[\d.,\s]*,[\d.,\s]*$/.test(typed))
    return badMoney(field, `Leave the commas out and use a point for decimals, for example ${example}.`)
  const match = /^(\d+)(?:\.(\d+))?$/.exec(typed)
  if (!match)
    return badMoney(field, `Use digits${decimals > 0 ? " and one point" : " only"}, for example ${example}.`)
  const [, major = "", fraction = ""] = match
  if (fraction.length > decimals)
    return badMoney(
      field,
      decimals === 0
        ? `${currency} has no decimals, for example ${example}.`
        : `${currency} has at most ${decimals} decimals, for example ${example}.`,
    )
  const minor = major.length > 9 ? Number.POSITIVE_INFINITY : Number(major + fraction.padEnd(decimals, "0"))
  if (minor > mostMinor(decimals))
    return badMoney(field, `The ${field} can be at most ${formatMoney(mostMinor(decimals), currency)}.`)
  return { minor }
}

export interface Total {
  amountMinor: number
  tipMinor: number
  totalMinor: number
}

/** Amount plus tip; an empty tip is none. The total obeys the same limit as each part. */
export function parseTotal(amount: string, tip: string, currency: string): Total | { refusal: Refusal } {
  const parsedAmount = parseMoney(amount, currency, "amount")
  if ("refusal" in parsedAmount) return parsedAmount
  const parsedTip = tip.trim() === "" ? { minor: 0 } : parseMoney(tip, currency, "tip")
  if ("refusal" in parsedTip) return parsedTip
  const totalMinor = parsedAmount.minor + parsedTip.minor
  const most = mostMinor(currencyDecimals(currency))
  if (totalMinor > most)
    return badMoney("amount", `Amount and tip together can be at most ${formatMoney(most, currency)}.`)
  return {
    amountMinor: parsedAmount.minor,
    tipMinor: parsedTip.minor,
    totalMinor,
  }
}

/** Minor units as the decimal string that Twilio's ChargeAmount wants: 1250 USD is "12.50". */
export function decimalString(minor: number, currency: string): string {
  const decimals = currencyDecimals(currency)
  if (decimals === 0) return String(minor)
  const digits = String(minor).padStart(decimals + 1, "0")
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

/** Minor units for people: 1250 USD is "$12.50". */
export function formatMoney(minor: number, currency: string): string {
  const decimals = currencyDecimals(currency)
  return new Intl.NumberFormat("en-US", { style: "currency", currency }).format(minor / 10 ** decimals)
}
