// Anything may be sent to any door: no 5xx, no crash, no memory that stays taken. npm run fuzz sends 100,000 inputs.
import { afterAll, beforeAll, expect, test } from "vitest"
import { people, startApp, type TestApp } from "../app-for-tests.ts"
import { closeScreens, openScreen } from "../screen-for-tests.ts"
import { httpInputs, rawInputs, readDoors } from "./http-inputs.ts"
import { closeConnections, exchange, exchangeRaw, heapInUse, sendAll } from "./send-inputs.ts"
import { openAsker, sendPackets } from "./send-messages.ts"
import { packets, socketInputs } from "./socket-inputs.ts"

const INPUTS = Number(process.env.FUZZ_INPUTS ?? 3_000)
const seed = Number(process.env.FUZZ_SEED ?? 2_026)
const share = (part: number) => ({ count: Math.ceil(INPUTS * part), seed })
/** What caches, compiled code and a full rate limiter may come to take. */
const MOST_GROWTH = 32 * 1024 ** 2
const LONG = 120_000 + INPUTS * 40
const say = (line: string): void => void (process.env.FUZZ_INPUTS && process.stdout.write(`${line}\n`))

let server: TestApp
let base: string
let callSid: string
let before = 0
const errors: string[] = []

beforeAll(async () => {
  const logged = (line: string) => {
    // The pretend Twilio of the tests knows no legs of calls, and is late on a busy machine: no fault of the server's.
    const failed = /"msg":"(a request failed|could not (?!ask Twilio))/.test(line)
    if (failed) errors.push(line)
  }
  // Each input can come from an address of its own.
  server = await startApp({ settings: { trustProxy: "loopback" }, logged })
  base = await server.listen()
  const ada = await openScreen(base, await server.signIn("ada"))
  callSid = await server.ring("ada")
  expect(await ada.ask("initiate", { callSid, amount: "5", tip: "" })).toEqual({ ok: true })
})
afterAll(async () => {
  closeScreens()
  closeConnections()
  await server.close()
})

test(`every HTTP door, signed nonsense at the webhooks included (seed ${seed})`, {
  timeout: LONG,
}, async () => {
  const signIn = Object.values(server.auth.api).flatMap(({ path, options }) =>
    path
      ? [options.method].flat().map((method) => ({ method: String(method), path: `/api/auth${path}` }))
      : [],
  )
  const doors = [...readDoors(server.app.printRoutes({ commonPrefix: false })), ...signIn]
  expect(doors).toContainEqual({ method: "GET", path: "/api/me" })
  expect(doors).toContainEqual({ method: "POST", path: "/api/auth/sign-in/email" })
  const cookies = await Promise.all((["ada", "ben", "sam"] as const).map((name) => server.signIn(name)))
  const { publicUrl, authToken } = server
  const seen = new Map<number, number>()
  await sendAll(
    httpInputs({ doors, cookies, callSids: [callSid], publicUrl, authToken }),
    share(0.7),
    async (input) => {
      const { status, text } = await exchange(base, input)
      seen.set(status, (seen.get(status) ?? 0) + 1)
      expect(status).toBeGreaterThanOrEqual(200)
      expect(status).toBeLessThan(500)
      expect(text).not.toMatch(/\n\s+at .*\.(ts|js|mjs):\d+/)
    },
    async (sent) => {
      // The beginning fills what is meant to be filled.
      if (before === 0 && sent >= INPUTS / 10) before = await heapInUse()
    },
  )
  say(`${doors.length} doors; ${[...seen].map(([status, times]) => `${status}: ${times}`).join(", ")}`)
  // Not all of it may end at the first check, nor at the limits of an address.
  for (const status of [200, 204, 400, 401, 403, 404]) expect(seen.get(status) ?? 0).toBeGreaterThan(0)
  expect(seen.get(429) ?? 0).toBeLessThan(INPUTS / 10)
})

test("bytes that are no HTTP, and packets on a socket without a session", { timeout: LONG }, async () => {
  const port = Number(new URL(base).port)
  await sendAll(rawInputs, share(0.07), async (bytes) =>
    expect(await exchangeRaw(port, bytes)).not.toMatch(/^HTTP\/1\.1 5/),
  )
  await sendAll(packets, share(0.03), (packet) => sendPackets(base, packet))
})

test("every message of the socket, with a session", { timeout: LONG }, async () => {
  const asker = openAsker(server, base)
  await sendAll(socketInputs, share(0.2), asker.send)
  say([...asker.answers].map(([answer, times]) => `${answer}: ${times}`).join(", "))
  for (const answer of ["taken", "not-understood", "no-such-call"])
    expect(asker.answers.get(answer) ?? 0).toBeGreaterThan(0)
  for (const answer of ["try-again", "database-away", "too-many-requests"])
    expect(asker.answers.get(answer) ?? 0).toBe(0)
})

test("afterwards everybody is served, no error was logged, and no memory stays taken", async () => {
  closeScreens()
  const growth = (await heapInUse()) - before
  say(
    `${INPUTS} inputs; heap ${Math.round(before / 1024)} KB after a tenth, then ${Math.round(growth / 1024)} KB more`,
  )
  expect(before).toBeGreaterThan(0)
  expect(growth).toBeLessThan(MOST_GROWTH)
  expect(errors).toEqual([])
  expect((await fetch(`${base}/readyz`)).status).toBe(200)
  const { welcome } = await openScreen(base, await server.signIn("ada"))
  expect(welcome.me).toMatchObject({ role: "agent", phone: people.ada.phone })
  const { facts } = await server.ledger.load(callSid)
  expect(facts.map(({ type }) => type)).toContain("PaymentOpened")
})
