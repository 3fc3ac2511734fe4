// Screens when a session ends under them, and when somebody asks too much.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { createPerson } from "./agents/auth.ts"
import {
  caller,
  cookiesOf,
  eventually,
  newCallSid,
  ourNumber,
  people,
  startApp,
  type TestApp,
} from "./app-for-tests.ts"
import { closeScreens, openScreen } from "./screen-for-tests.ts"

let server: TestApp
let base: string
beforeAll(async () => {
  server = await startApp()
  base = await server.listen()
})
afterEach(closeScreens)
afterAll(() => server.close())

const notUnderstood = { ok: false, refusal: { code: "not-understood" } }

describe("a session", () => {
  const changePassword = (cookie: string, currentPassword: string, newPassword: string) =>
    server.app.inject({
      method: "POST",
      url: "/api/auth/change-password",
      headers: { cookie, origin: server.publicUrl },
      payload: { currentPassword, newPassword, revokeOtherSessions: false },
    })

  it("ends with a changed password, on every screen", async () => {
    const bo = { name: "Bo", email: "bo@example.com", role: "agent", phone: null } as const
    await createPerson(server.auth, { ...bo, password: "password 1 of bo" })
    const enter = (password: string) => server.enter({ email: bo.email, password })
    const [here, there] = [await enter("password 1 of bo"), await enter("password 1 of bo")]
    const [one, two] = [await openScreen(base, here), await openScreen(base, there)]
    const changed = await changePassword(here, "password 1 of bo", "password 2 of bo")
    expect(changed.statusCode).toBe(200)
    await Promise.all([one.gone(), two.gone()])
    for (const cookie of [here, there])
      await expect(openScreen(base, cookie)).rejects.toThrow("unauthenticated")
    expect((await openScreen(base, cookiesOf(changed))).welcome.me.name).toBe("Bo")
  })

  it("that was ended elsewhere asks for nothing more, nor does one whose account is gone", async () => {
    const { internalAdapter, adapter } = await server.auth.$context
    const kim = { name: "Kim", email: "kim@example.com", role: "agent", phone: "+15550001009" } as const
    await createPerson(server.auth, { ...kim, password: people.ada.password })
    const cookieOf = () => server.enter({ email: kim.email, password: people.ada.password })
    const found = await internalAdapter.findUserByEmail(kim.email)
    const where = [{ field: "userId", value: found?.user.id ?? "" }]
    const callSid = newCallSid()
    const ringing = { CallSid: callSid, From: caller, To: ourNumber, CallStatus: "ringing" }
    await server.webhook(`/forward?Fwd=${encodeURIComponent(kim.phone)}`, ringing)
    const asked = { callSid, amount: "1", tip: "" }
    const ended = await openScreen(base, await cookieOf())
    // As another process does it: no hook of this one is called.
    await adapter.deleteMany({ model: "session", where })
    await expect(ended.ask("initiate", asked)).rejects.toThrow()
    await ended.gone()
    const removed = await openScreen(base, await cookieOf())
    await adapter.delete({ model: "user", where: [{ field: "id", value: found?.user.id ?? "" }] })
    await expect(removed.ask("initiate", asked)).rejects.toThrow()
    await removed.gone()
    const types = (await server.facts(callSid)).map(({ type }) => type)
    expect(types).toEqual(["CallRang", "CallOffered"])
  })
})

const open = async (name: "ada" | "ben") => openScreen(base, await server.signIn(name))

it("who asks too much is told so, and may go on a little later; nobody else feels it", async () => {
  const [ada, ben] = [await open("ada"), await open("ben")]
  const asked = await Promise.all(Array.from({ length: 400 }, () => ada.ask("initiate", {})))
  const refused = asked.filter((reply) => !reply.ok && reply.refusal.code === "too-many-requests")
  expect(refused.length).toBeGreaterThan(100)
  expect(await ben.ask("initiate", {})).toEqual(notUnderstood)
  await eventually(async () => expect(await ada.ask("initiate", {})).toEqual(notUnderstood))
})
