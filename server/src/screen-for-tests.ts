// A browser's socket as tests need it: keeps what it was told, and asks anything.
import type {
  AgentPresence,
  ClientToServer,
  Fact,
  QueueLength,
  Reply,
  ServerToClient,
  Typing,
  Welcome,
} from "@agentpay/core"
import { io, type Socket } from "socket.io-client"
import { eventually } from "./app-for-tests.ts"

export interface Screen {
  socket: Socket<ServerToClient, ClientToServer>
  welcome: Welcome
  /** As they came, oldest first. */
  news: { callSid: string; after: number; facts: Fact[] }[]
  typing: { callSid: string; typing: Typing }[]
  /** How agents stand and who waits, as last told. */
  presence: Map<string, AgentPresence>
  queue(): QueueLength
  /** Sends anything and resolves with the acknowledgement. */
  ask(name: string, ...sent: unknown[]): Promise<Reply>
  /** The types of all facts that were told of a call. */
  told(callSid: string): string[]
  gone(): Promise<unknown>
}

const opened = new Set<Socket>()

/** @param cookie of a session @param known what it says it has @throws why the server did not let it in */
export async function openScreen(
  base: string,
  cookie: string,
  headers = {},
  known: unknown = {},
): Promise<Screen> {
  const socket: Screen["socket"] = io(base, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    auth: { known },
    extraHeaders: { cookie, ...headers },
  })
  opened.add(socket)
  const news: Screen["news"] = []
  const typing: Screen["typing"] = []
  socket.on("facts", (one) => news.push(one))
  socket.on("typing", (one) => typing.push(one))
  const presence = new Map<string, AgentPresence>()
  let queue: QueueLength = { waiting: 0, oldestAt: null }
  const learn = (changed: readonly AgentPresence[]) => {
    for (const one of changed) presence.set(one.userId, one)
  }
  socket.on("presence", learn)
  socket.on("queue", (news) => {
    queue = news
  })
  socket.once("welcome", (told) => {
    learn(told.presence)
    queue = told.queue
  })
  const welcome = await new Promise<Welcome>((resolve, reject) => {
    socket.once("welcome", resolve)
    socket.once("connect_error", reject)
  })
  const anything = socket as unknown as Socket
  return {
    socket,
    welcome,
    news,
    typing,
    presence,
    queue: () => queue,
    ask: (name, ...sent) => anything.timeout(5_000).emitWithAck(name, ...sent),
    told: (callSid) =>
      news.filter((one) => one.callSid === callSid).flatMap(({ facts }) => facts.map((f) => f.type)),
    gone: () => eventually(() => socket.disconnected || Promise.reject(new Error("still connected"))),
  }
}

export function closeScreens(): void {
  for (const socket of opened) socket.disconnect()
  opened.clear()
}
