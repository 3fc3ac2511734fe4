// Screens: who gets in, what each is told (R10), and that nothing a browser sends does harm.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { eventually, newCallSid, people, startApp, type TestApp } from "./app-for-tests.ts"
import { closeScreens, openScreen } from "./screen-for-tests.ts"

let server: TestApp
let base: string
const cookies = { ada: "", ben: "", sam: "" }
beforeAll(async () => {
  server = await startApp()
  base = await server.listen()
  for (const name of ["ada", "ben", "sam"] as const) cookies[name] = await server.signIn(name)
})
afterEach(async () => {
  closeScreens()
  await server.hangUpAll()
})
afterAll(() => server.close())

const screen = (name: keyof typeof cookies) => openScreen(base, cookies[name])
const nobody = { ok: false, refusal: { code: "no-such-call" } }
const notUnderstood = { ok: false, refusal: { code: "not-understood" } }

/** A call to whoever is there. */
async function forward() {
  const CallSid = newCallSid()
  const { body } = await server.webhook("/forward", { CallSid, From: "+15551230001", To: "+15550001000" })
  return { body, end: () => server.finish(CallSid) }
}

async function nobodyIsThere(): Promise<void> {
  const { body, end } = await forward()
  await end()
  expect(body).toContain("<Reject")
}

describe("the door", () => {
  it.each([
    ["without a session", ""],
    ["with a forged one", "agentpay.session_token=forged.forged"],
    ["with somebody's cookie cut short", "ada"],
  ])("stays shut %s", async (_what, cookie) => {
    const sent = cookie === "ada" ? cookies.ada.slice(0, -8) : cookie
    await expect(openScreen(base, sent)).rejects.toThrow("unauthenticated")
  })

  it.each([
    "https://evil.example",
    "null",
    "http://127.0.0.1.evil.example",
    "http://localhost:1",
    "nonsense",
  ])("stays shut for a page of %s", async (origin) => {
    await expect(openScreen(base, cookies.ada, { origin })).rejects.toThrow()
  })

  it("opens for our own page", async () => {
    expect((await openScreen(base, cookies.ada, { origin: base })).welcome.me.name).toBe("Ada")
  })

  it("has no other way in than a websocket", async () => {
    const response = await fetch(`${base}/socket.io/?EIO=4&transport=polling`, {
      headers: { cookie: cookies.ada },
    })
    expect(response.status).toBe(400)
  })
})

describe("the welcome", () => {
  it("tells an agent who they are, the terms, and nobody else", async () => {
    const { welcome } = await screen("ada")
    const me = { userId: server.idOf("ada"), name: "Ada", role: "agent", phone: people.ada.phone }
    expect(welcome).toMatchObject({ me, people: [me], currency: "USD", phonesUrl: null })
    expect(welcome.items).toEqual(["card-number", "expiry", "security-code"])
    expect(Math.abs(welcome.now - Date.now())).toBeLessThan(5_000)
  })

  it("tells a supervisor everybody and every call, an agent their own only", async () => {
    const [adas, bens] = [await server.ring("ada"), await server.ring("ben")]
    const seenBy = async (name: keyof typeof cookies) =>
      (await screen(name)).welcome.calls.map(({ callSid }) => callSid)
    expect(await seenBy("sam")).toEqual(expect.arrayContaining([adas, bens]))
    expect(await seenBy("ada")).toContain(adas)
    expect(await seenBy("ada")).not.toContain(bens)
    expect((await screen("sam")).welcome.people).toHaveLength(3)
  })

  it("after a reload holds the same facts that were told live", async () => {
    const before = await screen("ada")
    const callSid = await server.ring("ada")
    await server.webhook("/answered", { CallSid: callSid, CallStatus: "in-progress" })
    expect(await before.ask("initiate", { callSid, amount: "1.50", tip: "" })).toEqual({ ok: true })
    await eventually(() => expect(before.told(callSid)).toContain("FieldPrompted"))
    before.socket.disconnect()
    const { welcome } = await screen("ada")
    const told = before.news.filter((one) => one.callSid === callSid).flatMap(({ facts }) => facts)
    expect(welcome.calls.find((call) => call.callSid === callSid)).toEqual({
      callSid,
      after: 0,
      facts: told,
      typing: null,
    })
  })

  it("after a lost connection tells only what was missed, and all to whoever claims nonsense", async () => {
    const callSid = await server.ring("ada")
    const all = await server.facts(callSid)
    const story = async (known: unknown) =>
      (await openScreen(base, await server.signIn("ada"), {}, known)).welcome.calls.find(
        (one) => one.callSid === callSid,
      )
    expect(await story({ [callSid]: 1 })).toMatchObject({ after: 1, facts: all.slice(1) })
    expect(await story({ [callSid]: all.length })).toMatchObject({ after: all.length, facts: [] })
    for (const nonsense of [{ [callSid]: 99 }, { [callSid]: -1 }, { [callSid]: "1" }, [], "x", null, {}])
      expect(await story(nonsense)).toMatchObject({ after: 0, facts: all })
  })
})

