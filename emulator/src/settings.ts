// Reads the emulator's settings from environment variables, and says in one line what is wrong with them.
import { demoAccount } from "./emulator.ts"
import type { EmulatorOptions } from "./options.ts"
import { type ConnectorSettings, connectorSettings } from "./pay/connector.ts"
import { readSwitches, type Switches } from "./switches.ts"

export type Environment = Readonly<Record<string, string | undefined>>

/** Thrown with one line that says what is wrong and what to change. */
export class SettingsError extends Error {
  override readonly name = "SettingsError"
}

function unusable(variable: string, value: string, expected: string): SettingsError {
  return new SettingsError(`${variable}="${value}" is not usable: set it to ${expected}.`)
}

const PHONE = /^\+[1-9]\d{1,14}$/

/** The options for createEmulator; throws SettingsError. Empty variables count as unset. */
export function readSettings(environment: Environment): EmulatorOptions & { port: number } {
  const read = (variable: string, fallback: string, pattern: RegExp, expected: string): string => {
    const value = environment[variable] || fallback
    if (!pattern.test(value)) throw unusable(variable, value, expected)
    return value
  }
  const port = read("EMULATOR_PORT", "5051", /^\d{1,5}$/, "a port number from 0 to 65535 (0 = any free port)")
  if (Number(port) > 65_535) throw unusable("EMULATOR_PORT", port, "a port number from 0 to 65535")
  const voiceUrl = environment.EMULATOR_VOICE_URL || "http://localhost:5050/forward"
  if (!/^https?:$/.test(URL.parse(voiceUrl)?.protocol ?? "")) {
    throw unusable("EMULATOR_VOICE_URL", voiceUrl, "an absolute http or https URL")
  }
  const number = read("EMULATOR_NUMBER", "+15550001000", PHONE, "a phone number like +15550001000")
  const list = (variable: string) => (environment[variable] ?? "").split(",").map((part) => part.trim())
  return {
    port: Number(port),
    sid: read("EMULATOR_ACCOUNT_SID", demoAccount.sid, /^AC[0-9a-f]{32}$/, "AC and 32 hex digits"),
    authToken: read("EMULATOR_AUTH_TOKEN", demoAccount.authToken, /^\S+$/, "a token without spaces"),
    apiKey: read("EMULATOR_API_KEY", demoAccount.apiKey, /^SK[0-9a-f]{32}$/, "SK and 32 hex digits"),
    apiSecret: read("EMULATOR_API_SECRET", demoAccount.apiSecret, /^\S+$/, "a secret without spaces"),
    numbers: { [number]: voiceUrl },
    phones: readPhones(list("EMULATOR_PHONES")),
    connectors: readConnectors(list("EMULATOR_CONNECTORS"), environment),
    switches: readSwitchSettings(environment.EMULATOR_SWITCHES || "{}"),
    allowedHosts: list("EMULATOR_ALLOWED_HOSTS").filter((name) => name !== ""),
  }
}

/** Names of test gateways; and, where a key of Stripe's test mode is given, the connector `Stripe`. */
function readConnectors(
  names: readonly string[],
  environment: Environment,
): Record<string, ConnectorSettings> {
  const named = names.filter((name) => name !== "").map((name) => [name, { kind: "stripe-test" }] as const)
  const connectors: Record<string, ConnectorSettings> = Object.fromEntries(named)
  const secretKey = environment.EMULATOR_STRIPE_SECRET_KEY || environment.STRIPE_SECRET_KEY
  if (!secretKey) return connectors
  const baseUrl = environment.STRIPE_API_BASE || "https://api.stripe.com"
  const stripe = { kind: "stripe", secretKey, baseUrl } as const
  if (!connectorSettings.safeParse(stripe).success) {
    throw new SettingsError(
      "EMULATOR_STRIPE_SECRET_KEY or STRIPE_SECRET_KEY is not usable: set it to a key of Stripe's test mode (sk_test_...), and STRIPE_API_BASE to an absolute URL or nothing.",
    )
  }
  return { ...connectors, Stripe: stripe }
}

function readSwitchSettings(written: string): Partial<Switches> {
  try {
    return readSwitches(JSON.parse(written))
  } catch (error) {
    const why = error instanceof SyntaxError ? "it is not valid JSON" : (error as Error).message
    throw new SettingsError(`EMULATOR_SWITCHES is not usable: ${why}`)
  }
}

function readPhones(entries: readonly string[]): Record<string, string> {
  const phones: Record<string, string> = {}
  for (const entry of entries.filter((part) => part !== "")) {
    const [number = "", name = ""] = entry.split("=", 2).map((part) => part.trim())
    if (!PHONE.test(number)) {
      throw unusable("EMULATOR_PHONES", entry, "entries like +15550001001=Ada, separated by commas")
    }
    phones[number] = name
  }
  return phones
}
