// npm run bench:board: how soon a fact stands on a supervisor's board while a large contact centre is at work.
//
//   npm run bench:board                  300 agents, 100 calls at a time, 60 seconds
//   npm run bench:board -- 30 10 20      fewer of each
//
// Needs PostgreSQL (TEST_DATABASE_URL, or 127.0.0.1:5432) and the built console (npm start builds it).
import pg from "pg"
import { inParallel, openOffice } from "./office.ts"
import { takeCalls } from "./take-calls.ts"
import { type WatchedBoard, watchBoard } from "./watch-board.ts"

const [agents = 300, calls = 100, seconds = 60] = process.argv.slice(2).map(Number)
/** Callers do not all ring in the same second. */
const RING_OVER_MS = 40_000
const SUSPENDED = 20
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function say(what: string, times: readonly number[]): void {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (part: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0)
  console.log(
    `${what}: ${sorted.length} times, median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`,
  )
}

/** From when the server said that it happened, to the frame that shows it. */
async function sayHowSoon(board: WatchedBoard, databaseUrl: string, since: number): Promise<void> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  const of = async (type: string, text: string) => {
    const { rows } = await client.query<{ text: string; at: string }>(
      `select ${text} as text, (fact->>'at') as at from facts where fact->>'type' = $1 and (fact->>'at')::bigint > $2`,
      [type, since],
    )
    return rows
  }
  const seen = await board.seen()
  const sayOf = async (what: string, type: string, text: string) => {
    const facts = await of(type, text)
    // What happened in the last moment is still on its way.
    const old = facts.filter(({ at }) => Number(at) < Date.now() - 10_000)
    const times = old.flatMap(({ text, at }) => (seen.has(text) ? (seen.get(text) ?? 0) - Number(at) : []))
    say(`${what} to the screen (${old.length - times.length} never seen)`, times)
  }
  await sayOf("a call rings", "CallRang", "fact->>'from'")
  await sayOf(
    "a payment begins",
    "PaymentOpened",
    "'$' || to_char((fact->>'amountMinor')::int / 100.0, 'FM9990.00')",
  )
  await sayOf("a payment succeeds", "PaymentSucceeded", "fact->>'confirmationCode'")
  await client.end()
}

const office = await openOffice(agents)
console.log(`${office.agents.length} agents are there`)
let over = false
const working = Array.from({ length: calls }, async (_, line) => {
  await pause((line / calls) * RING_OVER_MS)
  return takeCalls(office, line, () => over).catch((error) => {
    console.log(String(error))
    return 0
  })
})
await pause(RING_OVER_MS)

const began = Date.now()
const board = await watchBoard(office.consoleUrl)
console.log(
  `signed in and drawn after ${Date.now() - began} ms; the welcome has ${Math.max(...board.messages)} bytes`,
)
await pause(3_000)
const [since, before, heard] = [Date.now(), await board.cost(), board.messages.length]
await pause(seconds * 1_000)
const after = await board.cost()
const updates = board.messages.length - heard
const each = (value: number) => (value / updates).toFixed(1)
console.log(
  `${updates} messages in ${seconds} s: ${each(after.busyMs - before.busyMs)} ms of the browser's main thread each ` +
    `(${each(after.scriptMs - before.scriptMs)} script, ${each(after.layoutMs - before.layoutMs)} layout); ` +
    `busy ${((after.busyMs - before.busyMs) / seconds / 10).toFixed(0)} % of the time; ` +
    `${after.heapMb.toFixed(0)} MB, ${after.elements} nodes`,
)
await sayHowSoon(board, office.databaseUrl, since)
if (process.env.PICTURES) {
  await board.page.screenshot({ path: `${process.env.PICTURES}/top.png` })
  await board.page.screenshot({ path: `${process.env.PICTURES}/full.png`, fullPage: true })
}

over = true
const taken = await Promise.all(working)
console.log(`${taken.reduce((sum, one) => sum + one, 0)} calls were taken`)
const cut: number[] = []
await inParallel(
  office.agents.slice(0, SUSPENDED),
  async ({ userId, socket }) => {
    const asked = Date.now()
    const gone = new Promise((resolve) => socket.once("disconnect", resolve))
    await office.suspend(userId)
    await gone
    cut.push(Date.now() - asked)
  },
  1,
)
say("an admin suspends an agent, and the agent's socket is cut", cut)

await board.close()
if (office.said() !== "") console.log(`the server said:\n${office.said()}`)
await office.stop()