describe("news", () => {
  it("R10: of a call reach its agent and supervisors, and no other agent", async () => {
    const [ada, ben, sam] = [await screen("ada"), await screen("ben"), await screen("sam")]
    const callSid = await server.ring("ada")
    await server.webhook("/answered", { CallSid: callSid, CallStatus: "in-progress" })
    await server.finish(callSid)
    const all = ["CallRang", "CallOffered", "CallAnswered", "CallEnded"]
    await eventually(() => expect(ada.told(callSid)).toEqual(all))
    await eventually(() => expect(sam.told(callSid)).toEqual(all))
    expect(ada.news.map(({ after }) => after)).toEqual([0, 2, 3])
    // Ben's own call comes later than anything of Ada's could have.
    const bens = await server.ring("ben")
    await eventually(() => expect(ben.told(bens)).toEqual(["CallRang", "CallOffered"]))
    expect(ben.told(callSid)).toEqual([])
    expect(ada.told(bens)).toEqual([])
  })

  it("reach both tabs of an agent, once each", async () => {
    const tabs = [await screen("ada"), await screen("ada")]
    const callSid = await server.ring("ada")
    for (const tab of tabs)
      await eventually(() => expect(tab.told(callSid)).toEqual(["CallRang", "CallOffered"]))
    expect(await tabs[0]?.ask("initiate", { callSid, amount: "1", tip: "" })).toEqual({ ok: true })
    await eventually(() => expect(tabs[1]?.told(callSid)).toContain("PaymentOpened"))
    expect(await tabs[1]?.ask("initiate", { callSid, amount: "1", tip: "" })).toMatchObject({
      refusal: { code: "payment-open" },
    })
  })
})

describe("R10: nobody commands another's call", () => {
  it("neither an agent nor a supervisor, whatever is asked", async () => {
    const ada = await screen("ada")
    const callSid = await server.ring("ada")
    expect(await ada.ask("initiate", { callSid, amount: "5", tip: "" })).toEqual({ ok: true })
    const paymentId = (await server.call(callSid))?.payments[0]?.paymentId
    await eventually(() => expect(ada.told(callSid)).toContain("PaySessionStarted"))
    const before = await server.facts(callSid)
    for (const other of [await screen("ben"), await screen("sam")]) {
      expect(await other.ask("initiate", { callSid, amount: "5", tip: "" })).toEqual(nobody)
      expect(await other.ask("update", { callSid, paymentId, item: "expiry" })).toEqual(nobody)
      expect(await other.ask("submit", { callSid, paymentId, attempt: 1 })).toEqual(nobody)
      expect(await other.ask("cancel", { callSid, paymentId })).toEqual(nobody)
      expect(await other.ask("retry", { callSid, paymentId, attempt: 1 })).toEqual(nobody)
      expect(await other.ask("clear", { callSid, paymentId })).toEqual(nobody)
      // Who asks is known from the session; a claim in the message counts for nothing.
      const claim = { by: server.idOf("ada"), userId: server.idOf("ada") }
      expect(await other.ask("cancel", { callSid, paymentId, ...claim })).toEqual(nobody)
    }
    expect(await server.facts(callSid)).toEqual(before)
  })

  it("nor a call that is none", async () => {
    const ada = await screen("ada")
    const callSid = newCallSid()
    expect(await ada.ask("initiate", { callSid, amount: "5", tip: "" })).toEqual(nobody)
    expect(await server.facts(callSid)).toEqual([])
  })
})

