// The settings that a config file and the command line may hold: one schema checks both and says what is wrong.
import { X509Certificate } from "node:crypto"
import { readFileSync } from "node:fs"
import { z } from "zod"
import { timeSettings } from "./control/clock-routes.ts"
import { methodSchema, phoneSchema, urlSchema } from "./control/control-schema.ts"
import { mustBe, sayIssue } from "./control/say-issues.ts"
import type { EmulatorOptions } from "./emulator.ts"
import { faultRule } from "./faults/fault-rule.ts"
import { connectorSettings } from "./pay/connector.ts"
import { SettingsError } from "./settings.ts"
import { readSwitches } from "./switches.ts"

const matching = (pattern: RegExp, what: string, secret = false) =>
  z.string(mustBe(what, secret)).regex(pattern, mustBe(what, secret))

const isPort = mustBe("a port number from 0 to 65535 (0 = any free port)")
const isList = mustBe("a list of names")
const isConnectors = mustBe(
  `a list of names, or an object of names and connectors: {"Mine": {"kind": "generic", "url": "..."}}`,
  true,
)
const isSwitches = mustBe(`an object of questions and answers: {"PCI mode": "off"}`)
const isNumbers = mustBe(`an object of phone numbers and voice URLs: {"+15550001000": "http://..."}`)
const isPhones = mustBe(`an object of phone numbers and names: {"+15550001001": "Ada"}`)

const numberSchema = z.union(
  [
    urlSchema,
    z.strictObject({
      voiceUrl: urlSchema,
      voiceMethod: methodSchema.optional(),
      voiceFallbackUrl: urlSchema.optional(),
      voiceFallbackMethod: methodSchema.optional(),
      statusCallback: urlSchema.optional(),
    }),
  ],
  mustBe(`a voice URL, or {"voiceUrl", "voiceMethod", "statusCallback"} with absolute URLs`),
)

const configSchema = z.strictObject({
  port: z.int(isPort).min(0, isPort).max(65_535, isPort).optional(),
  host: z.string(mustBe("a host name or address")).optional(),
  accountSid: matching(/^AC[0-9a-f]{32}$/, "AC and 32 hex digits").optional(),
  authToken: matching(/^\S+$/, "a token without spaces", true).optional(),
  apiKey: matching(/^SK[0-9a-f]{32}$/, "SK and 32 hex digits").optional(),
  apiSecret: matching(/^\S+$/, "a secret without spaces", true).optional(),
  numbers: z.record(phoneSchema, numberSchema, isNumbers).optional(),
  phones: z.record(phoneSchema, z.string(mustBe("a name")), isPhones).optional(),
  connectors: z
    .union(
      [z.array(z.string(isList).min(1)), z.record(z.string(), connectorSettings.nullable())],
      isConnectors,
    )
    .optional(),
  switches: z.record(z.string(), z.union([z.string(), z.number()]), isSwitches).optional(),
  faults: z.array(faultRule, mustBe("a list of fault rules")).optional(),
  time: timeSettings.optional(),
  ca: z.string(mustBe("the path of a file with certificates (PEM)")).optional(),
  allowedHosts: z.array(z.string(isList).min(1), isList).optional(),
})

type Config = z.infer<typeof configSchema>

function readCertificates(path: string, source: string): string {
  try {
    const text = readFileSync(path, "utf8")
    // Throws for what is no certificate.
    new X509Certificate(text)
    return text
  } catch {
    throw new SettingsError(`${source}: "ca" must be a file with certificates (PEM), not "${path}".`)
  }
}

/** Checks settings that came from `source`, e.g. "emulator.json"; throws SettingsError with one line. */
export function checkConfig(written: unknown, source: string): EmulatorOptions {
  const read = configSchema.safeParse(written)
  if (!read.success) throw new SettingsError(`${source}: ${sayIssue(read.error, configSchema, "It")}`)
  const { accountSid, ca, ...rest } = read.data satisfies Config
  try {
    readSwitches(rest.switches ?? {})
  } catch (error) {
    throw new SettingsError(`${source}: ${(error as Error).message}`)
  }
  const known = Object.entries({
    sid: accountSid,
    ca: ca === undefined ? undefined : readCertificates(ca, source),
    ...rest,
  }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(known) as EmulatorOptions
}

/** Reads and checks a JSON file; throws SettingsError when it is missing, no JSON, or wrong. */
export function readConfigFile(path: string): EmulatorOptions {
  let written: unknown
  try {
    written = JSON.parse(readFileSync(path, "utf8"))
  } catch (error) {
    const why = error instanceof SyntaxError ? `is not valid JSON: ${error.message}` : "cannot be read"
    throw new SettingsError(`The config file ${path} ${why}.`)
  }
  return checkConfig(written, path)
}
