// Several server processes on one PostgreSQL behind a balancer, and the emulator as a process, as in production.
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { fileURLToPath } from "node:url"
import { pino } from "pino"
import twilio from "twilio"
import { type Auth, createPerson, openAuth } from "./agents/auth.ts"
import { openLedger } from "./ledger/open-ledger.ts"
import { freshDatabase } from "./ledger/postgres-for-tests.ts"
import { openBalancer, openCable } from "./tcp-for-tests.ts"

const authToken = "the-token-of-the-tests"
const accountSid = `AC${"c1".repeat(16)}`
const secret = "a secret of the tests, long enough for better-auth"
const password = "a password of the tests"
const root = fileURLToPath(new URL("../..", import.meta.url))

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  return typeof address === "object" && address ? address.port : 0
}

export interface Running {
  child: ChildProcess
  url: string
  /** Resolves with the exit code, null after a signal. */
  ended: Promise<number | null>
  said(): string
}

async function run(
  script: string,
  url: string,
  env: Record<string, string>,
  ready: string,
): Promise<Running> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script], {
    cwd: root,
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve))
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      // The beginning is enough to see why it did not start; the rest must not grow for ever.
      output = (output + chunk).slice(-100_000)
      if (output.includes(ready)) resolve()
    }
    child.stdout.on("data", read)
    child.stderr.on("data", read)
    ended.then(() => reject(new Error(`${script} ended: ${output}`)))
  })
  return { child, url, ended, said: () => output }
}

const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ")

/** As if they had set it up. @returns recovery codes, each good for one sign-in */
async function giveSecondFactor(auth: Auth, email: string): Promise<string[]> {
  const { adapter, internalAdapter } = await auth.$context
  const signedIn = await auth.api.signInEmail({ body: { email, password }, returnHeaders: true })
  const cookie = (signedIn.headers.get("set-cookie") ?? "").split(";")[0] ?? ""
  const headers = new Headers({ cookie })
  const made = await auth.api.enableTwoFactor({ body: { password, method: "totp" }, headers })
  const userId = signedIn.response.user.id
  const where = [{ field: "userId", value: userId }]
  await adapter.updateMany({ model: "twoFactor", where, update: { verified: true } })
  await internalAdapter.updateUser(userId, { twoFactorEnabled: true })
  await internalAdapter.deleteUserSessions(userId)
  return "backupCodes" in made ? made.backupCodes : []
}

export const phoneOf = (agent: number): string => `+1555000${String(2_000 + agent)}`

/** @param agents how many accounts: agent0@example.com with phoneOf(0) and so on; sam@example.com supervises, alma@example.com is admin */
export async function openCluster(agents: number, settings: Record<string, string> = {}) {
  const database = await freshDatabase()
  const { hostname, port: databasePort } = new URL(database.url)
  const cable = await openCable({ host: hostname, port: Number(databasePort || 5432) })
  const cabled = new URL(database.url)
  cabled.host = `127.0.0.1:${cable.port}`
  const ports: number[] = []
  const balancer = await openBalancer(() => ports)

  const ledger = await openLedger({ databaseUrl: database.url, dataDir: "unused" })
  const log = pino({ level: "silent" })
  const auth = await openAuth({ database: ledger.database, secret, origins: [balancer.url], log })
  for (let n = 0; n < agents; n++) {
    const account = { name: `Agent ${n}`, email: `agent${n}@example.com`, password, role: "agent" } as const
    await createPerson(auth, { ...account, phone: phoneOf(n) })
  }
  const sam = { name: "Sam", email: "sam@example.com", password, role: "supervisor", phone: null } as const
  const alma = { ...sam, name: "Alma", email: "alma@example.com", role: "admin" } as const
  const recoveryCodes = new Map<string, string[]>()
  for (const [name, person] of Object.entries({ sam, alma })) {
    await createPerson(auth, person)
    recoveryCodes.set(name, await giveSecondFactor(auth, person.email))
  }

  const emulatorPort = await freePort()
  const emulatorUrl = `http://127.0.0.1:${emulatorPort}`
  const emulator = await run(
    "emulator/src/main.ts",
    emulatorUrl,
    {
      EMULATOR_PORT: String(emulatorPort),
      EMULATOR_ACCOUNT_SID: accountSid,
      EMULATOR_AUTH_TOKEN: authToken,
      EMULATOR_VOICE_URL: `${balancer.url}/forward`,
    },
    "Emulator is ready",
  )
  const running: Running[] = []

  async function startServer(more: Record<string, string> = {}): Promise<Running> {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const server = await run(
      "server/src/main.ts",
      url,
      {
        PORT: String(port),
        DATA_DIR: tmpdir(),
        DATABASE_URL: cabled.href,
        AUTH_SECRET: secret,
        TWILIO_ACCOUNT_SID: accountSid,
        TWILIO_AUTH_TOKEN: authToken,
        TWILIO_API_BASE_URL: emulatorUrl,
        PUBLIC_URL: balancer.url,
        LOG_LEVEL: "warn",
        ...settings,
        ...more,
      },
      "AgentPay is ready",
    )
    ports.push(port)
    running.push(server)
    void server.ended.then(() => ports.splice(ports.indexOf(port), 1))
    return server
  }

  return {
    ledger,
    cable,
    database,
    publicUrl: balancer.url,
    emulatorUrl,
    startServer,
    /** A webhook as Twilio sends it, straight to one process or through the balancer. */
    async webhook(path: string, form: Record<string, string>, to = balancer.url) {
      const signature = twilio.getExpectedTwilioSignature(authToken, balancer.url + path, form)
      const headers = { "x-twilio-signature": signature }
      const response = await fetch(to + path, { method: "POST", headers, body: new URLSearchParams(form) })
      return { status: response.status, body: await response.text() }
    },
    /** @returns the Cookie header of a new session */
    async signIn(name: string, to = balancer.url): Promise<string> {
      const response = await fetch(`${to}/api/auth/sign-in/email`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: balancer.url },
        body: JSON.stringify({ email: `${name}@example.com`, password }),
      })
      if (!response.ok) throw new Error(`${name} cannot sign in: ${response.status}`)
      const code = recoveryCodes.get(name)?.pop()
      if (code === undefined) return cookiesOf(response)
      const second = await fetch(`${to}/api/auth/two-factor/verify-backup-code`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          origin: balancer.url,
          cookie: cookiesOf(response),
        },
        body: JSON.stringify({ code }),
      })
      if (!second.ok) throw new Error(`${name} has no second factor: ${second.status}`)
      return cookiesOf(second)
    },
    async close(): Promise<void> {
      for (const { child } of [...running, emulator]) child.kill("SIGKILL")
      await Promise.all([...running, emulator].map(({ ended }) => ended))
      await ledger.close()
      balancer.close()
      cable.close()
      await database.drop()
    },
  }
}

export type Cluster = Awaited<ReturnType<typeof openCluster>>
