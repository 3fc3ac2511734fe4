// The settings that a config file and the command line may hold: one schema checks both and says what is wrong.
import { X509Certificate } from "node:crypto"
import { readFileSync } from "node:fs"
import { z } from "zod"
import { timeSettings } from "./control/clock-routes.ts"
import { methodSchema, phoneSchema, urlSchema } from "./control/control-schema.ts"
import type { EmulatorOptions } from "./emulator.ts"
import { faultRule } from "./faults/fault-rule.ts"
import { connectorSettings } from "./pay/connector.ts"
import { mustBe, readBy, sayTrouble, textLike } from "./say-issues.ts"
import { SettingsError } from "./settings.ts"
import { readSwitches } from "./switches.ts"

const isPort = mustBe("a port number from 0 to 65535 (0 = any free port)")
const isList = mustBe("a list of names")
const isName = mustBe("a name")
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
  mustBe(`a voice URL, or an object: {"voiceUrl": "http://..."}`),
)

const configSchema = z.strictObject({
  port: z.int(isPort).min(0, isPort).max(65_535, isPort).optional(),
  // An empty one would listen on every address.
  host: textLike(/./, "a host name or address").optional(),
  accountSid: textLike(/^AC[0-9a-f]{32}$/, "AC and 32 hex digits").optional(),
  authToken: textLike(/^\S+$/, "a token without spaces", true).optional(),
  apiKey: textLike(/^SK[0-9a-f]{32}$/, "SK and 32 hex digits").optional(),
  apiSecret: textLike(/^\S+$/, "a secret without spaces", true).optional(),
  numbers: z.record(phoneSchema, numberSchema, isNumbers).optional(),
  phones: z.record(phoneSchema, z.string(isName), isPhones).optional(),
  connectors: z
    .union(
      [z.array(z.string(isName).min(1, isName)), z.record(z.string(), connectorSettings.nullable())],
      isConnectors,
    )
    .optional(),
  switches: z.record(z.string(), z.union([z.string(), z.number()]), isSwitches).optional(),
  faults: z.array(faultRule, mustBe("a list of fault rules")).optional(),
  time: timeSettings.optional(),
  ca: z.string(mustBe("the path of a file with certificates (PEM)")).optional(),
  allowedHosts: z
    .array(
      textLike(/^([\w.-]+|\[[\da-f:]+\])$/i, `a host name without scheme and port, like "box.local"`),
      isList,
    )
    .optional(),
})

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this user may not read it",
  EISDIR: "it is a folder",
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException
    throw new SettingsError(`${path} cannot be read: ${UNREADABLE[code] ?? message}.`)
  }
}

function readCertificates(path: string): string {
  const text = readText(path)
  try {
    // Throws for what is no certificate.
    new X509Certificate(text)
    return text
  } catch {
    throw new SettingsError(`${path} must be a file with certificates (PEM): "-----BEGIN CERTIFICATE-----".`)
  }
}

/**
 * Checks settings that came from `source`, e.g. "emulator.json"; throws SettingsError with one line. `name` says how the
 * place of a mistake is called there.
 */
export function checkConfig(
  written: unknown,
  source: string,
  name = (path: readonly PropertyKey[]) => `"${path.join(".")}"`,
): EmulatorOptions {
  const { value, trouble } = readBy(configSchema, written)
  if (trouble) throw new SettingsError(`${source}: ${sayTrouble(trouble, "It", name)}`)
  const { accountSid, ca, ...rest } = value
  try {
    readSwitches(rest.switches ?? {})
  } catch (error) {
    throw new SettingsError(`${source}: ${(error as Error).message}`)
  }
  const known = Object.entries({
    sid: accountSid,
    ca: ca === undefined ? undefined : readCertificates(ca),
    ...rest,
  }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(known) as EmulatorOptions
}

/** Reads and checks a JSON file; throws SettingsError when it is missing, no JSON, or wrong. */
export function readConfigFile(path: string): EmulatorOptions {
  const text = readText(path)
  let written: unknown
  try {
    written = JSON.parse(text)
  } catch (error) {
    throw new SettingsError(`${path} is not valid JSON: ${(error as Error).message}.`)
  }
  return checkConfig(written, path)
}
