// A whole AgentPay for a test: server, console and emulator on ports of their own, with data of their own.
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "./free-port.ts"
import { type Running, runNode } from "./run.ts"

export interface System {
  consoleUrl: string
  phonesUrl: string
  dataDir: string
  server: Running
  stop(): Promise<void>
}

/** The demo, as `npm start` runs it once the console is built. */
export async function startDemo(settings: Record<string, string> = {}): Promise<System> {
  const port = await freePort()
  const emulatorPort = await freePort()
  const dataDir = await mkdtemp(join(tmpdir(), "agentpay-e2e-"))
  const environment = {
    PORT: String(port),
    EMULATOR_PORT: String(emulatorPort),
    DATA_DIR: dataDir,
    // Tests count what they made themselves.
    SAMPLE_DATA: "false",
    // A busy machine may need longer than a phone usually rings.
    RING_TIMEOUT: "120",
    ...settings,
  }
  const server = runNode("server/src/main.ts", environment)
  const consoleUrl = `http://localhost:${port}`
  await server.saying(`AgentPay is ready on ${consoleUrl}`)
  return {
    consoleUrl,
    phonesUrl: `http://localhost:${emulatorPort}`,
    dataDir,
    server,
    async stop() {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** What the emulator and the server of an installation share. */
export const account = { sid: `AC${"5".repeat(32)}`, token: "e2e-auth-token" }

/**
 * Emulator and server as two programs that know each other by settings only, as AgentPay and the real Twilio would:
 * the server can be killed and started again while the call goes on.
 */
export interface Installation extends Omit<System, "server"> {
  emulator: Running
  /** Runs `npm run user:create`; the server must not be running (the embedded store has one owner). */
  createUser(args: string[], settings?: Record<string, string>): Promise<void>
  startServer(settings?: Record<string, string>): Promise<Running>
}

export async function installProduction(): Promise<Installation> {
  const port = await freePort()
  const emulatorPort = await freePort()
  const dataDir = await mkdtemp(join(tmpdir(), "agentpay-e2e-"))
  const consoleUrl = `http://localhost:${port}`
  const phonesUrl = `http://localhost:${emulatorPort}`
  const emulator = runNode("emulator/src/main.ts", {
    EMULATOR_PORT: String(emulatorPort),
    EMULATOR_ACCOUNT_SID: account.sid,
    EMULATOR_AUTH_TOKEN: account.token,
    EMULATOR_VOICE_URL: `${consoleUrl}/forward`,
  })
  await emulator.saying("Emulator is ready")
  const environment = {
    PORT: String(port),
    DATA_DIR: dataDir,
    TWILIO_ACCOUNT_SID: account.sid,
    TWILIO_AUTH_TOKEN: account.token,
    TWILIO_API_BASE_URL: phonesUrl,
    PUBLIC_URL: consoleUrl,
    LOG_LEVEL: "warn",
  }
  const servers: Running[] = []
  return {
    consoleUrl,
    phonesUrl,
    dataDir,
    emulator,
    async createUser(args, settings = {}) {
      const creating = runNode("server/src/create-user.ts", { ...environment, ...settings }, args)
      if ((await creating.ended) !== 0) throw new Error(creating.said())
    },
    async startServer(settings = {}) {
      const server = runNode("server/src/main.ts", { ...environment, ...settings })
      servers.push(server)
      await server.saying("AgentPay is ready")
      return server
    },
    async stop() {
      await Promise.all([emulator, ...servers].map((running) => running.stop()))
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
