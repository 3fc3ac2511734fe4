// Callers and agents through the whole server: passed on, waiting, offered, led, and what each screen is told of it.
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  caller,
  eventually,
  type Name,
  newCallSid,
  ourNumber,
  people,
  startApp,
  type TestApp,
} from "./app-for-tests.ts"
import { closeScreens, openScreen, type Screen } from "./screen-for-tests.ts"
import { refused } from "./twilio-for-tests.ts"

let server: TestApp
let base: string
const started: TestApp[] = []
async function start(settings: Parameters<typeof startApp>[0] = {}): Promise<void> {
  server = await startApp(settings)
  started.push(server)
  base = await server.listen()
}
const queueing = { settings: { whenBusy: "queue", queueLimit: 2, queueMaxWaitMs: 600_000 } } as const
afterEach(async () => {
  closeScreens()
  for (const one of started.splice(0)) await one.close()
})

const screen = async (name: Name): Promise<Screen> => openScreen(base, await server.signIn(name))
async function call() {
  const callSid = newCallSid()
  const { body } = await server.webhook("/forward", { CallSid: callSid, From: caller, To: ourNumber })
  return { callSid, body }
}
const answered = (callSid: string, offer = 1) =>
  server.webhook(`/answered?offer=${offer}`, { CallSid: callSid, CallStatus: "in-progress" })
const inVain = (callSid: string, DialCallStatus: string, offer = 1) =>
  server.webhook(`/finished?offer=${offer}`, { CallSid: callSid, CallStatus: "in-progress", DialCallStatus })
const types = async (callSid: string) => (await server.facts(callSid)).map(({ type }) => type)
const standing = (one: Screen, name: Name) => one.presence.get(server.idOf(name))?.status
async function choose(name: Name, body: unknown) {
  const headers = { cookie: await server.signIn(name), origin: base, "content-type": "application/json" }
  return fetch(`${base}/api/presence`, { method: "POST", headers, body: JSON.stringify(body) })
}

describe("a call that rings in vain", () => {
  beforeEach(() => start())

  it.each([
    ["no-answer", "away"],
    ["failed", "away"],
    ["busy", "available"],
  ])("%s: goes on to the next agent, and the first is %s", async (outcome, then) => {
    const [ada, sam] = [await screen("ada"), await screen("sam")]
    const ben = await screen("ben")
    const { callSid, body } = await call()
    expect(body).toContain(people.ada.phone)
    const next = await inVain(callSid, outcome)
    expect(next.body).toContain(people.ben.phone)
    expect(next.body).toContain("offer=2")
    const all = ["CallRang", "CallOffered", "CallNotAnswered", "CallOffered"]
    expect(await types(callSid)).toEqual(all)
    await eventually(() => expect(standing(sam, "ada")).toBe(then))
    await eventually(() => expect(standing(sam, "ben")).toBe("ringing"))
    // R10: whoever had it is told so far, whoever has it all of it.
    await eventually(() => expect(ada.told(callSid)).toEqual(all.slice(0, 3)))
    await eventually(() => expect(ben.told(callSid)).toEqual(all))
    expect(ben.news.find((one) => one.callSid === callSid)?.after).toBe(0)
    expect(ada.presence.has(server.idOf("ben"))).toBe(false)
  })

  it("ends when everybody has been asked, each once", async () => {
    await screen("ada")
    await screen("ben")
    const { callSid } = await call()
    await inVain(callSid, "busy", 1)
    expect((await inVain(callSid, "busy", 2)).body).toContain("<Hangup/>")
    expect(await server.call(callSid)).toMatchObject({ status: "ended", outcome: "busy", offers: 2 })
  })

  it("R8: told twice, or of an offer before, gives the same TwiML and nothing new", async () => {
    await screen("ada")
    await screen("ben")
    const { callSid } = await call()
    const once = await inVain(callSid, "busy", 1)
    expect((await inVain(callSid, "busy", 1)).body).toBe(once.body)
    await answered(callSid, 1)
    expect(await server.call(callSid)).toMatchObject({ status: "ringing", offers: 2 })
    await answered(callSid, 2)
    expect(await server.call(callSid)).toMatchObject({ status: "in-progress" })
  })

  it("while the caller has gone is over", async () => {
    await screen("ada")
    await screen("ben")
    const { callSid } = await call()
    const gone = { CallSid: callSid, CallStatus: "no-answer", DialCallStatus: "no-answer" }
    await server.webhook("/finished?offer=1", gone)
    expect(await server.call(callSid)).toMatchObject({ status: "ended", outcome: "canceled" })
  })
})

