// What admins do with people, over HTTP: invite, change, suspend, help.
import type { PersonLink, PersonRow } from "@agentpay/core"
import { sql } from "kysely"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { createPerson } from "./agents/auth.ts"
import { eventually, people, startApp, type TestApp } from "./app-for-tests.ts"
import { closeScreens, openScreen } from "./screen-for-tests.ts"

const password = "a password of the tests 1"
const alma = { name: "Alma", email: "alma@example.com", role: "admin", phone: null, password } as const

let server: TestApp
let base: string
let cookie: string
beforeAll(async () => {
  server = await startApp()
  base = await server.listen()
  await createPerson(server.auth, alma)
  cookie = await server.enter(alma)
})
afterEach(closeScreens)
afterAll(() => server.close())

type Method = "GET" | "POST" | "PATCH"
async function ask<T>(method: Method, url: string, payload?: object, by = cookie) {
  const headers = { cookie: by, origin: server.publicUrl }
  const response = await server.app.inject({ method, url, headers, ...(payload && { payload }) })
  return { status: response.statusCode, body: response.json<T & { error?: string }>() }
}
const list = async (): Promise<PersonRow[]> =>
  (await ask<{ people: PersonRow[] }>("GET", "/api/people")).body.people
async function rowOf(email: string): Promise<PersonRow> {
  const row = (await list()).find((person) => person.email === email)
  if (!row) throw new Error(`nobody is ${email}`)
  return row
}
const act = async (email: string, what: string) =>
  ask<PersonLink>("POST", `/api/people/${(await rowOf(email)).userId}/${what}`, {})

let newcomers = 0
function newcomer() {
  newcomers++
  const phone = `+1555888${1_000 + newcomers}`
  return { name: `Newcomer ${newcomers}`, email: `new${newcomers}@example.com`, role: "agent", phone }
}
async function invited() {
  const fields = newcomer()
  const { status, body } = await ask<PersonLink>("POST", "/api/people", fields)
  expect(status).toBe(200)
  return { ...fields, ...body }
}
const accept = (token: string, more: object = {}) =>
  ask("POST", "/api/person-link/accept", { token, name: "Nina", password, ...more }, "")
async function working() {
  const { email, token } = await invited()
  expect((await accept(token)).status).toBe(200)
  return { email, password }
}

