// What holds at every HTTP door: slow, broken and oversized requests end in words, and no answer repeats what came.
import { once } from "node:events"
import { connect } from "node:net"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startApp, type TestApp } from "./app-for-tests.ts"

const CARD = "4242424242424242"
let server: TestApp
let port: number
const lines: string[] = []
beforeAll(async () => {
  server = await startApp({ logged: (line) => lines.push(line) })
  port = Number(new URL(await server.listen()).port)
})
afterAll(() => server.close())

/** Sends text as it is, then `trickle` again and again, until the server hangs up. @returns all it said */
async function raw(text: string, trickle?: string): Promise<string> {
  const socket = connect(port, "127.0.0.1")
  let said = ""
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    said += chunk
  })
  socket.on("error", () => {})
  socket.write(text)
  const timer = setInterval(() => trickle && socket.writable && socket.write(trickle), 500)
  await once(socket, "close")
  clearInterval(timer)
  return said
}
const closing = "Host: x\r\nConnection: close\r\n"

describe("a slow client", () => {
  it.concurrent("that never ends its headers is cut off", async () => {
    expect(await raw("GET / HTTP/1.1\r\nHost: x\r\n", "X-More: 1\r\n")).toMatch(/^HTTP\/1.1 408 /)
  })

  it.concurrent("that never ends its body is cut off, and the webhook does not happen", async () => {
    const head = `POST /payresult HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9999\r\n\r\n`
    expect(await raw(`${head}CallSid=CA`, "a")).not.toMatch(/^HTTP\/1.1 2/)
  })
})

describe("a broken request is answered and not repeated, neither to its sender nor in the log", () => {
  it.each<[string, string, number]>([
    ["no HTTP at all", `${CARD}\r\n\r\n`, 400],
    ["a number as the version", `GET / HTTP/${CARD}\r\n\r\n`, 400],
    ["headers beyond 16 KiB", `GET / HTTP/1.1\r\nX-Card: ${CARD.repeat(1100)}\r\n\r\n`, 431],
    ["a path that cannot be decoded", `GET /%c0${CARD} HTTP/1.1\r\n${closing}\r\n`, 400],
    ["a path that is none", `GET /api/${CARD}?card=${CARD} HTTP/1.1\r\n${closing}\r\n`, 404],
    ["a method that is none", `CARD${CARD} / HTTP/1.1\r\n${closing}\r\n`, 400],
    ["a method that nobody serves", `DELETE /payresult/${CARD} HTTP/1.1\r\n${closing}\r\n`, 404],
    [
      "a kind of body that nobody reads",
      `POST /api/auth/ok HTTP/1.1\r\n${closing}Content-Type: text/${CARD}\r\nContent-Length: 1\r\n\r\n1`,
      415,
    ],
    [
      "broken JSON",
      `POST /api/auth/ok HTTP/1.1\r\n${closing}Content-Type: application/json\r\nContent-Length: 18\r\n\r\n{"${CARD}`,
      400,
    ],
    [
      "two lengths",
      `POST /payresult HTTP/1.1\r\n${closing}Content-Length: 1\r\nContent-Length: 2\r\n\r\n12`,
      400,
    ],
    [
      "a length and chunks, to smuggle a second request",
      `POST /payresult HTTP/1.1\r\n${closing}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /${CARD}`,
      400,
    ],
  ])("%s", async (_what, request, status) => {
    const said = await raw(request)
    expect(said).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(said).not.toContain(CARD)
    const bytes = [...CARD].map((digit) => digit.charCodeAt(0)).join(",")
    expect(lines.join("")).not.toMatch(new RegExp(`${CARD}|${bytes}`))
  })
})

it("a body that is nested without end is refused, at every door that takes JSON", async () => {
  const body = `${'{"a":['.repeat(5_000)}${"]}".repeat(5_000)}`
  const headers = { "content-type": "application/json", origin: server.publicUrl }
  for (const path of ["/api/auth/sign-in/email", "/api/auth/update-user", "/api/auth/callback/x"])
    expect((await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", headers, body })).status).toBe(
      400,
    )
})

it("forged webhooks fill no log: one line says how many there were", async () => {
  const said = () => lines.filter((line) => line.includes("wrong signature")).length
  const before = said()
  const forge = () =>
    server.app.inject({ method: "POST", url: "/payresult", headers: { "x-twilio-signature": "x" } })
  const answers = await Promise.all(Array.from({ length: 200 }, forge))
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 403))
  expect(said() - before).toBeLessThanOrEqual(1)
  expect(said()).toBeGreaterThanOrEqual(1)
})

it("no answer is kept by anybody on the way", async () => {
  for (const path of ["/api/auth/get-session", "/api/nothing", "/payresult", "/forward"])
    expect((await fetch(`http://127.0.0.1:${port}${path}`)).headers.get("cache-control")).toBe("no-store")
})
