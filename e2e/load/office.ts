// A contact centre for load: the demo on a PostgreSQL database of its own, with as many agents as asked for, all signed in.
import pg from "pg"
import { io, type Socket } from "socket.io-client"
import { demoPassword } from "../desk.ts"
import { startDemo } from "../system.ts"

export interface Fact {
  type: string
  at: number
  item?: string
  paymentId?: string
}

export interface AgentScreen {
  userId: string
  socket: Socket
}

export interface Office {
  consoleUrl: string
  phonesUrl: string
  databaseUrl: string
  agents: readonly AgentScreen[]
  /** The facts of a call and whose it is, as its agent's screen was told; undefined while it has none. */
  told(callSid: string): { agent: AgentScreen; facts: readonly Fact[] } | undefined
  /** The end of what the server has logged. */
  said(): string
  suspend(userId: string): Promise<void>
  stop(): Promise<void>
}

const postgres = process.env.TEST_DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/postgres"

async function onPostgres(sql: string): Promise<void> {
  const client = new pg.Client(postgres)
  await client.connect()
  await client.query(sql)
  await client.end()
}

/** Each of these costs the server a password's hash. */
const AT_ONCE = 4

export async function inParallel<T>(
  items: readonly T[],
  run: (item: T) => Promise<void>,
  atOnce = AT_ONCE,
): Promise<void> {
  const rest = items.values()
  const worker = async () => {
    for (const item of rest) await run(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

export async function openOffice(howManyAgents: number): Promise<Office> {
  const name = `agentpay_load_${process.pid}`
  await onPostgres(`create database ${name}`)
  const databaseUrl = new URL(postgres)
  databaseUrl.pathname = `/${name}`
  const system = await startDemo({ DATABASE_URL: databaseUrl.href, LOG_LEVEL: "warn" })

  async function send(path: string, body: object, cookie = ""): Promise<Response> {
    const headers = { "content-type": "application/json", origin: system.consoleUrl, cookie }
    const response = await fetch(system.consoleUrl + path, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    })
    // Nobody clicks as fast as this: it is asked again when it may be.
    if (response.status === 429) return send(path, body, cookie)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }
  async function signIn(email: string, password = demoPassword): Promise<string> {
    const { headers } = await send("/api/auth/sign-in/email", { email, password })
    return headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; ")
  }

  const stories = new Map<string, { agent: AgentScreen; facts: Fact[] }>()
  function openScreen(cookie: string): Promise<AgentScreen> {
    const socket = io(system.consoleUrl, {
      transports: ["websocket"],
      extraHeaders: { cookie },
      reconnection: false,
    })
    return new Promise((resolve, reject) => {
      socket.once("connect_error", reject)
      socket.once("welcome", ({ me }: { me: { userId: string } }) => {
        const agent = { userId: me.userId, socket }
        socket.on("facts", ({ callSid, after, facts }: { callSid: string; after: number; facts: Fact[] }) => {
          const known = stories.get(callSid)
          const before = known?.agent === agent ? known.facts.slice(0, after) : []
          stories.set(callSid, { agent, facts: [...before, ...facts] })
        })
        resolve(agent)
      })
    })
  }

  const admin = await signIn("alma@example.com")
  const agents: AgentScreen[] = []
  const numbers = Array.from({ length: howManyAgents }, (_, n) => n)
  await inParallel(numbers, async (n) => {
    const email = `agent${n}@example.com`
    const person = { name: nameOf(n), email, role: "agent", phone: `+1555000${2_000 + n}` }
    const { token } = (await (await send("/api/people", person, admin)).json()) as { token: string }
    await send("/api/person-link/accept", { token, name: person.name, password: demoPassword })
    agents.push(await openScreen(await signIn(email)))
  })

  return {
    consoleUrl: system.consoleUrl,
    phonesUrl: system.phonesUrl,
    databaseUrl: databaseUrl.href,
    agents,
    told: (callSid) => stories.get(callSid),
    said: () => system.server.said().slice(-2_000),
    suspend: async (userId) => void (await send(`/api/people/${userId}/suspend`, {}, admin)),
    async stop() {
      for (const { socket } of agents) socket.disconnect()
      await system.stop()
      await onPostgres(`drop database ${name} with (force)`)
    },
  }
}

const first = [
  "Amina",
  "Bruno",
  "Chiara",
  "Dmitri",
  "Elif",
  "Farid",
  "Greta",
  "Hugo",
  "Ines",
  "Jonas",
  "Kofi",
]
const last = [
  "Okafor",
  "Lindqvist",
  "Moreau",
  "Petrov",
  "Yılmaz",
  "van der Berg",
  "Schneider",
  "Silva",
  "Tanaka",
]
const nameOf = (n: number): string =>
  `${first[n % first.length]} ${last[Math.floor(n / first.length) % last.length]}${n < 99 ? "" : ` ${Math.floor(n / 99) + 1}`}`
