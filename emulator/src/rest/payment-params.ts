// Reads and checks the parameters of creating a payment session (facts 1.2, 1.5, 1.9).
import { lackOf } from "../pay/capabilities.ts"
import { CARD_TYPES, type CardType } from "../pay/card-brands.ts"
import { BANK_ACCOUNT_TYPES, MATCHABLE_BY_API, type PaySettings, TOKEN_TYPES } from "../pay/pay-settings.ts"
import type { World } from "../world.ts"
import { TwilioError } from "./twilio-error.ts"

/** An error of Pay's own (64xxx); its HTTP status is a switch, because none is documented. */
export function payError(world: World, code: number, message: string): TwilioError {
  return new TwilioError(world.switches["HTTP status of 64xxx"], code, message)
}

/** A missing or malformed parameter; which code Twilio uses is not documented. */
export function parameterError(world: World, message: string): TwilioError {
  return new TwilioError(400, world.switches["code of a missing or invalid parameter"], message)
}

/** The two parameters that every request needs (facts 1.2, 1.3). The URL must be absolute (1.6). */
export function readRequired(world: World, form: URLSearchParams): { key: string; statusCallback: string } {
  const key = form.get("IdempotencyKey") ?? ""
  if (key === "") throw parameterError(world, "IdempotencyKey is required")
  const statusCallback = form.get("StatusCallback") ?? ""
  if (statusCallback === "") throw parameterError(world, "StatusCallback is required")
  const url = URL.parse(statusCallback)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw parameterError(world, `StatusCallback must be an absolute URL: ${statusCallback}`)
  }
  return { key, statusCallback }
}

const FRACTION_DIGITS = new Map<string, number>()

/** Decimals of an ISO 4217 currency (USD 2, JPY 0); null for one that does not exist. */
function fractionDigits(currency: string): number | null {
  if (!Intl.supportedValuesOf("currency").includes(currency)) return null
  const known = FRACTION_DIGITS.get(currency)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat("en", { style: "currency", currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  FRACTION_DIGITS.set(currency, digits)
  return digits
}

/** The amount as it was sent, or empty when it is blank or zero: then a token is made (facts 1.2). */
function readAmount(world: World, written: string, decimals: number): string {
  if (written === "") return ""
  const match = /^(\d+)(?:\.(\d+))?$/.exec(written)
  if (match && Number(written) === 0) return ""
  if (!match || (match[2] ?? "").length > decimals || Number(written) >= 1_000_000) {
    throw payError(
      world,
      64003,
      `Invalid charge amount: paymentAmount='${written}' (not a number between 0.00 - 1,000,000.00 with at most ${decimals} decimals)`,
    )
  }
  return written
}

function readParameters(world: World, written: string): Record<string, string> {
  if (written === "") return {}
  const wrong = () => parameterError(world, "Parameter must be a JSON object of one level")
  let parsed: unknown
  try {
    parsed = JSON.parse(written)
  } catch {
    throw wrong()
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw wrong()
  if (Object.values(parsed).some((value) => typeof value === "object" && value !== null)) throw wrong()
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]))
}

/** All that a session can be created with, defaults filled in; throws the TwilioError that fits. */
function unnamedConnector({ connectors, switches }: World): string {
  if (connectors.has("Default")) return "Default"
  const first = connectors.keys().next().value ?? ""
  return switches["No connector named and none called Default"] === "the first one" ? first : "Default"
}

export function readPaySettings(world: World, form: URLSearchParams): PaySettings {
  const text = (name: string) => (form.get(name) ?? "").trim()
  const choice = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const written = text(name)
    const found = written === "" ? fallback : allowed.find((value) => value === written)
    if (found === undefined)
      throw parameterError(world, `${name} must be one of ${allowed.join(", ")}: ${written}`)
    return found
  }
  const whole = (name: string, fallback: number, highest: number): number => {
    const written = text(name)
    if (written === "") return fallback
    if (!/^\d+$/.test(written) || Number(written) < 1 || Number(written) > highest) {
      throw parameterError(world, `${name} must be a whole number from 1 to ${highest}: ${written}`)
    }
    return Number(written)
  }
  // In any letters, as helper libraries write them: Python's is `True`.
  const flag = (name: string, usual: boolean): boolean => {
    const written = text(name).toLowerCase()
    if (!["", "true", "false"].includes(written)) {
      throw parameterError(world, `${name} must be true or false: ${written}`)
    }
    return written === "" ? usual : written === "true"
  }

  choice("Input", ["dtmf"], "dtmf")
  const currency = (text("Currency") || "USD").toUpperCase()
  const decimals = fractionDigits(currency)
  if (decimals === null) throw parameterError(world, `Currency must be an ISO 4217 code: ${currency}`)
  const chargeAmount = readAmount(world, text("ChargeAmount"), decimals)
  if (
    chargeAmount !== "" &&
    text("TokenType") !== "" &&
    world.switches["ChargeAmount with TokenType"] === "refuse"
  ) {
    throw payError(world, 64020, "Invalid Parameter Value: TokenType is not allowed with ChargeAmount")
  }
  const paymentMethod = choice("PaymentMethod", ["credit-card", "ach-debit"], "credit-card")
  const parameters = readParameters(world, text("Parameter"))
  if (paymentMethod === "ach-debit" && !parameters.AVSName) {
    throw payError(world, 64014, "ECP/ACH requires AVSName Parameter")
  }
  if (paymentMethod === "credit-card" && text("BankAccountType") !== "") {
    throw payError(world, 64017, "BankAccountType Parameter not supported with PaymentMethod = credit-card")
  }
  const paymentConnector = text("PaymentConnector") || unnamedConnector(world)
  if (!world.connectors.has(paymentConnector) && world.switches["Unknown connector"] === "64004 at create") {
    throw payError(
      world,
      64004,
      `Invalid paymentConnector attribute: no connector is named ${paymentConnector}; there is ${[...world.connectors.keys()].join(", ")}`,
    )
  }
  const types = text("ValidCardTypes") || "visa mastercard amex"
  const validCardTypes = types.split(/\s+/).map((name): CardType => {
    const type = CARD_TYPES.find((known) => known === name)
    if (!type) throw parameterError(world, `ValidCardTypes has an unknown name: ${name}`)
    return type
  })
  const twice = text("RequireMatchingInputs")
    .split(",")
    .map((part) => part.trim())
  const matching = twice
    .filter((name) => name !== "")
    .map((name) => {
      const item = MATCHABLE_BY_API.find((known) => known === name)
      if (!item) throw parameterError(world, `RequireMatchingInputs has an unknown name: ${name}`)
      return item
    })
  const settings: PaySettings = {
    chargeAmount,
    currency,
    description: form.get("Description") ?? "",
    paymentConnector,
    paymentMethod,
    bankAccountType: choice("BankAccountType", BANK_ACCOUNT_TYPES, "consumer-checking"),
    tokenType: choice("TokenType", TOKEN_TYPES, "reusable"),
    securityCode: flag("SecurityCode", true),
    postalCode: flag("PostalCode", true),
    minPostalCodeLength: whole("MinPostalCodeLength", 1, 20),
    timeoutMs: whole("Timeout", 5, 600) * 1000,
    validCardTypes,
    matching,
    confirmation: flag("Confirmation", false),
    parameters,
    language: "en-US",
  }
  const named = world.connectors.get(paymentConnector)
  const lack = named ? lackOf(named.can, settings) : null
  if (lack) throw payError(world, lack.code, `${lack.text} (connector ${paymentConnector})`)
  return settings
}
