// Screens that nobody touches: locked by the server, unlocked by whose they are, while the payment runs on.
import type { LockedFor } from "@agentpay/core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { eventually, people, startApp, type TestApp } from "./app-for-tests.ts"
import { tables } from "./ledger/ledger-samples.ts"
import { closeScreens, openScreen, type Screen } from "./screen-for-tests.ts"

const IDLE_MS = 600_000
let server: TestApp
let base: string
beforeAll(async () => {
  server = await startApp({ settings: { idleTimeoutMs: IDLE_MS } })
  base = await server.listen()
})
afterEach(async () => {
  closeScreens()
  await server.hangUpAll()
})
afterAll(() => server.close())

const adapter = async () => (await server.auth.$context).adapter
async function sessionsOf(name: keyof typeof people) {
  const where = [{ field: "userId", value: server.idOf(name) }]
  return (await adapter()).findMany<{ token: string; touchedAt: Date | null }>({ model: "session", where })
}
/** As if nobody had touched any of `name`'s screens for so long. */
async function untouchedFor(name: keyof typeof people, ms: number): Promise<void> {
  const where = [{ field: "userId", value: server.idOf(name) }]
  const update = { touchedAt: new Date(Date.now() - ms) }
  await (await adapter()).updateMany({ model: "session", where, update })
}
const whenLocked = (screen: Screen) =>
  new Promise<LockedFor>((resolve) => void screen.socket.once("locked", resolve))
const ask = (method: "GET" | "POST", url: string, cookie: string, payload?: Record<string, unknown>) =>
  server.app.inject({
    method,
    url,
    headers: { cookie, origin: server.publicUrl },
    ...(payload && { payload }),
  })
const signInAgain = (name: keyof typeof people, cookie: string) =>
  ask("POST", "/api/auth/sign-in/email", cookie, {
    email: people[name].email,
    password: people[name].password,
  })
const lastRows = async (who: string) => {
  const query = tables(server.ledger).selectFrom("audit").selectAll().where("who", "=", who)
  return (await query.orderBy("seq").execute()).map(({ action, result }) => `${action} ${result}`)
}

describe("a screen that nobody touched for long", () => {
  it("is locked in time, on the server", async () => {
    const quick = await startApp({ settings: { idleTimeoutMs: 1_000 } })
    const url = await quick.listen()
    const cookie = await quick.signIn("ada")
    const screen = await openScreen(url, cookie)
    const { email, name } = people.ada
    expect(await whenLocked(screen)).toEqual({ name, email })
    await screen.gone()
    await expect(openScreen(url, cookie)).rejects.toMatchObject({ message: "locked", data: { name, email } })
    await quick.close()
  })

  it("has no more of its commands carried out, and every door but the sign-in is shut to its session", async () => {
    const callSid = await server.ring("ada")
    const cookie = await server.signIn("ada")
    const screen = await openScreen(base, cookie)
    const locked = whenLocked(screen)
    await untouchedFor("ada", IDLE_MS)
    const facts = await server.facts(callSid)
    await expect(screen.ask("initiate", { callSid, amount: "5", tip: "" })).rejects.toThrow()
    await locked
    await screen.gone()
    expect(await server.facts(callSid)).toEqual(facts)
    await expect(openScreen(base, cookie)).rejects.toThrow("locked")
    for (const [method, url] of [
      ["GET", "/api/me"],
      ["GET", "/api/auth/get-session"],
      ["POST", "/api/auth/revoke-other-sessions"],
      ["POST", "/api/auth/change-password"],
    ] as const) {
      const { statusCode, body } = await ask(method, url, cookie, method === "POST" ? {} : undefined)
      expect([url, statusCode]).toEqual([url, 423])
      expect(body).not.toContain(people.ada.email)
    }
    const rows = await lastRows(server.idOf("ada"))
    expect(rows).toContain("screen-locked done")
    expect(rows).toContain("payment-opened refused")
  })

  it("shows after unlocking what happened meanwhile, and goes on; the locked session is over", async () => {
    const callSid = await server.ring("ada")
    const cookie = await server.signIn("ada")
    const screen = await openScreen(base, cookie)
    expect(await screen.ask("initiate", { callSid, amount: "5", tip: "" })).toEqual({ ok: true })
    const locked = whenLocked(screen)
    await untouchedFor("ada", IDLE_MS)
    await expect(screen.ask("initiate", {})).resolves.toMatchObject({ ok: false })
    screen.socket.emit("touched")
    await locked
    await eventually(async () => expect((await server.call(callSid))?.payments[0]?.status).toBe("capturing"))
    const before = (await server.facts(callSid)).length
    await server.webhook("/answered", { CallSid: callSid, ParentCallSid: callSid, CallStatus: "in-progress" })

    const again = await signInAgain("ada", cookie)
    expect(again.statusCode).toBe(200)
    const [fresh] = again.cookies
    const after = `${fresh?.name}=${encodeURIComponent(fresh?.value ?? "")}`
    const back = await openScreen(base, after)
    const story = back.welcome.calls.find((call) => call.callSid === callSid)
    expect(story?.facts.length).toBeGreaterThanOrEqual(before)
    const [payment] = (await server.call(callSid))?.payments ?? []
    const asked = { callSid, paymentId: payment?.paymentId }
    expect(await back.ask("cancel", asked)).toEqual({ ok: true })
    await expect(openScreen(base, cookie)).rejects.toThrow("unauthenticated")
    expect(await lastRows(server.idOf("ada"))).toContain("screen-unlocked done")
  })

  it("is not unlocked by a wrong password, a reload, a touch, or somebody else", async () => {
    const cookie = await server.signIn("ben")
    await untouchedFor("ben", IDLE_MS)
    const wrong = { email: people.ben.email, password: "not the password of ben" }
    expect((await ask("POST", "/api/auth/sign-in/email", cookie, wrong)).statusCode).toBe(401)
    await expect(openScreen(base, cookie)).rejects.toThrow("locked")
    const other = await signInAgain("sam", cookie)
    expect(other.statusCode).toBe(200)
    await expect(openScreen(base, cookie)).rejects.toThrow("locked")
    expect(await lastRows(server.idOf("sam"))).not.toContain("screen-unlocked done")
  })
})

it("a touch on any screen of the session keeps all of them open", async () => {
  const cookie = await server.signIn("ben")
  const screens = [await openScreen(base, cookie), await openScreen(base, cookie)]
  await untouchedFor("ben", IDLE_MS - 60_000)
  screens[0]?.socket.emit("touched")
  await eventually(async () => {
    const [session] = (await sessionsOf("ben")).sort((a, b) => Number(b.touchedAt) - Number(a.touchedAt))
    expect(Date.now() - Number(session?.touchedAt)).toBeLessThan(IDLE_MS - 60_000)
  })
  for (const screen of screens)
    expect(await screen.ask("initiate", {})).toMatchObject({ refusal: { code: "not-understood" } })
})
