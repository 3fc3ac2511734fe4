// Secrets may stand in files, as Docker and Kubernetes hand them over: NAME_FILE instead of NAME.
import { readFileSync } from "node:fs"
import { WrongSetting } from "./wrong-setting.ts"

export type Environment = Readonly<Record<string, string | undefined>>

const secrets = [
  "AUTH_SECRET",
  "DATABASE_URL",
  "REDIS_URL",
  "STRIPE_SECRET_KEY",
  "TWILIO_AUTH_TOKEN",
  "TWILIO_AUTH_TOKEN_OLD",
  "TWILIO_API_SECRET",
] as const
export const isSecret = (name: string): boolean => secrets.some((secret) => secret === name)

/** The environment with every secret that a file holds. Throws WrongSetting, which names the setting and the file only. */
export function withSecretFiles(environment: Environment): Environment {
  const found: Record<string, string> = {}
  for (const name of secrets) {
    const file = environment[`${name}_FILE`]?.trim()
    if (!file) continue
    if (environment[name]?.trim())
      throw new WrongSetting(`${name} and ${name}_FILE are both set: keep one of them`)
    found[name] = readSecret(`${name}_FILE`, file)
  }
  return { ...environment, ...found }
}

function readSecret(setting: string, file: string): string {
  try {
    const secret = readFileSync(file, "utf8").trim()
    if (secret !== "") return secret
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new WrongSetting(`${setting} names ${file}, which cannot be read (${code})`)
  }
  throw new WrongSetting(`${setting} names ${file}, which is empty`)
}
