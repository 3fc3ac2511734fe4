// The sockets of agents and supervisors: what they may ask, what they are told.

import type { Server as HttpServer } from "node:http"
import {
  type AgentPresence,
  type CallStory,
  type Fact,
  type Known,
  knownSchema,
  type Person,
  type QueueLength,
  type Reply,
  type Request,
  type RequestName,
  requestSchemas,
  type ServerToClient,
  supervises,
  type Typing,
  type Welcome,
} from "@agentpay/core"
import { type DefaultEventsMap, Server, type ServerOptions } from "socket.io"
import { createAllowance, ofAddress, ofPerson } from "./allowance.ts"
import type { Presence } from "./presence.ts"
import { sameOrigin } from "./same-origin.ts"
import {
  type Asked,
  createScreenDoor,
  type DoorSettings,
  personRoom,
  type Screen,
  type SocketData,
} from "./screen-door.ts"
import { splitByAgent } from "./split-by-agent.ts"

export interface ScreensSettings extends DoorSettings {
  /** Origins of our own pages, besides the host that is asked. */
  origins: readonly string[]
  presence: Presence
  /** Carries out a request in the name of a user; null when `signedIn` says that their session has ended or is locked. */
  request<N extends RequestName>(
    who: Person & { address: string },
    name: N,
    request: Request<N>,
    signedIn: () => Promise<boolean>,
  ): Promise<Reply | null>
  /** A request that cannot be read; whatever it is, it changes nothing. */
  misunderstood(who: Person & { address: string }, name: RequestName, raw: unknown): Promise<void>
  /** Newest first: of one agent, or of everybody. */
  recentCalls(agentId: string | null): Promise<{ callSid: string; facts: Fact[] }[]>
  people(): Promise<Person[]>
  /** Resolves when it has been looked how agents stand. */
  looked(): Promise<void>
  /** How agents stand and who waits, as last told. */
  floor(): { presence: AgentPresence[]; queue: QueueLength }
  terms: Pick<Welcome, "currency" | "items" | "phonesUrl">
  /** Carries digits and ends of sessions to the screens of other processes. Facts do not take this way. */
  adapter?: ServerOptions["adapter"]
}

/** New facts of a call, in order; `after` is the version before the first of them. */
export interface FactsNews {
  callSid: string
  after: number
  facts: Fact[]
  /** Who has the call. */
  agentId: string | null
}

export interface TypingNews {
  callSid: string
  agentId: string | null
  typing: Typing
}

/** Of one process: what happens on others is told to each by the ledger, and by the adapter or `Ledger.say`. */
export interface Screens {
  /** @param story the call's facts from the first, for an agent to whom the call is new */
  facts(news: FactsNews, story: () => Promise<Fact[]>): Promise<void>
  /** Supervisors are told all of it, agents their own. */
  presence(changed: readonly AgentPresence[]): void
  queue(queue: QueueLength): void
  typing(news: TypingNews): void
  signedOut(sessionId: string): void
  /** Too much has happened to be told: every screen connects again and is told what it misses. */
  startAgain(): void
  /** How many are open. */
  open(): number
  close(): Promise<void>
}

const MOST_TYPING = 10_000
const SUPERVISORS = "supervisors"
const agentRoom = (agentId: string): string => `agent:${agentId}`
const sessionRoom = (sessionId: string): string => `session:${sessionId}`

/** What the screen says it has; what cannot be read is nothing, and all is told. */
function readKnown(sent: Record<string, unknown>): Known {
  const read = knownSchema.safeParse(sent.known)
  return read.success ? read.data : {}
}

