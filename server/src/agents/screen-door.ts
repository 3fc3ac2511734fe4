// Who may open a screen, and until when it may stay open: while its session lives, is not locked and lacks nothing.

import type { IncomingMessage } from "node:http"
import type { LockedFor, Person, RecordAudit, ServerToClient } from "@agentpay/core"
import type { DefaultEventsMap, Socket } from "socket.io"
import type { Auth, Entered } from "./auth.ts"
import type { Idle } from "./idle.ts"

export interface SocketData {
  me: Person
  sessionId: string
  address: string
}
/** What browsers send may be anything: it is read through requestSchemas. */
export type Asked = DefaultEventsMap
export type Screen = Socket<Asked, ServerToClient, DefaultEventsMap, SocketData>

export interface DoorSettings {
  auth: Auth
  idle: Idle
  record: RecordAudit
  /** From where a request comes, as far as proxies are believed. */
  addressOf(request: IncomingMessage): string
  now: () => number
  failed(error: unknown, what: string): void
}

export interface ScreenDoor {
  /** Middleware of Socket.IO. Refuses by the messages `unauthenticated`, `locked`, `second-factor-missing`,
   * `too-many-screens` and `try-again`. */
  enter(screen: Screen, next: (refusal?: Error) => void): Promise<void>
  /** The session as it stands, if the screen may go on; if not, the screen is cut. */
  lookAgain(screen: Screen): Promise<Entered | null>
}

/** A session that was ended elsewhere, with its account or in another process, keeps no screen longer than this. */
const LOOK_AGAIN_MS = 60_000
/** Open at once, on this process: nobody has so many tabs, and a program must not take everybody's connections. */
const MOST_SCREENS_OF_PERSON = 100
export const personRoom = (userId: string): string => `person:${userId}`
const whose = ({ who, email }: Entered): LockedFor => ({ name: who.name, email })

export function createScreenDoor(settings: DoorSettings): ScreenDoor {
  const { auth, idle, now } = settings

  const sessionOf = ({ handshake }: Screen) => auth.enter(handshake.headers.cookie, { prolong: false })

  async function lookAgain(screen: Screen): Promise<Entered | null> {
    const entered = await sessionOf(screen)
    const locked = entered !== null && idle.isLocked(entered)
    if (entered && !locked && !entered.mustSetUp) return entered
    if (locked && screen.connected) {
      screen.emit("locked", whose(entered))
      const { me, address } = screen.data
      void settings.record({ action: "screen-locked", who: me.userId, address })
    }
    screen.disconnect(true)
    return null
  }

  /** Looks when the session would lock if nobody touched it meanwhile, here or on another of its screens. */
  function lockInTime(screen: Screen, first: Entered): void {
    let timer: NodeJS.Timeout
    const wait = (entered: Entered) => {
      timer = setTimeout(look, idle.locksIn(entered) + 10)
    }
    const look = () =>
      lookAgain(screen).then(
        (still) => still && screen.connected && wait(still),
        (error) => {
          settings.failed(error, "lock a screen")
          screen.disconnect(true)
        },
      )
    wait(first)
    screen.once("disconnect", () => clearTimeout(timer))
  }

  async function enter(screen: Screen, next: (refusal?: Error) => void): Promise<void> {
    try {
      const entered = await sessionOf(screen)
      if (!entered) return next(new Error("unauthenticated"))
      if (idle.isLocked(entered)) return next(Object.assign(new Error("locked"), { data: whose(entered) }))
      if (entered.mustSetUp) return next(new Error("second-factor-missing"))
      const { who, session } = entered
      const open = screen.nsp.adapter.rooms.get(personRoom(who.userId))?.size ?? 0
      if (open >= MOST_SCREENS_OF_PERSON) return next(new Error("too-many-screens"))
      screen.data.address = settings.addressOf(screen.request)
      screen.data.me = who
      screen.data.sessionId = session.id
      const left = session.expiresAt.getTime() - now()
      const expiry = setTimeout(() => screen.disconnect(true), Math.min(left, 2 ** 31 - 1))
      const again = setInterval(
        () => lookAgain(screen).catch((error) => settings.failed(error, "look at a session again")),
        LOOK_AGAIN_MS,
      )
      screen.on("disconnect", () => {
        clearTimeout(expiry)
        clearInterval(again)
      })
      lockInTime(screen, entered)
      next()
    } catch (error) {
      settings.failed(error, "check a session")
      next(new Error("try-again"))
    }
  }

  return { enter, lookAgain }
}
