// Where the public URL comes from, with a real HTTP server in the place of the ngrok agent.
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import { findPublicUrl, ngrokUrl } from "./public-url.ts"

let agent: Server | undefined
afterEach(() => void agent?.close())

/** An ngrok agent that answers `body`, as text or as JSON. */
async function ngrok(body: unknown, status = 200): Promise<string> {
  agent = createServer((request, response) => {
    response.statusCode = request.url === "/api/tunnels" ? status : 404
    response.end(typeof body === "string" ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => agent?.listen(0, "127.0.0.1", resolve))
  return `http://127.0.0.1:${(agent.address() as AddressInfo).port}`
}

const tunnel = (addr: unknown, proto = "https", name = "x") => ({
  name: "command_line",
  ID: "1234",
  uri: "/api/tunnels/command_line",
  public_url: `${proto}://${name}.ngrok-free.app`,
  proto,
  config: { addr, inspect: true },
  metrics: { conns: { count: 0 } },
})

describe("the public URL", () => {
  it("is PUBLIC_URL where it is set, whatever ngrok says", async () => {
    const url = await ngrok({ tunnels: [tunnel("http://localhost:5050")] })
    expect(await findPublicUrl("https://pay.example", 5050, url)).toEqual({
      url: "https://pay.example",
      source: "PUBLIC_URL",
    })
  })

  it("is ngrok's https tunnel to our port", async () => {
    const url = await ngrok({ tunnels: [tunnel("http://localhost:5050")], uri: "/api/tunnels" })
    expect(await findPublicUrl(null, 5050, url)).toEqual({ url: "https://x.ngrok-free.app", source: "ngrok" })
  })

  it("is localhost when nothing runs there", async () => {
    const url = await ngrok({})
    await new Promise((resolve) => agent?.close(resolve))
    expect(await findPublicUrl(null, 5050, url)).toEqual({
      url: "http://localhost:5050",
      source: "localhost",
    })
  })
})

describe("ngrok's agent", () => {
  it.each(["http://localhost:5050", "localhost:5050", "5050", "http://127.0.0.1:5050/", "http://[::1]:5050"])(
    "points at our port when its address is %s",
    async (addr) => {
      const url = await ngrok({ tunnels: [tunnel(addr)] })
      expect(await ngrokUrl(5050, url)).toBe("https://x.ngrok-free.app")
    },
  )

  it("of version 2 lists http beside https", async () => {
    const url = await ngrok({ tunnels: [tunnel("localhost:5050", "http"), tunnel("localhost:5050")] })
    expect(await ngrokUrl(5050, url)).toBe("https://x.ngrok-free.app")
  })

  it("may have tunnels to others", async () => {
    const others = [tunnel("localhost:15050", "https", "a"), tunnel("localhost:50501", "https", "b")]
    const url = await ngrok({ tunnels: [...others, tunnel("localhost:5050", "https", "ours")] })
    expect(await ngrokUrl(5050, url)).toBe("https://ours.ngrok-free.app")
  })

  it.each<[string, unknown, number?]>([
    ["has no tunnels yet", { tunnels: [] }],
    ["has tunnels to other ports only", { tunnels: [tunnel("localhost:80"), tunnel("localhost:15050")] }],
    ["has tcp tunnels only", { tunnels: [tunnel("localhost:5050", "tcp")] }],
    ["says something else", { hello: "world" }],
    ["says null", null],
    ["has odd tunnels", { tunnels: [null, 7, {}, { proto: "https", config: { addr: 5050 } }] }],
    ["sends broken JSON", '{"tunnels":['],
    ["is another program", "<html>", 404],
  ])("finds nothing when it %s", async (_what, body, status) => {
    expect(await ngrokUrl(5050, await ngrok(body, status))).toBeNull()
  })

  it("that never answers is not waited for long", async () => {
    agent = createServer(() => {})
    await new Promise<void>((resolve) => agent?.listen(0, "127.0.0.1", resolve))
    const { port } = agent.address() as AddressInfo
    expect(await ngrokUrl(5050, `http://127.0.0.1:${port}`)).toBeNull()
    agent.closeAllConnections()
  })
})