export function openScreens(http: HttpServer, settings: ScreensSettings): Screens {
  const { idle, presence, now, terms } = settings
  /** What is being typed on each live call, for screens that come late. Never stored (R9). */
  const typingNow = new Map<string, Typing>()

  function rememberTyping(callSid: string, typing: Typing): void {
    typingNow.delete(callSid)
    typingNow.set(callSid, typing)
    // Digits that came after the facts that end them would stay for ever.
    const [oldest] = typingNow.keys()
    if (typingNow.size > MOST_TYPING && oldest) typingNow.delete(oldest)
  }

  const io = new Server<Asked, ServerToClient, DefaultEventsMap, SocketData>(http, {
    transports: ["websocket"],
    serveClient: false,
    ...(settings.adapter && { adapter: settings.adapter }),
    maxHttpBufferSize: 16_384,
    connectTimeout: 10_000,
    allowRequest(request, decide) {
      const { origin, host } = request.headers
      const ours = sameOrigin(origin, host, settings.origins)
      decide(null, ours && mayConnect(settings.addressOf(request)))
    },
  })

  const mayConnect = createAllowance(now, ofAddress)
  const mayAsk = createAllowance(now, ofPerson)

  const door = createScreenDoor(settings)
  io.use(door.enter)

  async function welcome({ me }: SocketData, known: Known): Promise<Welcome> {
    const everybody = supervises(me.role)
    const recent = await settings.recentCalls(everybody ? null : me.userId)
    const calls = recent.map(({ callSid, facts }): CallStory => {
      const has = known[callSid] ?? 0
      // A version that does not exist yet is not one that we told.
      const after = has > facts.length ? 0 : has
      return { callSid, after, facts: facts.slice(after), typing: typingNow.get(callSid) ?? null }
    })
    const people = everybody ? await settings.people() : [me]
    // Last: what changes from here on is told.
    await settings.looked()
    const { presence, queue } = settings.floor()
    const mine = presence.filter(({ userId }) => everybody || userId === me.userId)
    return { me, ...terms, now: now(), calls, people, presence: mine, queue }
  }

  function serve<N extends RequestName>(screen: Screen, name: N): void {
    screen.on(name as string, async (raw: unknown, reply: unknown): Promise<void> => {
      if (typeof reply !== "function") return
      const parsed = requestSchemas[name].safeParse(raw)
      const from = { ...screen.data.me, address: screen.data.address }
      if (!parsed.success) {
        await settings.misunderstood(from, name, raw)
        return reply({ ok: false, refusal: { code: "not-understood" } } satisfies Reply)
      }
      try {
        const signedIn = async () => {
          const entered = await door.lookAgain(screen)
          if (entered) await idle.touched(entered)
          return entered !== null
        }
        const answer = await settings.request(from, name, parsed.data as Request<N>, signedIn)
        if (answer) reply(answer)
      } catch (error) {
        settings.failed(error, `carry out ${name}`)
        reply({ ok: false, refusal: { code: "try-again" } } satisfies Reply)
      }
    })
  }

  io.on("connection", (screen: Screen) => {
    const { me, sessionId } = screen.data
    // Supervisors take no calls.
    const arrived = me.role === "agent" ? presence.arrived(me.userId) : Promise.resolve()
    if (me.role === "agent") screen.on("disconnect", () => presence.left(me.userId))
    // Rooms before the welcome: facts that are stored meanwhile are told too, and the screen drops what it has.
    screen.join([
      personRoom(me.userId),
      sessionRoom(sessionId),
      supervises(me.role) ? SUPERVISORS : agentRoom(me.userId),
    ])
    screen.use((packet, next) => {
      if (mayAsk(me.userId)) return next()
      const reply: unknown = packet.at(-1)
      if (typeof reply === "function")
        reply({ ok: false, refusal: { code: "too-many-requests" } } satisfies Reply)
    })
    screen.on("touched", () => {
      door
        .lookAgain(screen)
        .then((entered) => entered && idle.touched(entered))
        .catch((error) => settings.failed(error, "note that a screen was touched"))
    })
    for (const name of Object.keys(requestSchemas) as RequestName[]) serve(screen, name)
    // Whoever is welcomed can be given a call.
    arrived
      .then(() => welcome(screen.data, readKnown(screen.handshake.auth)))
      .then(
        (message) => screen.emit("welcome", message),
        (error) => {
          settings.failed(error, "welcome a screen")
          screen.disconnect(true)
        },
      )
  })

  const watching = (agentId: string | null) =>
    agentId === null ? [SUPERVISORS] : [SUPERVISORS, agentRoom(agentId)]

  return {
    // Only here: each process reads them from the ledger, and a second copy by the adapter would come out of order.
    async facts(news, story) {
      const { callSid, after, facts } = news
      const parts = splitByAgent(news)
      // Before anybody is told: told again after a failure, nobody hears it twice.
      const all = parts.some(({ fromTheStart }) => fromTheStart) ? await story() : []
      typingNow.delete(callSid)
      io.local.to(SUPERVISORS).emit("facts", { callSid, after, facts })
      for (const part of parts) {
        const end = part.after + part.facts.length
        const told = part.fromTheStart
          ? { after: 0, facts: all.slice(0, end) }
          : { after: part.after, facts: part.facts }
        io.local.to(agentRoom(part.agentId)).emit("facts", { callSid, ...told })
      }
    },
    presence(changed) {
      io.local.to(SUPERVISORS).emit("presence", [...changed])
      for (const one of changed) io.local.to(agentRoom(one.userId)).emit("presence", [one])
    },
    queue(queue) {
      io.local.emit("queue", queue)
    },
    typing({ agentId, ...news }) {
      const known = typingNow.get(news.callSid)
      if ((known?.updatedAt ?? 0) > (news.typing.updatedAt ?? Number.POSITIVE_INFINITY)) return
      rememberTyping(news.callSid, news.typing)
      io.to(watching(agentId)).emit("typing", news)
    },
    signedOut(sessionId) {
      io.in(sessionRoom(sessionId)).disconnectSockets(true)
    },
    startAgain() {
      io.local.disconnectSockets(true)
    },
    open: () => io.of("/").sockets.size,
    async close() {
      await io.close()
    },
  }
}
