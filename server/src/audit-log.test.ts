// What the audit log says of people and screens, and that a forged request leaves a row and nothing else (R10).
import { type RequestName, requestSchemas } from "@agentpay/core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { createPerson } from "./agents/auth.ts"
import { people, startApp, type TestApp } from "./app-for-tests.ts"
import { emptyAudit } from "./ledger/audit-behaviour.ts"
import { tables } from "./ledger/ledger-samples.ts"
import { closeScreens, openScreen } from "./screen-for-tests.ts"

let server: TestApp
let base: string
beforeAll(async () => {
  server = await startApp()
  base = await server.listen()
})
beforeEach(() => emptyAudit(tables(server.ledger)))
afterEach(async () => {
  closeScreens()
  await server.hangUpAll()
})
afterAll(() => server.close())

let calls = 0
/** As Twilio makes them: hexadecimal, so no card number. */
const sid = () => `CA${"a1b2".repeat(7)}${String(++calls).padStart(4, "0")}`
const rows = async () => {
  const found = await tables(server.ledger).selectFrom("audit").selectAll().orderBy("seq").execute()
  return found.map(({ detail, ...row }) => ({
    ...row,
    detail: JSON.parse(detail) as Record<string, unknown>,
  }))
}
const post = (path: string, payload: Record<string, unknown>, cookie = "") =>
  server.app.inject({
    method: "POST",
    url: `/api/auth${path}`,
    headers: { origin: server.publicUrl, cookie },
    payload,
  })

describe("signing in and out", () => {
  it("is recorded: who, from where, and with which result", async () => {
    const cookie = await server.signIn("ada")
    await post("/sign-out", {}, cookie)
    const ada = server.idOf("ada")
    const from = { address: "127.0.0.1", who: ada, result: "done" }
    expect(await rows()).toMatchObject([
      { action: "sign-in", ...from },
      { action: "sign-out", ...from },
    ])
  })

  it("that fails is recorded with whose account it was for, not with what was typed", async () => {
    await post("/sign-in/email", { email: ` ${people.ada.email.toUpperCase()}`, password: "wrong" })
    await post("/sign-in/email", { email: "my-secret-password@typed.here", password: "wrong" })
    await post("/sign-in/email", { email: { $ne: null }, password: 4 })
    const found = await rows()
    const refused = {
      action: "sign-in",
      who: null,
      result: "refused",
      detail: { reason: expect.any(String) },
    }
    expect(found).toMatchObject([
      { ...refused, subject: server.idOf("ada") },
      { ...refused, subject: null },
      { ...refused, subject: null },
    ])
    expect(JSON.stringify(found)).not.toContain("typed.here")
  })

  it("that is shut after too many wrong passwords says so", async () => {
    for (let n = 0; n < 10; n++) await post("/sign-in/email", { email: people.sam.email, password: "wrong" })
    const right = { email: people.sam.email, password: people.sam.password }
    expect((await post("/sign-in/email", right)).statusCode).toBe(429)
    const last = (await rows()).at(-1)
    expect(last).toMatchObject({ action: "sign-in", result: "refused", subject: server.idOf("sam") })
    expect(last?.detail.reason).toMatch(/too many/i)
  })

  it("a changed password is recorded, and one that is refused too", async () => {
    const kim = { name: "Kim", email: "kim@example.com", role: "agent", phone: "+15550001009" } as const
    await createPerson(server.auth, { ...kim, password: people.ada.password })
    const [given] = (await post("/sign-in/email", { email: kim.email, password: people.ada.password }))
      .cookies
    const cookie = `${given?.name}=${encodeURIComponent(given?.value ?? "")}`
    const who = (await rows()).at(-1)?.who
    const change = { currentPassword: "not it", newPassword: "a new password of kim 1" }
    await post("/change-password", change, cookie)
    expect((await rows()).at(-1)).toMatchObject({ action: "password-changed", who, result: "refused" })
    await post("/change-password", { ...change, currentPassword: people.ada.password }, cookie)
    expect((await rows()).at(-1)).toMatchObject({ action: "password-changed", who, result: "done" })
  })
})

describe("commands", () => {
  it("are recorded with their outcome, before the screen hears of it", async () => {
    const callSid = await server.ring("ada", sid())
    const ada = await openScreen(base, await server.signIn("ada"))
    await ada.ask("initiate", { callSid, amount: "12.50", tip: "" })
    await ada.ask("initiate", { callSid, amount: "12.50", tip: "" })
    await ada.ask("initiate", { callSid, amount: 12.5 })
    const from = { who: server.idOf("ada"), action: "payment-opened", subject: callSid, address: "127.0.0.1" }
    expect((await rows()).filter(({ action }) => action === "payment-opened")).toMatchObject([
      { ...from, result: "done", detail: {} },
      { ...from, result: "refused", detail: { refusal: "payment-open" } },
      { ...from, result: "refused", detail: { refusal: "not-understood" } },
    ])
  })

  /** Every message a screen may send, with ids of a payment that is somebody else's. */
  const forged: { [N in RequestName]: (ids: { callSid: string; paymentId: string }) => unknown } = {
    initiate: (ids) => ({ ...ids, amount: "1", tip: "" }),
    update: (ids) => ({ ...ids, item: "expiry" }),
    submit: (ids) => ({ ...ids, attempt: 1 }),
    cancel: (ids) => ids,
    retry: (ids) => ({ ...ids, attempt: 2 }),
    clear: (ids) => ids,
    resolve: (ids) => ({ ...ids, confirmationCode: null, seen: "dashboard", note: "nothing there" }),
    stop: (ids) => ids,
    attach: (ids) => ids,
    release: (ids) => ids,
  }

  it.each(Object.keys(requestSchemas) as RequestName[])(
    "%s with another agent's ids is refused, leaves a row, and tells nothing",
    async (name) => {
      const callSid = await server.ring("ada", sid())
      const ada = await openScreen(base, await server.signIn("ada"))
      await ada.ask("initiate", { callSid, amount: "1234.50", tip: "" })
      const paymentId = (await server.call(callSid))?.payments[0]?.paymentId ?? ""
      const ben = await openScreen(base, await server.signIn("ben"))
      const before = await server.facts(callSid)
      const reply = await ben.ask(name, forged[name]({ callSid, paymentId }))
      expect(reply).toMatchObject({ ok: false })
      expect(JSON.stringify(reply)).not.toContain("1234")
      const row = { who: server.idOf("ben"), subject: callSid, result: "refused" }
      expect((await rows()).at(-1)).toMatchObject({ ...row, detail: { refusal: expect.any(String) } })
      const after = await server.facts(callSid)
      expect(
        after.filter((fact) => !before.some((one) => one.type === fact.type && one.at === fact.at)),
      ).toEqual(after.slice(before.length).filter(({ type }) => /^(PaySession|Field)/.test(type)))
      expect(JSON.stringify([ben.welcome.calls, ben.news, ben.typing])).not.toContain(callSid)
    },
  )
})
