// Asks every door of a running server in every role: HTTP routes as the server itself lists them, and every message. Only tests import it.
import { type RequestName, type Role, requestSchemas } from "@agentpay/core"
import { expect } from "vitest"
import { createPerson } from "./agents/auth.ts"
import { SERVED } from "./agents/auth-routes.ts"
import { alma, people, tess } from "./app-for-tests.ts"
import { openDesk } from "./desk-for-tests.ts"
import { type Door, readDoors } from "./fuzz/http-inputs.ts"
import { tables } from "./ledger/ledger-samples.ts"
import { openScreen, type Screen } from "./screen-for-tests.ts"

/** `own`: only of calls and payments that are theirs. */
export type May = "yes" | "own" | "no"
export type Asker = "nobody" | Role
export const askers = ["nobody", "agent", "supervisor", "admin"] as const satisfies readonly Asker[]
export type Rights = Record<Asker, May>

const accounts = { agent: people.ada, supervisor: people.sam, admin: alma } as const

export async function openSite() {
  const desk = await openDesk({ settings: { whenBusy: "queue" } })
  const { server } = desk
  for (const person of [alma, tess]) await createPerson(server.auth, person)
  const everybody = (await (await server.auth.$context).internalAdapter.listUsers()) as {
    id: string
    name: string
  }[]
  const idOf = (name: string) => everybody.find((one) => one.name === name)?.id ?? ""
  const [adas, bens] = [await server.ring("ada"), await server.ring("ben")]
  return { desk, server, idOf, adas, bens }
}
export type Site = Awaited<ReturnType<typeof openSite>>

/** Every HTTP door, `*` of better-auth's spelled out; HEAD is GET without its body. */
export function doorsOf({ server }: Site): Door[] {
  const printed = readDoors(server.app.printRoutes({ commonPrefix: false }))
  const plain = printed.filter(({ method, path }) => method !== "HEAD" && !path.startsWith("/api/auth"))
  const served = [...SERVED].map((path) => ({
    method: path === "/get-session" ? "GET" : "POST",
    path: `/api/auth${path}`,
  }))
  return [...plain, ...served].sort((a, b) =>
    `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`, "en"),
  )
}

/** A session of each, made anew where the door that was asked before has ended it. */
export function openSessions({ server }: Site) {
  const cookies = new Map<Asker, string>()
  return async (asker: Asker): Promise<string> => {
    if (asker === "nobody") return ""
    const known = cookies.get(asker)
    if (known && (await server.auth.enter(known))) return known
    const fresh = await server.enter(accounts[asker])
    cookies.set(asker, fresh)
    return fresh
  }
}

/** The newest row of the audit log. */
async function newestRow({ server }: Site) {
  const query = tables(server.ledger).selectFrom("audit").selectAll().orderBy("seq", "desc").limit(1)
  return await query.executeTakeFirst()
}

async function expectRefusalRow(site: Site, asker: Asker, asked: string): Promise<void> {
  if (asker === "nobody") return
  const row = await newestRow(site)
  expect([asked, row?.who, row?.result]).toEqual([asked, site.idOf(accounts[asker].name), "refused"])
}

/** Complete, so that who asks is looked at, and wrong, so that nothing is done. */
const wrong = {
  code: "000000",
  password: "not the password 1",
  currentPassword: "not the password 1",
  newPassword: "a password of theirs 1",
}

