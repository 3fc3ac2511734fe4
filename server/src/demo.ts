// The demo: the emulator in Twilio's place, in a process of its own, because card numbers are keyed into it.
import { type ChildProcess, spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { NewPerson } from "./agents/auth.ts"
import type { TwilioAccount } from "./settings.ts"

const password = "agentpay-demo-1"

export const demoPeople: readonly NewPerson[] = [
  { name: "Ada", email: "ada@example.com", role: "agent", phone: "+15550001001", password },
  { name: "Ben", email: "ben@example.com", role: "agent", phone: "+15550001002", password },
  { name: "Sam", email: "sam@example.com", role: "supervisor", phone: null, password },
  { name: "Alma", email: "alma@example.com", role: "admin", phone: null, password },
]

export const demoNumber = "+15550001000"

export function demoAccount(emulatorUrl: string): TwilioAccount {
  return {
    accountSid: "ACa9e47a1de000000000000000000000d1",
    authToken: "d3m0a9e47a1d3m0a9e47a1d3m0a9e47a",
    oldAuthToken: null,
    apiKey: null,
    apiBaseUrl: emulatorUrl,
  }
}

const EMULATOR = fileURLToPath(new URL("../../emulator/src/main.ts", import.meta.url))

/**
 * The emulator's process gets what is meant for it and none of our secrets: card numbers are keyed into it, so
 * nothing there should open anything here. (The two others are for Windows, and for https webhooks.)
 */
function emulatorSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const meant = Object.entries(environment).filter(([name]) =>
    /^(EMULATOR_\w+|SystemRoot|NODE_EXTRA_CA_CERTS)$/i.test(name),
  )
  return Object.fromEntries(meant)
}

/**
 * Starts the emulator and resolves when it is ready. Rejects with its own last words when it ends before that.
 * @param voiceUrl where a call to the demo's number is announced
 */
export function startEmulator(port: number, account: TwilioAccount, voiceUrl: string): Promise<ChildProcess> {
  const phones = demoPeople.flatMap(({ name, phone }) => (phone ? [`${phone}=${name}`] : []))
  const child = spawn(process.execPath, [EMULATOR], {
    env: {
      ...emulatorSettings(process.env),
      EMULATOR_PORT: String(port),
      EMULATOR_ACCOUNT_SID: account.accountSid,
      EMULATOR_AUTH_TOKEN: account.authToken,
      EMULATOR_NUMBER: demoNumber,
      EMULATOR_VOICE_URL: voiceUrl,
      EMULATOR_PHONES: phones.join(","),
    },
    // The channel closes however this process ends, kill -9 included: then the emulator ends too, and frees its port.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  })
  process.once("exit", () => child.kill())
  return new Promise((resolve, reject) => {
    let said = ""
    child.stdout?.on("data", (chunk) => {
      said += chunk
      if (said.includes("Emulator is ready")) resolve(child)
    })
    child.stderr?.on("data", (chunk) => {
      said += chunk
    })
    child.on("error", reject)
    child.on("exit", () => reject(new Error(said.trim().split("\n").at(-1) ?? "The emulator did not start.")))
  })
}
