// Reads a config file, and checks what it or the command line holds; says in one line what is wrong.
import { X509Certificate } from "node:crypto"
import { readFileSync } from "node:fs"
import { z } from "zod"
import type { EmulatorOptions } from "./options.ts"
import { optionsSchema } from "./options.ts"
import { mustBe, readBy, sayTrouble } from "./say-issues.ts"
import { SettingsError } from "./settings.ts"
import { readSwitches } from "./switches.ts"

/** As the options, but for names that a person writes: `accountSid`, and `ca` is a path. */
const configSchema = optionsSchema.omit({ sid: true }).extend({
  accountSid: optionsSchema.shape.sid,
  ca: z.string(mustBe("the path of a file with certificates (PEM)")).optional(),
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
