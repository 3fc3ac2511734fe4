// Attaching through the whole server: what Twilio says of the legs decides, and every wrong SID has its own words.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { newCallSid, people, startApp, type TestApp } from "./app-for-tests.ts"
import { closeScreens, openScreen, type Screen } from "./screen-for-tests.ts"
import { type Answer, broken } from "./twilio-for-tests.ts"

let server: TestApp
let base: string
const screens: Partial<Record<"ada" | "ben" | "sam", Screen>> = {}

beforeAll(async () => {
  server = await startApp()
  base = await server.listen()
  for (const name of ["ada", "ben", "sam"] as const)
    screens[name] = await openScreen(base, await server.signIn(name))
})
afterEach(async () => {
  await server.hangUpAll()
  server.rest.asked.length = 0
  server.rest.answers.length = 0
})
afterAll(async () => {
  closeScreens()
  await server.close()
})

const customer = "+15557654321"
const office = "+15550009000"
type Leg = Record<string, string | null>
const leg = (sid: string, changes: Leg = {}): Leg => ({
  ...{ sid, status: "in-progress", direction: "inbound", from: customer, to: office, parent_call_sid: null },
  ...changes,
})
const dialled = (sid: string, parent: string, to: string, changes: Leg = {}): Leg =>
  leg(sid, { direction: "outbound-dial", from: office, to, parent_call_sid: parent, ...changes })
const ok = (body: unknown): Answer => ({ status: 200, body })
const list = (...calls: Leg[]): Answer => ok({ calls, page: 0, page_size: 20, next_page_uri: null })
const unknown: Answer = { status: 404, body: { code: 20404, message: "not found", status: 404 } }

function attach(name: "ada" | "ben" | "sam", callSid: string, ...answers: Answer[]) {
  server.rest.answers.push(...answers)
  return screens[name]?.ask("attach", { callSid })
}

describe("the caller's leg", () => {
  it("is the inbound one, whichever side's SID is entered", async () => {
    const [parent, child] = [newCallSid(), newCallSid()]
    expect(
      await attach("ada", ` ${child} `, ok(dialled(child, parent, "+15550009001")), ok(leg(parent))),
    ).toEqual({ ok: true })
    expect(await server.call(parent)).toMatchObject({ from: customer, to: office, attached: true })
    expect(screens.ada?.told(parent)).toEqual(["CallAttached"])
    expect(screens.sam?.told(parent)).toEqual(["CallAttached"])
    expect(screens.ben?.told(parent)).toEqual([])
    // The same again, from another tab or by the other SID, is no news.
    expect(await attach("ada", parent, ok(leg(parent)))).toEqual({ ok: true })
    expect(await server.facts(parent)).toHaveLength(1)
  })

  it("is the one that was dialled, where the agent has called", async () => {
    const [parent, child] = [newCallSid(), newCallSid()]
    const own = leg(parent, { from: people.ada.phone })
    expect(await attach("ada", parent, ok(own), list(dialled(child, parent, customer)))).toEqual({ ok: true })
    expect(await server.call(child)).toMatchObject({ from: customer, to: office })
    expect(server.rest.asked[1]?.path).toMatch(`ParentCallSid=${parent}`)
    expect(await server.call(parent)).toBeNull()
  })

  it("is a browser's only where the other side is a phone of an agent's", async () => {
    const parent = newCallSid()
    const browser = leg(parent, { from: "client:visitor-7" })
    expect(await attach("ada", parent, ok(browser), list())).toMatchObject({
      refusal: { code: "call-without-caller" },
    })
    const toAda = dialled(newCallSid(), parent, people.ada.phone)
    expect(await attach("ada", parent, ok(browser), list(toAda))).toEqual({ ok: true })
  })
})

describe("is refused", () => {
  const a = newCallSid()
  it.each<[string, string, Answer[]]>([
    ["call-sid-invalid", "42", []],
    ["call-sid-invalid", `PK${"0".repeat(32)}`, []],
    ["call-not-found", a, [unknown]],
    ["call-ended", a, [ok(leg(a, { status: "completed" }))]],
    ["call-not-answered", a, [ok(leg(a, { status: "ringing" }))]],
    ["call-without-caller", a, [ok(leg(a, { from: people.ada.phone })), list()]],
    ["twilio-away", a, [broken]],
    ["twilio-away", a, ["drop"]],
  ])("as %s: %s", async (code, callSid, answers) => {
    expect(await attach("ada", callSid, ...answers)).toMatchObject({ ok: false, refusal: { code } })
    expect(await server.call(callSid)).toBeNull()
  })

  it("when another agent has it, or when the agent is on a call", async () => {
    const callSid = await server.ring("ben")
    expect(await attach("ada", callSid, ok(leg(callSid)))).toMatchObject({ refusal: { code: "call-taken" } })
    const other = newCallSid()
    expect(await attach("ben", other, ok(leg(other)))).toMatchObject({ refusal: { code: "agent-busy" } })
  })

  it("to a supervisor", async () => {
    const callSid = newCallSid()
    expect(await attach("sam", callSid, ok(leg(callSid)))).toMatchObject({ refusal: { code: "agents-only" } })
  })
})

it("is let go by its agent, who can then be called", async () => {
  const callSid = newCallSid()
  expect(await attach("ada", callSid, ok(leg(callSid)))).toEqual({ ok: true })
  expect(await screens.ben?.ask("release", { callSid })).toMatchObject({ refusal: { code: "no-such-call" } })
  expect(await screens.ada?.ask("release", { callSid })).toEqual({ ok: true })
  expect(await server.call(callSid)).toMatchObject({ status: "ended", outcome: "released" })
  expect(await server.ring("ada")).toMatch(/^CA/)
})
