// Sends messages to the socket as people do who have a session, and packets as programs do that have none.
import type { Reply } from "@agentpay/core"
import type { Socket } from "socket.io-client"
import { vi } from "vitest"
import { createPerson } from "../agents/auth.ts"
import { newCallSid, people, type TestApp } from "../app-for-tests.ts"
import { openScreen, type Screen } from "../screen-for-tests.ts"
import { CALL, PAYMENT, type SocketInput } from "./socket-inputs.ts"

/** One person may ask a little more at once, see allowance.ts. */
const MESSAGES_OF_ONE = 190
const ANSWER_WITHIN_MS = 30_000
const A_MINUTE = { timeout: 70_000, interval: 1_000 }
/** Above it the server ends the connection, and what others ask on it would get no answer. */
const LARGE = 12_000

interface Desk {
  screen: Screen
  cookie: string
  /** This person's own call. */
  callSid: string
}

/** A desk that is there whenever one is asked for: of somebody else when one person has asked enough. */
function openDesks(server: TestApp, base: string, name: string) {
  let used = 0
  let latest: Promise<Desk> | null = null
  async function open(): Promise<Desk> {
    const n = String(used / MESSAGES_OF_ONE).padStart(4, "0")
    const account = {
      email: `${name}${n}@example.com`,
      name: `${name} ${n}`,
      phone: `+1555${name.length}9${n}`,
    }
    await createPerson(server.auth, { ...people.ada, ...account })
    // One address may sign in a hundred times a minute.
    const cookie = await vi.waitFor(() => server.enter({ ...people.ada, ...account }), A_MINUTE)
    const callSid = newCallSid()
    await server.webhook(`/forward?Fwd=${encodeURIComponent(account.phone)}`, {
      CallSid: callSid,
      From: "+15551230001",
    })
    return { cookie, callSid, screen: await openScreen(base, cookie) }
  }
  async function again(desk: Desk): Promise<Desk> {
    return desk.screen.socket.disconnected ? { ...desk, screen: await openScreen(base, desk.cookie) } : desk
  }
  return function desk(): Promise<Desk> {
    latest = latest === null || used % MESSAGES_OF_ONE === 0 ? open() : latest.then(again)
    used++
    return latest
  }
}

/** The arguments with this desk's own call and payment where the input has places for them. */
function filled(sent: readonly unknown[], { callSid, screen }: Desk): unknown[] {
  const facts = screen.news.flatMap((news) => news.facts)
  const opened = facts.findLast((fact) => fact.type === "PaymentOpened")
  const places = new Map<unknown, unknown>([
    [CALL, callSid],
    [PAYMENT, opened?.paymentId],
  ])
  return sent.map((one) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).map(([key, value]) => [key, places.get(value) ?? value]))
      : one,
  )
}

export function openAsker(server: TestApp, base: string) {
  const answers = new Map<string, number>()
  const desks = openDesks(server, base, "asker")
  const roughDesks = openDesks(server, base, "rough")
  return {
    /** How often each was heard. */
    answers,
    async send(input: SocketInput): Promise<void> {
      const rough = input.kind !== "ask" || JSON.stringify(input.sent).length > LARGE
      const desk = await (rough ? roughDesks() : desks())
      const socket = desk.screen.socket as unknown as Socket
      if (input.kind === "packet") return void socket.io.engine.write(input.packet)
      const sent = filled(input.sent, desk)
      if (rough) return void socket.emit(input.name, ...sent)
      const reply: Reply = await socket.timeout(ANSWER_WITHIN_MS).emitWithAck(input.name, ...sent)
      const answer = reply.ok ? "taken" : reply.refusal.code
      answers.set(answer, (answers.get(answer) ?? 0) + 1)
    },
  }
}

/** Opens a connection as a browser does, and leaves when the server has answered or hung up. */
export function sendPackets(base: string, packets: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${base.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`)
    const late = setTimeout(() => reject(new Error("no answer")), ANSWER_WITHIN_MS)
    const done = () => {
      clearTimeout(late)
      resolve()
    }
    socket.onclose = done
    socket.onerror = done
    let heard = 0
    socket.onmessage = () => {
      if (heard++ > 0) return socket.close()
      // A door that stays shut is an answer too.
      for (const packet of [...packets, "40"]) socket.send(packet)
    }
  })
}