describe("nobody free", () => {
  beforeEach(() => start(queueing))

  it("waits, is told the position, and is led to who is free, in the order of arrival", async () => {
    const sam = await screen("sam")
    const [first, second, third] = [await call(), await call(), await call()]
    expect(first.body).toContain("<Enqueue")
    expect(third.body).toContain("<Reject")
    expect(await server.facts(third.callSid)).toEqual([])
    const heard = await server.webhook("/waiting", { CallSid: second.callSid, QueuePosition: "2" })
    expect(heard.body).toContain("You are number 2 in line.")
    await eventually(() => expect(sam.queue()).toMatchObject({ waiting: 2 }))

    const ada = await screen("ada")
    await eventually(() => expect(ada.told(first.callSid)).toContain("CallOffered"))
    await eventually(() =>
      expect(server.rest.asked.map(({ path, form }) => [path, form.Url])).toContainEqual([
        expect.stringContaining(`/Calls/${first.callSid}.json`),
        expect.stringContaining("/connect"),
      ]),
    )
    expect((await server.webhook("/connect", { CallSid: first.callSid })).body).toContain(people.ada.phone)
    await server.webhook("/left", { CallSid: first.callSid, QueueResult: "redirected" })
    await eventually(() => expect(sam.queue()).toMatchObject({ waiting: 1 }))
    await answered(first.callSid)
    await eventually(() => expect(standing(sam, "ada")).toBe("on-call"))
    await server.finish(first.callSid)
    await eventually(() => expect(ada.told(second.callSid)).toContain("CallOffered"))
    expect(await types(second.callSid)).toEqual(["CallRang", "CallQueued", "CallOffered"])
  })

  it("who hangs up leaves at once", async () => {
    const sam = await screen("sam")
    const { callSid } = await call()
    await eventually(() => expect(sam.queue().waiting).toBe(1))
    await server.webhook("/left", { CallSid: callSid, CallStatus: "completed", QueueResult: "hangup" })
    expect(await server.call(callSid)).toMatchObject({ status: "ended", outcome: "canceled" })
    await eventually(() => expect(sam.queue()).toEqual({ waiting: 0, oldestAt: null }))
  })

  it("a caller who is gone when led frees the agent", async () => {
    const { callSid } = await call()
    server.rest.answers.push(refused(21220, "Call is not in-progress. Cannot redirect."), {
      status: 200,
      body: { status: "completed" },
    })
    const ada = await screen("ada")
    await eventually(() => expect(ada.told(callSid)).toContain("CallEnded"))
    await eventually(() => expect(standing(ada, "ada")).toBe("available"))
  })

  it("a caller whom Twilio has not queued yet is led a little later", async () => {
    const { callSid } = await call()
    server.rest.answers.push(refused(21220, "Call is not in-progress. Cannot redirect."), {
      status: 200,
      body: { status: "ringing" },
    })
    await screen("ada")
    await eventually(() =>
      expect(
        server.rest.asked.filter(({ method, path }) => method === "POST" && path.includes(callSid)),
      ).toHaveLength(2),
    )
    expect(await server.call(callSid)).toMatchObject({ status: "ringing" })
  })

  it("waits no longer than QUEUE_MAX_WAIT, and hears so", async () => {
    await start({ settings: { ...queueing.settings, queueMaxWaitMs: 50 } })
    const { callSid } = await call()
    await eventually(async () => expect(await server.call(callSid)).toMatchObject({ status: "ended" }))
    expect(await server.call(callSid)).toMatchObject({ outcome: "no-answer" })
    expect((await server.webhook("/connect", { CallSid: callSid })).body).toContain(
      "nobody could take your call",
    )
  })

  it("Fwd waits for nobody", async () => {
    const { body } = await server.webhook("/forward?Fwd=%2B4930123456", {
      CallSid: newCallSid(),
      From: caller,
    })
    expect(body).toContain("<Reject")
  })
})

describe("agents choose how they stand", () => {
  beforeEach(() => start({ settings: { wrapUpMs: 3_600_000 } }))

  it("away, and no call comes; available, and it does; all tabs and supervisors hear it", async () => {
    const [ada, tab, sam] = [await screen("ada"), await screen("ada"), await screen("sam")]
    const response = await choose("ada", { away: "lunch" })
    expect(await response.json()).toMatchObject({ status: "away", reason: "lunch" })
    for (const one of [ada, tab, sam]) await eventually(() => expect(standing(one, "ada")).toBe("away"))
    expect((await call()).body).toContain("<Reject")
    expect(await (await choose("ada", { away: null })).json()).toMatchObject({ status: "available" })
    expect((await call()).body).toContain(people.ada.phone)
  })

  it("wraps up after a call until finished by hand", async () => {
    const ada = await screen("ada")
    const { callSid } = await call()
    await answered(callSid)
    await server.finish(callSid)
    await eventually(() => expect(standing(ada, "ada")).toBe("wrap-up"))
    expect((await call()).body).toContain("<Reject")
    await choose("ada", { away: null })
    expect((await call()).body).toContain(people.ada.phone)
  })

  it("survives a lost screen and a restart of the server", async () => {
    await screen("ada")
    await choose("ada", { away: "training" })
    closeScreens()
    const again = await screen("ada")
    expect(again.welcome.presence).toMatchObject([{ status: "away", reason: "training" }])
  })

  it("R10: only agents, only themselves, only what there is to choose", async () => {
    expect((await choose("sam", { away: "lunch" })).status).toBe(403)
    for (const body of [{}, { away: "no-answer" }, { away: 7 }, []])
      expect((await choose("ada", body)).status).toBe(400)
    const response = await fetch(`${base}/api/presence`, { method: "POST", headers: { origin: base } })
    expect([400, 401, 415]).toContain(response.status)
  })
})

it("a sip: phone is dialled as one", async () => {
  await start({ between: (ledger) => ledger })
  const { db } = server.ledger.database
  await (
    db as never as {
      updateTable(t: string): { set(v: unknown): { where(...w: unknown[]): { execute(): Promise<unknown> } } }
    }
  )
    .updateTable("user")
    .set({ phone: "sip:ada@pbx.example.com" })
    .where("id", "=", server.idOf("ada"))
    .execute()
  await screen("ada")
  expect((await call()).body).toMatch(/<Sip [^>]*>sip:ada@pbx\.example\.com<\/Sip>/)
})