describe("an invitation", () => {
  it("lets one person set their name and password, once", async () => {
    const { email, token, endsAt } = await invited()
    expect(await rowOf(email)).toMatchObject({ status: "invited", linkEndsAt: endsAt, lastSeenAt: null })
    expect((await ask("POST", "/api/person-link/open", { token }, "")).body).toEqual({
      kind: "invitation",
      name: expect.stringMatching(/^Newcomer/),
      email,
    })
    const answers = await Promise.all([accept(token), accept(token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
    expect((await accept(token)).body.error).toMatch(/Ask an admin/)
    expect(await rowOf(email)).toMatchObject({ name: "Nina", status: "active", linkEndsAt: null })
    await server.enter({ email, password })
  })

  it("runs out after 72 hours, and a newer one takes its place", async () => {
    const { email, token, endsAt } = await invited()
    expect(endsAt - Date.now()).toBeGreaterThan(71 * 3_600_000)
    const newer = (await act(email, "link")).body
    expect((await accept(token)).status).toBe(410)
    const { adapter } = await server.auth.$context
    const { userId } = await rowOf(email)
    const past = { expiresAt: new Date(Date.now() - 1) }
    await adapter.updateMany({
      model: "verification",
      where: [{ field: "value", value: userId }],
      update: past,
    })
    expect((await accept(newer.token)).status).toBe(410)
    expect((await rowOf(email)).linkEndsAt).toBeNull()
  })

  it("is kept as a hash only", async () => {
    const { token } = await invited()
    const { adapter } = await server.auth.$context
    const rows = await adapter.findMany({ model: "verification", limit: 1_000 })
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it.each<[string, object, RegExp]>([
    ["a short password", { password: "short 1" }, /at least 12/],
    ["one without digits", { password: "letters only here" }, /letters and digits/],
    ["one without letters", { password: "123456789012" }, /letters and digits/],
    ["no name", { name: " " }, /must be given/],
  ])("with %s can be tried again", async (_what, more, words) => {
    const { token } = await invited()
    const refused = await accept(token, more)
    expect(refused.status).toBe(400)
    expect(refused.body.error).toMatch(words)
    expect((await accept(token)).status).toBe(200)
  })

  it.each<[string, object, number, RegExp]>([
    ["an address that has an account", { email: people.ada.email.toUpperCase() }, 409, /has an account/],
    ["no address", { email: "nobody" }, 400, /e-mail address/],
    ["a card number", { email: "4242424242424242@example.com" }, 400, /card number/],
    ["another agent's phone", { phone: "+1 (555) 000-1001" }, 409, /is Ada's phone/],
    ["no phone for an agent", { phone: null }, 400, /needs a phone/],
    ["a phone that is none", { phone: "12" }, 400, /must look like/],
    ["a role that is none", { role: "owner" }, 400, /agent, supervisor or admin/],
  ])("is refused with %s, and nobody is added", async (_what, more, status, words) => {
    const before = (await list()).length
    const refused = await ask("POST", "/api/people", { ...newcomer(), ...more })
    expect([refused.status, refused.body.error]).toEqual([status, expect.stringMatching(words)])
    expect(await list()).toHaveLength(before)
  })
})

it("a link for a new password refuses the last four, ends every session and unlocks", async () => {
  const person = await working()
  const passwords = [1, 2, 3, 4].map((n) => `password number ${n}`)
  for (const next of passwords)
    expect((await accept((await act(person.email, "link")).body.token, { password: next })).status).toBe(200)
  const screen = await openScreen(base, await server.enter({ ...person, password: passwords[3] ?? "" }))
  const { token } = (await act(person.email, "link")).body
  for (const used of passwords) expect((await accept(token, { password: used })).status).toBe(400)
  // The fifth last may come back.
  expect((await accept(token, { password })).status).toBe(200)
  await screen.gone()
  await server.enter(person)
})

describe("suspending", () => {
  it("cuts every screen and lets nobody in, until reinstated", async () => {
    const person = await working()
    const session = await server.enter(person)
    const screens = [await openScreen(base, session), await openScreen(base, await server.enter(person))]
    expect((await act(person.email, "suspend")).status).toBe(200)
    await Promise.all(screens.map((screen) => screen.gone()))
    await expect(openScreen(base, session)).rejects.toThrow("unauthenticated")
    await expect(server.enter(person)).rejects.toThrow()
    expect((await rowOf(person.email)).status).toBe("suspended")
    expect((await act(person.email, "link")).status).toBe(409)
    await act(person.email, "reinstate")
    await server.enter(person)
  })

  it("takes the phone out of the calls, and gives it free for somebody else", async () => {
    const { email } = await working()
    const { phone } = await rowOf(email)
    await act(email, "suspend")
    const heir = await ask("POST", "/api/people", { ...newcomer(), phone })
    expect(heir.status).toBe(200)
    expect((await act(email, "reinstate")).body.error).toMatch(/phone already/)
  })
})

describe("an admin", () => {
  it("cannot suspend or demote themself", async () => {
    expect((await act(alma.email, "suspend")).body.error).toMatch(/cannot suspend yourself/)
    const { userId } = await rowOf(alma.email)
    const demoted = await ask("PATCH", `/api/people/${userId}`, { role: "supervisor" })
    expect([demoted.status, demoted.body.error]).toEqual([409, expect.stringMatching(/your own role/)])
  })

  it("and another who suspend each other at once: one of them stays", async () => {
    const bea = { ...alma, name: "Bea", email: "bea@example.com" }
    await createPerson(server.auth, bea)
    const hers = await server.enter(bea)
    const suspend = async (email: string, by: string) =>
      ask("POST", `/api/people/${(await rowOf(email)).userId}/suspend`, {}, by)
    const answers = await Promise.all([suspend(bea.email, cookie), suspend(alma.email, hers)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    if (answers[1]?.status === 200) {
      // Alma lost: Bea lets her in again.
      const { body } = await ask<{ people: PersonRow[] }>("GET", "/api/people", undefined, hers)
      const almas = body.people.find(({ email }) => email === alma.email)
      await ask("POST", `/api/people/${almas?.userId}/reinstate`, {}, hers)
      cookie = await server.enter(alma)
    }
  })

  it("changes role and phone; a new role ends the sessions", async () => {
    const person = await working()
    const { userId } = await rowOf(person.email)
    const screen = await openScreen(base, await server.enter(person))
    await ask("PATCH", `/api/people/${userId}`, { phone: "sip:nina@pbx.example.com" })
    expect(await screen.ask("initiate", {})).toMatchObject({ ok: false })
    expect(await rowOf(person.email)).toMatchObject({ phone: "sip:nina@pbx.example.com" })
    await ask("PATCH", `/api/people/${userId}`, { role: "supervisor", phone: null })
    await screen.gone()
    expect((await openScreen(base, await server.enter(person))).welcome.me.role).toBe("supervisor")
  })

  it("ends sessions and unlocks who tried too often", async () => {
    const person = await working()
    const screen = await openScreen(base, await server.enter(person))
    await act(person.email, "end-sessions")
    await screen.gone()
    const headers = { origin: server.publicUrl }
    const wrong = { email: person.email, password: "not this one 1" }
    const url = "/api/auth/sign-in/email"
    for (let tries = 0; tries < 10; tries++)
      await server.app.inject({ method: "POST", url, headers, payload: wrong })
    expect((await rowOf(person.email)).status).toBe("locked")
    await expect(server.enter(person)).rejects.toThrow()
    await act(person.email, "unlock")
    expect((await rowOf(person.email)).status).toBe("active")
    await server.enter(person)
  })
})

it("nobody but an admin may look or act", async () => {
  const { userId } = await rowOf(people.ben.email)
  for (const name of ["ada", "sam"] as const) {
    const by = await server.signIn(name)
    expect((await ask("GET", "/api/people", undefined, by)).status).toBe(403)
    expect((await ask("POST", `/api/people/${userId}/suspend`, {}, by)).status).toBe(403)
  }
  expect((await ask("GET", "/api/people", undefined, "")).status).toBe(401)
  expect((await rowOf(people.ben.email)).status).toBe("active")
})

it("an account that nobody used for 90 days is disabled at the next sign-in, until an admin reinstates it", async () => {
  const person = await working()
  const { userId } = await rowOf(person.email)
  const { internalAdapter } = await server.auth.$context
  const day = 24 * 60 * 60_000
  await internalAdapter.updateUser(userId, { lastSeenAt: new Date(Date.now() - 89 * day) })
  await server.enter(person)
  await internalAdapter.updateUser(userId, { lastSeenAt: new Date(Date.now() - 91 * day) })
  const headers = { origin: server.publicUrl }
  const refused = await server.app.inject({
    method: "POST",
    url: "/api/auth/sign-in/email",
    headers,
    payload: person,
  })
  expect([refused.statusCode, refused.json()]).toEqual([
    403,
    expect.objectContaining({ message: expect.stringMatching(/Ask an admin/) }),
  ])
  expect(refused.cookies.filter(({ value }) => value)).toEqual([])
  expect((await rowOf(person.email)).status).toBe("disabled")
  await act(person.email, "reinstate")
  await server.enter(person)
})

it("what was done stands in the audit log", async () => {
  const person = await working()
  await act(person.email, "suspend")
  const { userId } = await rowOf(person.email)
  await eventually(async () => {
    const { rows } = await sql<{ action: string }>`
      select action from audit where subject = ${userId}`.execute(server.auth.database.db)
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["person-invited", "invitation-accepted", "person-suspended"]),
    )
  })
})
