// How many may come at once, and how often: handshakes of an address, screens of a person, connections of everybody.
import { once } from "node:events"
import { connect } from "node:net"
import { afterAll, afterEach, beforeAll, expect, it } from "vitest"
import { ofAddress } from "./agents/allowance.ts"
import { startApp, type TestApp } from "./app-for-tests.ts"
import { closeScreens, openScreen } from "./screen-for-tests.ts"

let server: TestApp
let base: string
beforeAll(async () => {
  server = await startApp({ settings: { trustProxy: "loopback" } })
  base = await server.listen()
})
afterEach(closeScreens)
afterAll(() => server.close())

/** @returns the first line of the answer, "" where the connection was closed without one */
async function say(text: string): Promise<string> {
  const socket = connect(Number(new URL(base).port), "127.0.0.1")
  socket.on("error", () => {})
  socket.setEncoding("latin1").write(text)
  const [said = ""] = await Promise.race([once(socket, "data"), once(socket, "close").then(() => [""])])
  socket.destroy()
  return String(said).split("\r\n")[0] ?? ""
}

const handshake = (address: string) =>
  say(
    [
      "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
      "Host: x",
      `X-Forwarded-For: ${address}`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "\r\n",
    ].join("\r\n"),
  )

it("an address that shakes hands without end is turned away, and no other one", async () => {
  const seen: string[] = []
  const work = async () => {
    while (seen.length < 10 * ofAddress.burst && !seen.at(-1)?.includes(" 400 "))
      seen.push(await handshake("192.0.2.1"))
  }
  await Promise.all(Array.from({ length: 20 }, work))
  expect(seen.filter((line) => line.includes(" 101 ")).length).toBeGreaterThanOrEqual(ofAddress.burst)
  expect(seen.at(-1)).toContain(" 400 ")
  expect(await handshake("192.0.2.2")).toContain(" 101 ")
})

it("one person has a hundred screens at most, and the next one when one of them is closed", async () => {
  const [ada, ben] = [await server.signIn("ada"), await server.signIn("ben")]
  const screens = []
  for (let n = 0; n < 100; n++) screens.push(await openScreen(base, ada))
  await expect(openScreen(base, ada)).rejects.toThrow("too-many-screens")
  expect((await openScreen(base, ben)).welcome.me.name).toBe("Ben")
  screens[0]?.socket.disconnect()
  await expect.poll(() => openScreen(base, ada).then(() => "open", String)).toBe("open")
})

it("more connections than there may be are closed at once; those that are open are served", async () => {
  const { app } = server
  expect(app.server.maxConnections).toBe(20_000)
  const kept = connect(Number(new URL(base).port), "127.0.0.1").setEncoding("latin1")
  await once(kept, "connect")
  const open = await new Promise<number>((resolve) => app.server.getConnections((_, count) => resolve(count)))
  app.server.maxConnections = open
  const get = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
  expect(await say(get)).toBe("")
  kept.write(get)
  expect(String(await once(kept, "data"))).toContain("200 OK")
  kept.destroy()
  app.server.maxConnections = 20_000
  await expect.poll(() => say(get)).toContain("200 OK")
})
