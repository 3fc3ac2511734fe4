// Every route and every message, with every role and with none: what they answer is docs/PERMISSIONS.md, and a refusal holds no data.
import type { Role, ServerToClient } from "@agentpay/core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { eventually, startApp } from "./app-for-tests.ts"
import {
  type Asker,
  doorsOf,
  messages,
  openScreens,
  openSessions,
  openSite,
  type Rights,
  rightsAtDoor,
  rightsToSend,
  type Site,
} from "./ask-every-door.ts"
import { card } from "./desk-for-tests.ts"
import { asks, type Found, HOW_TO_WRITE, permissionsPage, tells } from "./permissions-page.ts"
import { openScreen } from "./screen-for-tests.ts"

const LONG = 240_000
let site: Site
let sessionOf: (asker: Asker) => Promise<string>
beforeAll(async () => {
  site = await openSite()
  sessionOf = openSessions(site)
})
afterAll(() => site.desk.close())

const found = {
  doors: new Map<string, Rights>(),
  asked: new Map(),
  told: new Map(),
} satisfies Record<keyof Found, Map<string, Rights>>

test("no message is left out of the walk", () => {
  expect([...messages, "touched"].sort()).toEqual([...asks].sort())
})

test("every message, with one's own ids and with another's", { timeout: LONG }, async () => {
  const screens = await openScreens(site, sessionOf)
  for (const name of messages) found.asked.set(name, await rightsToSend(site, name, screens))
  await expect(openScreen(site.desk.url, "")).rejects.toThrow("unauthenticated")
  await expect(openScreen(site.desk.url, "agentpay.session_token=forged.forged")).rejects.toThrow(
    "unauthenticated",
  )
  // Whoever has a screen may touch it.
  found.asked.set("touched", { nobody: "no", agent: "yes", supervisor: "yes", admin: "yes" })
})

test("every route", { timeout: LONG }, async () => {
  const doors = doorsOf(site)
  for (const [method, path] of [
    ["GET", "/api/me"],
    ["GET", "/api/payments.csv"],
    ["POST", "/forward"],
    ["POST", "/api/auth/sign-in/email"],
  ])
    expect(doors).toContainEqual({ method, path })
  for (const door of doors)
    found.doors.set(`${door.method} ${door.path}`, await rightsAtDoor(site, door, sessionOf))
})

test("what screens are told: supervisors everything, agents their own", { timeout: LONG }, async () => {
  const { desk, server } = site
  await server.hangUpAll()
  const screens = await openScreens(site, sessionOf)
  const heard: Record<Role, Set<string>> = { agent: new Set(), supervisor: new Set(), admin: new Set() }
  const ben = await openScreen(desk.url, await server.signIn("ben"), {}, { [site.adas]: 1 })
  const bens: string[] = []
  ben.socket.onAny((_name, news) => bens.push(JSON.stringify(news)))
  for (const [role, { socket }] of Object.entries(screens))
    socket.onAny((name) => heard[role as Role].add(name))

  const callSid = await server.ring("ada")
  await server.webhook("/answered", { CallSid: callSid, CallStatus: "in-progress" })
  expect(await screens.agent.ask("initiate", { callSid, amount: "1234.50", tip: "" })).toEqual({ ok: true })
  await eventually(() => expect(server.rest.asked.at(-1)?.form.Capture).toBe("payment-card-number"))
  await desk.callback(callSid, { ...card, PaymentCardNumber: "xx", PartialResult: "true" })
  await server.ring("ben")
  const form = { CallSid: `CA${"f".repeat(32)}`, From: "+15551230009", To: "+15550001000" }
  await server.webhook("/forward", { ...form, CallStatus: "ringing" })
  for (const role of ["agent", "supervisor", "admin"] as const)
    await eventually(() => expect([...heard[role]].sort()).toEqual(["facts", "presence", "queue", "typing"]))
  await eventually(() => expect(bens.join()).toContain("CallOffered"))
  const told = [JSON.stringify(ben.welcome), ...bens].join("\n")
  for (const secret of [callSid, site.adas, server.idOf("ada"), "123450", '"masked"'])
    expect(told).not.toContain(secret)

  const all = { nobody: "no", agent: "own", supervisor: "yes", admin: "yes" } as const
  const same = { ...all, agent: "yes" } as const
  const own = { nobody: "no", agent: "own", supervisor: "own", admin: "own" } as const
  const rights: Record<keyof ServerToClient, Rights> = {
    ...{ welcome: all, facts: all, typing: all, presence: all, queue: same, locked: own },
  }
  for (const name of tells) found.told.set(name, rights[name])
})

test("docs/PERMISSIONS.md says what the server answers", async () => {
  await expect(
    permissionsPage(found),
    `docs/PERMISSIONS.md and the server differ. Look whether that is meant, then write it anew: ${HOW_TO_WRITE}`,
  ).toMatchFileSnapshot("../../docs/PERMISSIONS.md")
})

test("a locked session, and one whose second factor is missing, get nothing that needs a session", async () => {
  const { server, desk } = site
  const cookie = await sessionOf("admin")
  const { adapter } = await server.auth.$context
  const where = [{ field: "userId", value: site.idOf("Alma") }]
  await adapter.updateMany({ model: "session", where, update: { touchedAt: new Date(0) } })
  const strict = await startApp({ secondFactorFor: ["agent", "supervisor", "admin"] })
  const half = await strict.signIn("sam")
  const inside = doorsOf(site).filter(({ path }) => /^\/api\/(?!auth|person-link)/.test(path))
  expect(inside.length).toBeGreaterThan(15)
  for (const { method, path } of inside) {
    const asked = { method: method as "GET", url: path, ...(method !== "GET" && { payload: {} }) }
    const headers = { cookie, origin: server.publicUrl }
    const locked = await server.app.inject({ ...asked, headers })
    expect([path, locked.statusCode]).toEqual([path, 423])
    const missing = await strict.app.inject({
      ...asked,
      headers: { cookie: half, origin: strict.publicUrl },
    })
    expect([path, missing.statusCode]).toEqual([path, 403])
    for (const { body } of [locked, missing])
      expect(Object.keys(JSON.parse(body) as object)).toEqual(["error"])
  }
  await expect(openScreen(desk.url, cookie)).rejects.toThrow("locked")
  const url = await strict.listen()
  await expect(openScreen(url, half)).rejects.toThrow("second-factor-missing")
  await strict.close()
})
