// A browser reduced to its socket: signs in, asks, and keeps what it is told, as a screen would show it.
import { io, type Socket } from "socket.io-client"
import type { Fact } from "./story.ts"

interface Story {
  callSid: string
  facts: Fact[]
}

export interface Screen {
  /** The facts of a call, as far as this screen was told. */
  facts(callSid: string): readonly Fact[]
  calls(): ReadonlyMap<string, readonly Fact[]>
  /** Null: no answer came, so nobody knows. */
  ask(name: string, request: object): Promise<{ ok: boolean; refusal?: { code: string } } | null>
  /** Facts told twice, or with a gap before them. */
  faults: { twice: number; gaps: number }
  reconnects(): number
  close(): void
}

async function signIn(url: string, email: string, password: string): Promise<string> {
  for (;;) {
    const headers = { "content-type": "application/json", origin: url }
    const answer = await fetch(`${url}/api/auth/sign-in/email`, {
      method: "POST",
      headers,
      body: JSON.stringify({ email, password }),
    }).catch(() => null)
    if (answer?.ok)
      return answer.headers
        .getSetCookie()
        .map((cookie) => cookie.split(";")[0])
        .join("; ")
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** @param more what a role has to do after its first sign-in */
export async function openScreen(
  url: string,
  email: string,
  password: string,
  more = async (_url: string, cookie: string, _password: string) => cookie,
): Promise<Screen> {
  const cookie = await more(url, await signIn(url, email, password), password)
  const stories = new Map<string, Fact[]>()
  const faults = { twice: 0, gaps: 0 }
  let welcomed = false
  let connects = 0
  let early: { callSid: string; after: number; facts: Fact[] }[] = []

  const socket: Socket = io(url, {
    transports: ["websocket"],
    extraHeaders: { cookie },
    reconnectionDelay: 100,
    reconnectionDelayMax: 500,
    timeout: 3_000,
  })

  function told(
    { callSid, after, facts }: { callSid: string; after: number; facts: Fact[] },
    fresh: boolean,
  ): void {
    const known = stories.get(callSid) ?? []
    if (after > known.length) {
      // Not every call of the past is in a welcome; one that was never shown may begin in the middle.
      if (known.length > 0) {
        faults.gaps += 1
        socket.disconnect().connect()
      }
      return
    }
    const news = facts.slice(known.length - after)
    if (fresh && news.length === 0) faults.twice += 1
    stories.set(callSid, [...known, ...news])
  }

  socket.on("connect", () => {
    connects += 1
    welcomed = false
    early = []
  })
  socket.on("connect_error", () => {
    // Refused by the server itself, not by the network: the client does not come back on its own.
    if (!socket.active) setTimeout(() => socket.connect(), 300)
  })
  socket.on("disconnect", () => {
    if (!socket.active) setTimeout(() => socket.connect(), 300)
  })
  socket.on("welcome", ({ calls }: { calls: Story[] }) => {
    // As the console does: what a welcome leaves out is on the screen no more.
    for (const callSid of stories.keys())
      if (!calls.some((told) => told.callSid === callSid)) stories.delete(callSid)
    for (const { callSid, facts } of calls) {
      const known = stories.get(callSid)
      if (!known || facts.length >= known.length) stories.set(callSid, [...facts])
    }
    welcomed = true
    for (const news of early) told(news, false)
    early = []
  })
  socket.on("facts", (news: { callSid: string; after: number; facts: Fact[] }) => {
    if (welcomed) told(news, true)
    else early.push(news)
  })
  await new Promise<void>((resolve) => socket.once("welcome", () => resolve()))

  return {
    facts: (callSid) => stories.get(callSid) ?? [],
    calls: () => stories,
    async ask(name, request) {
      if (!socket.connected) return null
      try {
        return (await socket.timeout(5_000).emitWithAck(name, request)) as { ok: boolean }
      } catch {
        return null
      }
    },
    faults,
    reconnects: () => connects - 1,
    close: () => void socket.disconnect(),
  }
}
