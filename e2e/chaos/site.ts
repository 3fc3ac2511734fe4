// What is tormented: two servers behind a balancer, on a PostgreSQL and an emulator of their own.
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "../free-port.ts"
import { type Running, runNode } from "../run.ts"
import { startBalancer } from "./balancer.ts"
import { type OwnPostgres, startOwnPostgres } from "./own-postgres.ts"

const account = { sid: `AC${"c".repeat(32)}`, token: "chaos-auth-token" }
export const password = "chaos-password-1"

export interface Site {
  url: string
  /** Each server's own address, past the balancer. */
  servers: readonly string[]
  phonesUrl: string
  databaseUrl: string
  /** Agents' e-mail addresses, and the phone of each. */
  agents: readonly { email: string; phone: string }[]
  supervisor: string
  /** SIGKILL to one server, which is started again at once. */
  killServer(which: number): Promise<void>
  /** SIGKILL, for good. */
  stopServer(which: number): Promise<void>
  restartDatabase(downMs: number): Promise<void>
  stop(): Promise<void>
}

/**
 * @param speed how much faster than real the callers, the phone lines and the faults of the emulator run
 * @param more settings of the servers
 */
export async function openSite(
  howManyAgents: number,
  speed: number,
  gatewayRecord: string,
  more: Record<string, string> = {},
): Promise<Site> {
  const postgres = await startOwnPostgres()
  try {
    return await openOn(postgres, howManyAgents, speed, { STRIPE_API_BASE_URL: gatewayRecord, ...more })
  } catch (error) {
    await postgres.remove()
    throw error
  }
}

async function openOn(
  postgres: OwnPostgres,
  howManyAgents: number,
  speed: number,
  more: Record<string, string>,
): Promise<Site> {
  const dataDir = await mkdtemp(join(tmpdir(), "agentpay-chaos-"))
  const [front = 0, emulatorPort = 0, ...ports] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ])
  const balancer = await startBalancer(front, ports)
  const phonesUrl = `http://localhost:${emulatorPort}`
  const emulator = runNode("emulator/src/main.ts", {
    EMULATOR_PORT: String(emulatorPort),
    EMULATOR_ACCOUNT_SID: account.sid,
    EMULATOR_AUTH_TOKEN: account.token,
    EMULATOR_VOICE_URL: `${balancer.url}/forward`,
  })
  await emulator.saying("Emulator is ready")
  await patch(`${phonesUrl}/emulator/clock`, { speed })

  const settings = {
    DATA_DIR: dataDir,
    DATABASE_URL: postgres.url,
    AUTH_SECRET: "chaos-secret-chaos-secret-chaos-secret",
    TWILIO_ACCOUNT_SID: account.sid,
    TWILIO_AUTH_TOKEN: account.token,
    TWILIO_API_BASE_URL: phonesUrl,
    PUBLIC_URL: balancer.url,
    SUBMIT_TIMEOUT: "5",
    LOG_LEVEL: "fatal",
    STRIPE_SECRET_KEY: "sk_test_chaos",
    // The supervisor only watches until the end, and a screen that nobody touches would lock meanwhile.
    IDLE_TIMEOUT: "720",
    ...more,
  }
  const agents = Array.from({ length: howManyAgents }, (_, n) => ({
    email: `agent${n}@example.com`,
    phone: `+1555000${String(2000 + n)}`,
  }))
  const createUser = async (args: string[]): Promise<void> => {
    const made = runNode("server/src/create-user.ts", settings, [...args, "--password", password])
    if ((await made.ended) !== 0) throw new Error(made.said())
  }
  for (const { email, phone } of agents)
    await createUser(["--email", email, "--name", email, "--phone", phone])
  const supervisor = "watch@example.com"
  await createUser(["--email", supervisor, "--name", "Watch", "--role", "supervisor"])

  const servers: (Running | null)[] = ports.map(() => null)
  async function startServer(which: number): Promise<void> {
    const port = String(ports[which])
    for (;;) {
      const server = runNode("server/src/main.ts", { ...settings, PORT: port })
      servers[which] = server
      const ready = await server.saying("AgentPay is ready").then(
        () => true,
        () => false,
      )
      // It may have been started while the database was down: whoever runs it starts it again.
      if (ready) return
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
  }
  await Promise.all(ports.map((_, which) => startServer(which)))

  return {
    url: balancer.url,
    servers: ports.map((port) => `http://localhost:${port}`),
    phonesUrl,
    databaseUrl: postgres.url,
    agents,
    supervisor,
    async killServer(which) {
      await servers[which]?.stop("SIGKILL")
      await startServer(which)
    },
    async stopServer(which) {
      await servers[which]?.stop("SIGKILL")
    },
    restartDatabase: postgres.restart,
    async stop() {
      await balancer.close()
      await Promise.all([emulator, ...servers].map((running) => running?.stop("SIGKILL")))
      await postgres.remove()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function patch(url: string, body: unknown): Promise<void> {
  const headers = { "content-type": "application/json" }
  const response = await fetch(url, { method: "PATCH", headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
}
