// What holds at the doors that browsers use: policies, cookies in frames, whose page asks, and how often.
import { describe, expect, it } from "vitest"
import { type Given, people, startApp, type TestApp } from "./app-for-tests.ts"

async function withServer(given: Given, work: (server: TestApp) => Promise<void>): Promise<void> {
  const server = await startApp(given)
  try {
    await work(server)
  } finally {
    await server.close()
  }
}
const https = "https://pay.example"
const signIn = ({ app }: TestApp, headers: Record<string, string> = {}) =>
  app.inject({
    method: "POST",
    url: "/api/auth/sign-in/email",
    headers: { origin: https, ...headers },
    payload: { email: people.ada.email, password: people.ada.password },
  })

describe("a page", () => {
  it("comes with a policy without inline code, and a nonce of its own for Mantine's styles", () =>
    withServer({ publicUrl: https }, async ({ app }) => {
      const pages = await Promise.all(["/", "/board", "/"].map((url) => app.inject({ url })))
      const nonces = pages.map(({ headers, body }) => {
        const policy = String(headers["content-security-policy"])
        expect(policy).not.toContain("unsafe")
        expect(policy).toContain("script-src 'self';")
        expect(policy).toContain("frame-ancestors 'none'")
        expect(headers["x-frame-options"]).toBe("DENY")
        expect(headers["cache-control"]).toBe("no-store")
        expect(headers["strict-transport-security"]).toContain("max-age=31536000")
        const nonce = /style-src 'self' 'nonce-([\w-]{22})'/.exec(policy)?.[1]
        expect(body).toContain(`<meta property="csp-nonce" nonce="${nonce}">`)
        return nonce
      })
      expect(new Set(nonces).size).toBe(3)
      const { headers } = await app.inject({ url: "/favicon.svg" })
      expect(headers["cache-control"]).toContain("max-age=3600")
    }))

  it("promises no https where there is none", () =>
    withServer({ publicUrl: "http://localhost:5050" }, async ({ app }) => {
      const { headers } = await app.inject({ url: "/" })
      expect(headers).not.toHaveProperty("strict-transport-security")
      expect(headers["content-security-policy"]).not.toContain("upgrade-insecure-requests")
    }))

  it("stands in the frames that are named, with a cookie that works there and nowhere else", () => {
    const settings = { frameAncestors: "https://crm.example https://*.other.example" }
    return withServer({ publicUrl: https, settings }, async (server) => {
      const { headers } = await server.app.inject({ url: "/" })
      expect(headers["content-security-policy"]).toContain(`frame-ancestors ${settings.frameAncestors};`)
      expect(headers).not.toHaveProperty("x-frame-options")
      const cookie = String((await signIn(server)).headers["set-cookie"])
      for (const part of ["SameSite=None", "Secure", "HttpOnly", "Partitioned"])
        expect(cookie).toContain(part)
    })
  })
})

describe("a request that could change something", () => {
  it("is refused from another site's page", () =>
    withServer({ publicUrl: https }, async (server) => {
      for (const origin of ["https://evil.example", "null", "https://pay.example.evil", "http://pay.example"])
        expect((await signIn(server, { origin })).statusCode).toBe(403)
      expect((await signIn(server)).statusCode).toBe(200)
      const cookie = await server.signIn("ada")
      const choose = (origin: string) =>
        server.app.inject({
          method: "POST",
          url: "/api/presence",
          headers: { cookie, origin },
          payload: { away: "lunch" },
        })
      expect((await choose("https://evil.example")).statusCode).toBe(403)
      expect((await choose(https)).statusCode).toBe(200)
    }))
})

describe("how often one may ask", () => {
  const session = (server: TestApp, cookie: string, remoteAddress = "192.0.2.9", forwarded = "") =>
    server.app.inject({
      url: "/api/auth/get-session",
      remoteAddress,
      headers: { cookie, ...(forwarded && { "x-forwarded-for": forwarded }) },
    })

  it("is bounded for one person, far above what a busy agent needs, and no one else feels it", () =>
    withServer({ publicUrl: https }, async (server) => {
      const [ada, ben] = [await server.signIn("ada"), await server.signIn("ben")]
      for (let asked = 0; asked < 300; asked++) expect((await session(server, ada)).statusCode).toBe(200)
      const refused = await session(server, ada)
      expect(refused.statusCode).toBe(429)
      expect(refused.json()).toEqual({ error: expect.stringContaining("Too many requests") })
      expect((await session(server, ben)).statusCode).toBe(200)
    }))

  it("is bounded for one person's REST requests, whichever the path, and no one else feels it", () =>
    withServer({ publicUrl: https }, async (server) => {
      const [ada, ben] = [await server.signIn("ada"), await server.signIn("ben")]
      const me = (cookie: string) => server.app.inject({ url: "/api/me", headers: { cookie } })
      const answers = await Promise.all(Array.from({ length: 400 }, () => me(ada)))
      const refused = answers.filter(({ statusCode }) => statusCode === 429)
      expect(refused.length).toBeGreaterThan(100)
      expect(refused[0]?.json()).toEqual({ error: expect.stringContaining("Too many requests") })
      expect(answers.filter(({ statusCode }) => statusCode === 200).length).toBeGreaterThanOrEqual(200)
      expect((await me(ben)).statusCode).toBe(200)
    }))

  it("counts by the address that a trusted proxy names, and by nobody else's word", async () => {
    const askFrom = async (server: TestApp) => {
      for (let asked = 0; asked < 300; asked++) await session(server, "", "127.0.0.1", "198.51.100.1")
      return (await session(server, "", "127.0.0.1", "198.51.100.2")).statusCode
    }
    await withServer({ settings: { trustProxy: "loopback" } }, async (server) =>
      expect(await askFrom(server)).toBe(200),
    )
    await withServer({}, async (server) => expect(await askFrom(server)).toBe(429))
  })
})