describe("whatever a browser sends", () => {
  const names = ["initiate", "update", "submit", "cancel", "retry", "clear"]
  const odd: [string, unknown][] = [
    ["nothing", undefined],
    ["null", null],
    ["text", "CA1"],
    ["a number", 7],
    ["a list", [{ callSid: "CA1" }]],
    ["an empty object", {}],
    ["numbers for text", { callSid: 1, paymentId: 2, amount: 3, tip: 4, item: 5, attempt: "x" }],
    ["a long id", { callSid: "x".repeat(65), paymentId: "x".repeat(65), amount: "1", tip: "", attempt: 1 }],
    ["a card number for an amount", { callSid: "CA1", amount: "4242424242424242", tip: "" }],
    ["a prototype", JSON.parse('{"__proto__":{"callSid":"CA1","paymentId":"p","amount":"1","tip":""}}')],
    ["bytes", Buffer.from([1, 2, 3])],
    ["half an attempt", { callSid: "CA1", paymentId: "p", attempt: 0.5, item: "shoe-size" }],
  ]

  it.each(odd)("%s is not understood", async (_what, sent) => {
    const ada = await screen("ada")
    for (const name of names) {
      // A cancel or clear needs no more than the two ids.
      if (name !== "cancel" && name !== "clear") expect(await ada.ask(name, sent)).toEqual(notUnderstood)
      else expect((await ada.ask(name, sent)).ok).toBe(false)
    }
  })

  it("amounts are refused in words beside their field", async () => {
    const ada = await screen("ada")
    const callSid = await server.ring("ada")
    for (const amount of ["1,000.5", "-5", "0.001", "abc", ""])
      expect(await ada.ask("initiate", { callSid, amount, tip: "" })).toMatchObject({
        refusal: { code: "amount-invalid", field: "amount", message: expect.any(String) },
      })
    expect(await server.facts(callSid)).toHaveLength(2)
  })

  it("ends, where it is huge, that one connection", async () => {
    const [tab, other] = [await screen("ada"), await screen("ada")]
    tab.socket.emit("initiate", { callSid: "x".repeat(100_000), amount: "1", tip: "" }, () => {})
    await tab.gone()
    expect(await other.ask("initiate", {})).toEqual(notUnderstood)
  })

  it("does no harm without an acknowledgement, under other names, or below the protocol", async () => {
    const ada = await screen("ada")
    const raw = ada.socket as unknown as {
      emit(name: string, ...sent: unknown[]): void
      io: typeof ada.socket.io
    }
    raw.emit("initiate", {})
    raw.emit("initiate")
    for (const name of ["error", "nothing", "__proto__", "facts", "welcome"])
      raw.emit(name, { callSid: "CA1" })
    const { engine } = ada.socket.io
    for (const packet of [
      "2",
      "2[",
      '2["disconnect"]',
      '29["initiate"]',
      "9",
      "0/other,",
      "2/other,[1]",
      '51-["x"]',
    ])
      engine.write(packet)
    await eventually(() => expect(ada.socket.disconnected).toBe(true))
    expect((await (await screen("ada")).ask("initiate", {})).ok).toBe(false)
    // Nor does it leave a ghost behind that would be given calls.
    closeScreens()
    await eventually(nobodyIsThere)
  })
})

describe("signing out", () => {
  const leave = (path: string, cookie: string) =>
    server.app.inject({
      method: "POST",
      url: `/api/auth/${path}`,
      headers: { cookie, origin: server.publicUrl },
    })

  it("ends the screens of that session at once, and no others", async () => {
    const [here, there] = [await server.signIn("ada"), await server.signIn("ada")]
    const [one, two] = [await openScreen(base, here), await openScreen(base, here)]
    const other = await openScreen(base, there)
    expect((await leave("sign-out", here)).statusCode).toBe(200)
    await Promise.all([one.gone(), two.gone()])
    expect(await other.ask("initiate", {})).toEqual(notUnderstood)
    await expect(openScreen(base, here)).rejects.toThrow("unauthenticated")
  })

  it("everywhere else ends the others", async () => {
    const [here, there] = [await server.signIn("ben"), await server.signIn("ben")]
    const [kept, ended] = [await openScreen(base, here), await openScreen(base, there)]
    expect((await leave("revoke-other-sessions", here)).statusCode).toBe(200)
    await ended.gone()
    expect(await kept.ask("initiate", {})).toEqual(notUnderstood)
    cookies.ben = here
  })
})

describe("who is there gets calls", () => {
  it("from the first tab to the last", async () => {
    const tabs = [await screen("ben"), await screen("ben")]
    tabs[0]?.socket.disconnect()
    const { body, end } = await forward()
    expect(body).toContain(people.ben.phone)
    await end()
    tabs[1]?.socket.disconnect()
    await eventually(nobodyIsThere)
  })

  it("two calls go to two agents, a third finds nobody, and supervisors take none", async () => {
    await Promise.all([screen("ada"), screen("ben"), screen("sam")])
    const three = await Promise.all([forward(), forward(), forward()])
    const phones = three.map(({ body }) => /\+\d+/.exec(body)?.[0] ?? "busy")
    expect(phones.sort()).toEqual([people.ada.phone, people.ben.phone, "busy"].sort())
  })
})
