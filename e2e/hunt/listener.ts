// An agent's screen that keeps every frame, and every answer it got, to be searched.
import { expect } from "@playwright/test"
import { io } from "socket.io-client"
import { heard } from "./other-side.ts"

export interface Fact {
  type: string
  paymentId?: string
  sessionSid?: string
}
type Reply = { ok: boolean; refusal?: { code: string } }

export interface Listener {
  /** All that came, as text. */
  frames: string[]
  /** The facts of a call that were told after the welcome, oldest first. */
  facts(callSid: string): Fact[]
  /** Asks, again where it was told to wait. */
  ask(name: string, request: unknown): Promise<Reply>
  /** Waits until the newest payment of the call has a fact of one of these types. */
  until(callSid: string, ...types: string[]): Promise<Fact>
  cookie: string
  close(): void
}

/** @param userAgent what the browser calls itself */
export async function signIn(url: string, email: string, password: string, userAgent: string) {
  const headers = { "content-type": "application/json", origin: url, "user-agent": userAgent }
  const body = JSON.stringify({ email, password })
  const response = await fetch(`${url}/api/auth/sign-in/email`, { method: "POST", headers, body })
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0])
  return { cookie: cookies.join("; "), said: await heard(response) }
}

export async function listen(url: string, cookie: string): Promise<Listener> {
  const frames: string[] = []
  const stories = new Map<string, Fact[]>()
  const socket = io(url, { transports: ["websocket"], extraHeaders: { cookie } })
  socket.on("facts", ({ callSid, facts }: { callSid: string; facts: Fact[] }) =>
    stories.set(callSid, [...(stories.get(callSid) ?? []), ...facts]),
  )
  socket.onAny((name: string, ...sent: unknown[]) => frames.push(`${name} ${JSON.stringify(sent)}`))
  await new Promise<void>((resolve, reject) => {
    socket.once("welcome", () => resolve())
    socket.once("connect_error", reject)
  })
  const facts = (callSid: string) => stories.get(callSid) ?? []
  return {
    frames,
    facts,
    cookie,
    async ask(name, request) {
      for (;;) {
        const reply: Reply = await socket.timeout(10_000).emitWithAck(name, request)
        frames.push(JSON.stringify(reply))
        if (reply.refusal?.code !== "too-many-requests") return reply
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    },
    async until(callSid, ...types) {
      const sinceOpened = () => {
        const all = facts(callSid)
        return all.slice(all.findLastIndex(({ type }) => type === "PaymentOpened"))
      }
      const found = () => sinceOpened().findLast(({ type }) => types.includes(type))
      const message = `none of ${types}`
      await expect.poll(found, { intervals: [10, 20, 50], timeout: 20_000, message }).toBeTruthy()
      return found() as Fact
    },
    close: () => socket.disconnect(),
  }
}
