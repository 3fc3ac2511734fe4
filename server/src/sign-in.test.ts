// Signing in and out over HTTP, and who may read what is served.
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createPerson } from "./agents/auth.ts"
import { type Name, people, startApp, type TestApp } from "./app-for-tests.ts"

let server: TestApp
beforeAll(async () => {
  server = await startApp()
})
afterAll(() => server.close())

const credentials = (name: Name) => ({ email: people[name].email, password: people[name].password })

interface Asked {
  method?: "GET" | "POST" | "HEAD"
  payload?: Record<string, unknown> | string
  headers?: Record<string, string>
}
const ask = (url: string, { method = "POST", payload, headers }: Asked = {}, of = server) =>
  of.app.inject({ method, url, headers: { origin: of.publicUrl, ...headers }, ...(payload && { payload }) })
const signIn = (payload: Record<string, unknown>, of = server) =>
  ask("/api/auth/sign-in/email", { payload }, of)
const session = (cookie: string, of = server) =>
  ask("/api/auth/get-session", { method: "GET", headers: { cookie } }, of)

describe("signing in", () => {
  it("with the right password gives a cookie that scripts and other sites cannot use", async () => {
    const response = await signIn(credentials("ada"))
    expect(response.statusCode).toBe(200)
    expect(response.json()).toMatchObject({ user: { name: "Ada", role: "agent", phone: people.ada.phone } })
    const [cookie, ...others] = response.cookies
    expect(others).toEqual([])
    expect(cookie).toMatchObject({
      name: "agentpay.session_token",
      httpOnly: true,
      sameSite: "Lax",
      path: "/",
    })
    expect(cookie?.maxAge).toBe(12 * 3600)
    expect(cookie).not.toHaveProperty("domain")
    expect(response.headers["cache-control"]).toBe("no-store")
  })

  it("over https the cookie never travels in the clear", async () => {
    const secure = await startApp({ publicUrl: "https://pay.example" })
    const [cookie] = (await signIn(credentials("ada"), secure)).cookies
    expect(cookie).toMatchObject({ name: "__Secure-agentpay.session_token", secure: true, httpOnly: true })
    await secure.close()
  })

  it("works where the public URL has a path", async () => {
    const below = await startApp({ publicUrl: "https://example.org/pay" })
    const headers = { origin: "https://example.org" }
    const response = await ask("/api/auth/sign-in/email", { payload: credentials("sam"), headers }, below)
    expect(response.statusCode).toBe(200)
    await below.close()
  })

  it.each<[string, Record<string, unknown>, number]>([
    ["a wrong password", { ...credentials("ada"), password: "agentpay-demo-2" }, 401],
    ["an empty one", { ...credentials("ada"), password: "" }, 401],
    ["somebody unknown", { email: "eve@example.com", password: "agentpay-demo-1" }, 401],
    ["no address", { email: "ada", password: "agentpay-demo-1" }, 400],
    ["nothing", {}, 400],
    ["something odd", { email: { $ne: null }, password: ["x"] }, 400],
  ])("with %s gives none", async (_what, payload, status) => {
    const response = await signIn(payload)
    expect(response.statusCode).toBe(status)
    expect(response.cookies).toEqual([])
  })

  it("says the same of a wrong password and an unknown address", async () => {
    const wrong = await signIn({ ...credentials("ada"), password: "not this one" })
    const unknown = await signIn({ email: "eve@example.com", password: "not this one" })
    expect(wrong.json()).toEqual(unknown.json())
  })

  it("from another site's page is refused", async () => {
    const headers = { origin: "https://evil.example", cookie: await server.signIn("ada") }
    const response = await ask("/api/auth/sign-in/email", { payload: credentials("ada"), headers })
    expect(response.statusCode).toBe(403)
  })

  it("by a form of another site is refused", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded", origin: "https://evil.example" }
    const response = await ask("/api/auth/sign-in/email", { payload: "email=ada%40example.com", headers })
    expect(response.statusCode).toBe(415)
  })

  it("is not tried for ever", async () => {
    const guess = (tries: number) =>
      server.app.inject({
        method: "POST",
        url: "/api/auth/sign-in/email",
        remoteAddress: "192.0.2.7",
        // Whoever guesses may claim any address.
        headers: { "x-agentpay-address": `192.0.2.${tries}`, "x-forwarded-for": `192.0.2.${tries}` },
        payload: { email: "no address", password: "x" },
      })
    for (let tries = 0; tries < 100; tries++) expect((await guess(tries)).statusCode).toBe(400)
    const refused = await guess(100)
    expect(refused.statusCode).toBe(429)
    expect(refused.json()).toEqual({ error: expect.stringContaining("Wait a minute") })
  })

  it("with ten wrong passwords is shut for half an hour, account or not; a right one in time forgets them", async () => {
    const cleo = { name: "Cleo", email: "cleo.k@example.com", role: "agent", phone: null } as const
    await createPerson(server.auth, { ...cleo, password: people.ada.password })
    const right = { email: cleo.email, password: people.ada.password }
    const wrong = { email: "CLEO.k@example.com ", password: "not this one" }
    for (let tries = 0; tries < 9; tries++) await signIn(wrong)
    expect((await signIn(right)).statusCode).toBe(200)
    for (const { email } of [cleo, { email: "nobody@example.com" }]) {
      for (let tries = 0; tries < 10; tries++)
        expect((await signIn({ ...wrong, email })).statusCode).toBe(401)
      const shut = await signIn({ ...right, email })
      expect(shut.statusCode).toBe(429)
      expect(shut.json()).toMatchObject({ message: expect.stringContaining("Wait half an hour") })
    }
    expect((await signIn(credentials("ben"))).statusCode).toBe(200)
  })

  it("is not for strangers to arrange: nobody signs up", async () => {
    const payload = { name: "Eve", email: "eve@example.com", password: "a long enough password" }
    const response = await ask("/api/auth/sign-up/email", { payload })
    expect(response.statusCode).toBe(404)
    expect((await signIn(payload)).statusCode).toBe(401)
  })
})