/** Asks with the ids of one call and its agent. @returns whether the door opened */
async function asks(site: Site, door: Door, asker: Asker, cookie: string, whose: "ada" | "ben") {
  const { server, idOf } = site
  const ids = { callSid: whose === "ada" ? site.adas : site.bens, id: idOf("Tess") }
  const path = door.path.replace(/:(\w+)/g, (_, name: "callSid" | "id") => ids[name]).replace("*", "")
  const reads = door.method === "GET" && path.startsWith("/api/")
  const query = reads ? `?agent=${server.idOf(whose)}&from=0&to=1` : ""
  const method = door.method as "GET"
  const form = { "content-type": "application/x-www-form-urlencoded" }
  const headers = { cookie, origin: server.publicUrl, ...(!path.startsWith("/api/") && form) }
  const sent = path.startsWith("/api/") ? wrong : `CallSid=${ids.callSid}`
  const payload = door.method === "GET" ? {} : { payload: sent }
  const { statusCode, body } = await server.app.inject({ method, url: path + query, headers, ...payload })
  expect(statusCode).toBeLessThan(500)
  const open = ![401, 403, 404, 405].includes(statusCode)
  if (!open) expect(body).not.toContain(people[whose].email)
  const ours = path.startsWith("/api/") && !path.startsWith("/api/auth")
  if (!open && ours) {
    // Words, and nothing else.
    expect(JSON.parse(body)).toEqual({ error: expect.any(String) })
    await expectRefusalRow(site, asker, `${asker}: ${method} ${path}`)
  }
  return open
}

/** What each may do at this door. */
export async function rightsAtDoor(
  site: Site,
  door: Door,
  sessionOf: (asker: Asker) => Promise<string>,
): Promise<Rights> {
  const rights: Partial<Rights> = {}
  for (const asker of askers) {
    const own = await asks(site, door, asker, await sessionOf(asker), "ada")
    const others = await asks(site, door, asker, await sessionOf(asker), "ben")
    // A supervisor and an admin have no calls of their own.
    rights[asker] = own && others ? "yes" : own ? "own" : "no"
  }
  return rights as Rights
}

/** Every message that a screen may send, with a given call's ids. */
const forged: { [N in RequestName]: object } = {
  initiate: { amount: "1", tip: "" },
  update: { item: "expiry" },
  submit: { attempt: 1 },
  cancel: {},
  retry: { attempt: 1 },
  clear: {},
  attach: {},
  release: {},
  resolve: { confirmationCode: null, seen: "dashboard", note: "nothing there" },
  stop: {},
}
export const messages = Object.keys(requestSchemas) as RequestName[]
const NOT_THEIRS = /^(no-such-call|supervisors-only|agents-only|call-taken)$/

/** Twilio knows the leg that is attached. */
function knownToTwilio({ server }: Site, callSid: string): void {
  const leg = { sid: callSid, status: "in-progress", direction: "inbound", parent_call_sid: null }
  server.rest.answers.push({ status: 200, body: { ...leg, from: "+15557654321", to: "+15550009000" } })
}

export async function rightsToSend(
  site: Site,
  name: RequestName,
  screens: Record<Role, Screen>,
): Promise<Rights> {
  const rights: Partial<Rights> = { nobody: "no" }
  for (const asker of ["agent", "supervisor", "admin"] as const) {
    const taken: boolean[] = []
    for (const callSid of [site.adas, site.bens]) {
      if (name === "attach") knownToTwilio(site, callSid)
      const reply = await screens[asker].ask(name, { callSid, paymentId: "no such payment", ...forged[name] })
      const may = reply.ok || !NOT_THEIRS.test(reply.refusal.code)
      expect([name, reply.ok ? "" : reply.refusal.code]).not.toEqual([name, "not-understood"])
      if (!may) {
        expect(Object.keys(reply)).toEqual(["ok", "refusal"])
        await expectRefusalRow(site, asker, `${asker}: ${name}`)
      }
      taken.push(may)
    }
    rights[asker] = taken[0] && taken[1] ? "yes" : taken[0] ? "own" : "no"
  }
  return rights as Rights
}

export async function openScreens(
  { desk }: Site,
  sessionOf: (asker: Asker) => Promise<string>,
): Promise<Record<Role, Screen>> {
  const open = async (role: Role) => openScreen(desk.url, await sessionOf(role))
  return { agent: await open("agent"), supervisor: await open("supervisor"), admin: await open("admin") }
}
