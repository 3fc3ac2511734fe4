// What the terminal says once everything listens; its last line is for scripts that wait.
import type { PersonLink } from "@agentpay/core"
import { demoNumber, demoPeople } from "./demo.ts"
import type { PublicUrl } from "./public-url.ts"
import type { Settings, TwilioAccount } from "./settings.ts"

export interface BannerFacts {
  settings: Settings
  twilio: TwilioAccount
  found: PublicUrl
  /** The emulator's phones; null when this is not the demo. */
  phonesUrl: string | null
  /** Lets the first admin in; null where somebody has an account. */
  firstAdmin: PersonLink | null
}

const sources: Record<PublicUrl["source"], string> = {
  PUBLIC_URL: "set by PUBLIC_URL",
  ngrok: "found through the local ngrok agent",
  localhost: "only this machine: set PUBLIC_URL or start ngrok for the real Twilio",
}

function demoLines(phonesUrl: string, consoleUrl: string, twilio: TwilioAccount): string[] {
  const [first] = demoPeople
  return [
    `  Phones    ${phonesUrl}   the customer's and the agents' phones, and the gateway's record`,
    "",
    "  Sign in as",
    ...demoPeople.map(({ email, role, phone }) =>
      `    ${email.padEnd(16)}  ${role.padEnd(10)}  ${phone ?? ""}`.trimEnd(),
    ),
    `    password ${first?.password}`,
    "",
    "  What to do next",
    `    1. Open ${consoleUrl} and sign in as ${first?.email}.`,
    `    2. Open ${phonesUrl}, click Call on the customer's phone and Answer on ${first?.name}'s.`,
    "    3. In the console type an amount, click Prompt, and key in a test card on the customer's phone.",
    "",
    `  Emulated account  ${twilio.accountSid}  token ${twilio.authToken}  number ${demoNumber}`,
  ]
}

function firstAdminLines(url: string, { token }: PersonLink): string[] {
  return [
    "",
    "  Nobody has an account yet. Make the first admin's with this link; it works once, for 72 hours,",
    "  and until the next start prints a new one:",
    `    ${url}/invite#${token}`,
  ]
}

export function banner({ settings, twilio, found, phonesUrl, firstAdmin }: BannerFacts): string {
  const consoleUrl = `http://localhost:${settings.port}`
  const lines = [
    "",
    `  Console   ${consoleUrl}`,
    ...(phonesUrl ? demoLines(phonesUrl, consoleUrl, twilio) : [`  Twilio account ${twilio.accountSid}`]),
    ...(firstAdmin ? firstAdminLines(found.url, firstAdmin) : []),
    "",
    `  Public URL  ${found.url}  (${sources[found.source]})`,
    `  Voice webhook of your Twilio number  POST ${found.url}/forward`,
    "",
    `AgentPay is ready on ${consoleUrl}`,
    "",
  ]
  return lines.join("\n")
}
