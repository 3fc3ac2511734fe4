// The socket of one browser tab: keeps the live state fresh over lost connections, and carries requests.
import type {
  ClientToServer,
  LockedFor,
  Refusal,
  Reply,
  Request,
  RequestName,
  ServerToClient,
  Welcome,
} from "@agentpay/core"
import { refusalWords } from "@agentpay/core"
import { io, type Socket } from "socket.io-client"
import {
  awaitWelcome,
  knownVersions,
  type LiveState,
  nothingKnown,
  type Received,
  receiveFacts,
  receivePresence,
  receiveQueue,
  receiveTyping,
  receiveWelcome,
  type Screen,
} from "./live-state.ts"

/**
 * `unreachable`: never connected so far. `session-lost`: signed out while the desk was open. `locked`: nobody touched it
 * for long; what was on the screen is kept, and shown again to whose it is.
 */
type Connection =
  | ("connecting" | "live" | "reconnecting" | "unreachable")
  | ("signed-out" | "session-lost" | "second-factor-missing" | "locked")

export interface Snapshot {
  connection: Connection
  screen: Screen | null
  /** Who may unlock a screen that is locked. */
  lockedFor: LockedFor | null
}

type Answer = { ok: true } | { ok: false; words: string }

export interface Live {
  snapshot(): Snapshot
  subscribe(listener: () => void): () => void
  ask<N extends RequestName>(name: N, request: Request<N>): Promise<Answer>
  /** Somebody is here: the screen need not lock. */
  touched(): void
  /** After a sign-in, or to try again at once. */
  connect(): void
  /** After a sign-out: forgets everything. */
  forget(): void
}

const answerTimeoutMs = 10_000
/** How long to wait before connecting again where Socket.IO does not do it by itself. */
const comeBackMs = 1_000

/** A large contact centre has more news than a browser can draw one by one, or anybody read. */
const drawEveryMs = 100

/** Often enough for the server, which notes it three times a minute. */
const touchEveryMs = 5_000

const noConnectionWords = "There is no connection to the server, so nothing was sent. Wait until it is back."
const noAnswerWords =
  "No answer from the server. Nothing may have happened: look at the payment's state before trying again."

export function openLive(): Live {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    transports: ["websocket"],
    autoConnect: false,
    auth: (send) => send({ known: knownVersions(state) }),
  })
  const listeners = new Set<() => void>()
  let state: LiveState = nothingKnown
  let current: Snapshot = { connection: "connecting", screen: null, lockedFor: null }
  let toldTouchAt = 0
  let comeBack: ReturnType<typeof setTimeout> | undefined
  let drawnAt = 0
  let drawing: ReturnType<typeof setTimeout> | undefined

  function show(connection: Connection, lockedFor: LockedFor | null = null) {
    if (connection === current.connection && state.screen === current.screen) return
    current = { connection, screen: state.screen, lockedFor }
    drawnAt = Date.now()
    for (const listener of listeners) listener()
  }

  function draw() {
    clearTimeout(drawing)
    drawing = undefined
    show(current.connection, current.lockedFor)
  }

  /** At once where nothing was drawn just before, else together with what comes meanwhile. */
  function drawSoon() {
    drawing ??= setTimeout(draw, drawnAt + drawEveryMs - Date.now())
  }

  function connect() {
    clearTimeout(comeBack)
    socket.connect()
  }

  function connectLater() {
    clearTimeout(comeBack)
    // Screens that a stopping server lets go all at once come back spread out.
    comeBack = setTimeout(connect, comeBackMs * (0.5 + Math.random()))
  }

  function leave(connection: "signed-out" | "session-lost" | "second-factor-missing") {
    clearTimeout(comeBack)
    state = nothingKnown
    show(connection)
  }

  /** The connection is gone: a locked screen stays locked, and comes back when it is unlocked. */
  function showLost() {
    if (current.connection !== "locked") show(state.screen ? "reconnecting" : "unreachable")
  }

  function take({ state: next, gap }: Received) {
    state = next
    if (gap) {
      // Only a fresh welcome can tell what was missed.
      socket.disconnect()
      connect()
      return
    }
    if (state.early || current.connection === "live") drawSoon()
    else show("live")
  }

  socket.on("connect", () => {
    state = awaitWelcome(state)
  })
  socket.on("welcome", (welcome: Welcome) => take(receiveWelcome(state, welcome, Date.now())))
  socket.on("facts", (news) => take(receiveFacts(state, news)))
  socket.on("typing", (news) => take(receiveTyping(state, news)))
  socket.on("presence", (news) => take(receivePresence(state, news)))
  socket.on("queue", (news) => take({ state: receiveQueue(state, news), gap: false }))
  socket.on("locked", (whose) => show("locked", whose))
  socket.on("connect_error", (error: Error & { data?: LockedFor }) => {
    if (error.message === "locked" && error.data) return show("locked", error.data)
    if (error.message === "unauthenticated") {
      const wasIn = state.screen !== null || current.connection === "session-lost"
      leave(wasIn ? "session-lost" : "signed-out")
      return
    }
    if (error.message === "second-factor-missing") return leave(error.message)
    showLost()
    // `active` is false where the server itself refused: Socket.IO then leaves trying again to us.
    if (!socket.active) connectLater()
  })
  socket.on("disconnect", (reason) => {
    if (current.connection === "signed-out" || current.connection === "locked") return
    showLost()
    if (reason === "io server disconnect") connectLater()
  })

  // Unlocked in another tab: the session is the same.
  window.addEventListener("focus", () => {
    if (current.connection === "locked") connect()
  })

  return {
    snapshot: () => current,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async ask(name, request) {
      const answer = await askServer(socket, name, request)
      // What was asked for has happened, and was told before the answer: whoever hears the answer sees it.
      draw()
      return answer
    },
    touched() {
      if (!socket.connected || Date.now() - toldTouchAt < touchEveryMs) return
      toldTouchAt = Date.now()
      socket.emit("touched")
    },
    connect() {
      if (!/^(live|reconnecting|locked)$/.test(current.connection)) show("connecting")
      connect()
    },
    forget() {
      leave("signed-out")
      socket.disconnect()
    },
  }
}

/** Never sends later what was asked while there was no connection: the agent would have moved on. */
async function askServer<N extends RequestName>(
  socket: Socket<ServerToClient, ClientToServer>,
  name: N,
  request: Request<N>,
): Promise<Answer> {
  if (!socket.connected) return { ok: false, words: noConnectionWords }
  try {
    // The names and their requests come from one table, which Socket.IO's types cannot follow through a generic.
    const emit = socket.timeout(answerTimeoutMs).emitWithAck as (
      name: N,
      request: Request<N>,
    ) => Promise<Reply>
    const reply = await emit.call(socket, name, request)
    return reply.ok ? reply : { ok: false, words: refusalWords(reply.refusal satisfies Refusal) }
  } catch {
    return { ok: false, words: noAnswerWords }
  }
}