describe("a session", () => {
  it("says who it is", async () => {
    const response = await session(await server.signIn("sam"))
    expect(response.json()).toMatchObject({ user: { name: "Sam", role: "supervisor" } })
  })

  it("is none without a cookie, and with a forged one", async () => {
    const cookie = await server.signIn("ada")
    for (const forged of ["", "agentpay.session_token=x", cookie.slice(0, -6), cookie.replace("=", "=A")])
      expect((await session(forged)).json()).toBeNull()
  })

  it("ends with signing out", async () => {
    const cookie = await server.signIn("ada")
    const other = await server.signIn("ada")
    const response = await ask("/api/auth/sign-out", { headers: { cookie } })
    expect(response.statusCode).toBe(200)
    expect((await session(cookie)).json()).toBeNull()
    expect((await session(other)).json()).toMatchObject({ user: { name: "Ada" } })
  })

  it("does not let people change their own role or phone", async () => {
    const cookie = await server.signIn("ada")
    for (const payload of [
      { role: "supervisor" },
      { phone: "+15550009999" },
      { name: "A", role: "supervisor" },
    ])
      await ask("/api/auth/update-user", { payload, headers: { cookie } })
    expect((await session(cookie)).json()).toMatchObject({ user: { role: "agent", phone: people.ada.phone } })
  })
})

describe("accounts", () => {
  it("that exist stay as they are", async () => {
    const changed = { ...people.ben, name: "Benjamin", password: "another password of the tests" }
    expect(await createPerson(server.auth, { ...changed, email: "BEN@example.com" })).toBe(false)
    expect((await signIn(credentials("ben"))).json()).toMatchObject({ user: { name: "Ben" } })
  })

  it("that lost their password in a crash get it at the next start", async () => {
    const { internalAdapter } = await server.auth.$context
    const cleo = { name: "Cleo", email: "cleo@example.com", role: "agent", phone: null } as const
    await internalAdapter.createUser({ ...cleo, emailVerified: true }, { method: "admin" })
    expect(await createPerson(server.auth, { ...cleo, password: people.ada.password })).toBe(true)
    expect((await signIn({ email: cleo.email, password: people.ada.password })).statusCode).toBe(200)
  })
})

describe("what is odd at the door", () => {
  it.each<[string, Asked, string, number]>([
    [
      "broken JSON",
      { payload: '{"email":', headers: { "content-type": "application/json" } },
      "sign-in/email",
      400,
    ],
    ["a body above 64 KiB", { payload: { email: "x".repeat(65_536) } }, "sign-in/email", 413],
    ["a path that is none", { method: "GET" }, "nothing/here", 404],
    ["a path that climbs", { method: "GET" }, "..%2f..%2f..%2fetc/passwd", 404],
    ["HEAD", { method: "HEAD" }, "ok", 404],
  ])("%s", async (_what, asked, path, status) => {
    expect((await ask(`/api/auth/${path}`, asked)).statusCode).toBe(status)
  })

  it("pages carry a policy, and no page of another site may frame them", async () => {
    const { headers } = await ask("/api/auth/ok", { method: "GET" })
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'")
    expect(headers["x-content-type-options"]).toBe("nosniff")
  })

  it("an address of the API that is none is told as JSON, not as the console's page", async () => {
    const response = await ask("/api/nothing?secret=1", { method: "GET" })
    expect(response.statusCode).toBe(404)
    expect(response.json()).toEqual({ error: "There is nothing at this address." })
  })
})
