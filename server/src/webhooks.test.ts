// The webhooks through the whole server: what Twilio is answered, and what the ledger holds afterwards.
import { XMLParser } from "fast-xml-parser"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { caller, eventually, newCallSid, ourNumber, people, startApp, type TestApp } from "./app-for-tests.ts"
import { createHandle } from "./handle.ts"

/** Twilio is asked to come again when there is no answer, or 5xx (facts 5.5). */
const again = "#rc=3&rt=4500&rp=5xx,ct,rt"

const publicUrl = "https://pay.example/below"
let server: TestApp
beforeAll(async () => {
  server = await startApp({ publicUrl })
})
afterEach(() => server.hangUpAll())
afterAll(() => server.close())

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", ignoreDeclaration: true })
const twiml = (response: { body: string; headers: Record<string, unknown> }): unknown => {
  expect(response.headers["content-type"]).toMatch(/^text\/xml/)
  return parser.parse(response.body, true)
}
const dialled = (phone: string, offer = 1) => ({
  Response: {
    Dial: {
      action: `${publicUrl}/finished?offer=${offer}${again}`,
      method: "POST",
      answerOnBridge: "true",
      timeout: "20",
      Number: expect.objectContaining({
        "#text": Number(phone),
        statusCallback: `${publicUrl}/answered?offer=${offer}${again}`,
        statusCallbackEvent: "answered",
        statusCallbackMethod: "POST",
      }),
    },
  },
})
const busy = { Response: { Reject: { reason: "busy" } } }
const hangUp = { Response: { Hangup: "" } }

const ringing = (CallSid: string) => ({ CallSid, From: caller, To: ourNumber, CallStatus: "ringing" })
const forward = (callSid: string, query = "") => server.webhook(`/forward${query}`, ringing(callSid))
const to = (phone: string) => `?Fwd=${encodeURIComponent(phone)}`

describe("/forward", () => {
  it("dials the agent whose phone Fwd names, and offers the call", async () => {
    const callSid = newCallSid()
    const response = await forward(callSid, to(people.ada.phone))
    expect(response.statusCode).toBe(200)
    expect(twiml(response)).toEqual(dialled(people.ada.phone))
    expect(await server.facts(callSid)).toEqual([
      {
        ...{ type: "CallRang", callSid, from: caller, to: ourNumber, forwardTo: people.ada.phone },
        at: expect.any(Number),
      },
      { type: "CallOffered", agentId: server.idOf("ada"), phone: people.ada.phone, at: expect.any(Number) },
    ])
  })

  it.each([
    ["a plus that nobody encoded", "?Fwd=+15550001001"],
    ["the way people write numbers", "?Fwd=%2B1%20(555)%20000-1001"],
    ["a number without its plus", "?Fwd=15550001001"],
    ["the last of two", "?Fwd=%2B15550001002&Fwd=%2B15550001001"],
  ])("reads %s", async (_what, query) => {
    const callSid = newCallSid()
    expect(twiml(await forward(callSid, query))).toEqual(dialled(people.ada.phone))
    expect(await server.call(callSid)).toMatchObject({ agent: { agentId: server.idOf("ada") } })
  })

  it.each([
    "?Fwd=ada",
    "?Fwd=%2B",
    "?Fwd=12",
    "?Fwd=%2B1234567890123456",
    "?Fwd=%2B1555%3CSay%3E",
    "?Fwd=sip:a@b",
  ])("refuses %s in plain words, and nothing happens", async (query) => {
    const callSid = newCallSid()
    const response = await forward(callSid, query)
    expect(response.statusCode).toBe(400)
    expect(response.headers["content-type"]).toMatch(/^text\/plain/)
    expect(response.body).toContain("Fwd must be a phone number")
    expect(await server.facts(callSid)).toEqual([])
  })

  it("refuses a request without a call", async () => {
    const response = await server.webhook("/forward", { From: caller })
    expect(response.statusCode).toBe(400)
  })

  it("is busy when nobody is there, and keeps nothing", async () => {
    for (const query of ["", "?Fwd=", to("+4930123456")]) {
      const callSid = newCallSid()
      expect(twiml(await forward(callSid, query))).toEqual(busy)
      expect(await server.facts(callSid)).toEqual([])
    }
  })

  it("is busy while the agent that Fwd names is on a call, and free afterwards", async () => {
    const first = newCallSid()
    await forward(first, to(people.ada.phone))
    expect(twiml(await forward(newCallSid(), to(people.ada.phone)))).toEqual(busy)
    expect(twiml(await forward(newCallSid(), to(people.ben.phone)))).toEqual(dialled(people.ben.phone))
    await server.finish(first)
    expect(twiml(await forward(newCallSid(), to(people.ada.phone)))).toEqual(dialled(people.ada.phone))
  })

  it("R8: repeated, gives the same TwiML and no second fact", async () => {
    const callSid = newCallSid()
    const first = await forward(callSid, to(people.ada.phone))
    const again = await Promise.all([1, 2, 3].map(() => forward(callSid, to(people.ada.phone))))
    for (const response of again) expect(response.body).toBe(first.body)
    expect(await server.facts(callSid)).toHaveLength(2)
  })

  it("R8: at once and twice, is one call", async () => {
    const callSid = newCallSid()
    const both = await Promise.all([1, 2].map(() => forward(callSid, to(people.ada.phone))))
    for (const response of both) expect(twiml(response)).toEqual(dialled(people.ada.phone))
    expect(await server.facts(callSid)).toHaveLength(2)
  })

  it("many calls at once for one agent: one is put through", async () => {
    const calls = Array.from({ length: 8 }, newCallSid)
    const answers = await Promise.all(calls.map((callSid) => forward(callSid, to(people.ada.phone))))
    expect(answers.map(({ body }) => body.includes("<Dial")).filter(Boolean)).toHaveLength(1)
    expect((await Promise.all(calls.map(server.call))).filter(Boolean)).toHaveLength(1)
  })

  it("a choice that another call has overtaken is made again", async () => {
    const gate = Promise.withResolvers<void>()
    const lateSid = newCallSid()
    let chosen = 0
    const slow = await startApp({
      between: (ledger) => ({
        ...ledger,
        async append(one) {
          // It writes its choice only after another process has given the agent to another call.
          if (one.callSid === lateSid && ++chosen === 1) await gate.promise
          return ledger.append(one)
        },
      }),
    })
    const late = slow.webhook("/forward?Fwd=%2B15550001001", ringing(lateSid))
    await eventually(() => expect(chosen).toBe(1))
    const elsewhere = createHandle({ ledger: slow.ledger, tellTyping: () => {}, wakePerform: () => {} })
    const callSid = newCallSid()
    const given = { agentId: slow.idOf("ada"), phone: people.ada.phone, checkAfterMs: 60_000, at: Date.now() }
    await elsewhere(callSid, { type: "RingCall", callSid, from: caller, to: ourNumber, ...given })
    gate.resolve()
    expect(twiml(await late)).toEqual(busy)
    expect(await slow.call(lateSid)).toBeNull()
    expect(await slow.call(callSid)).toMatchObject({ agent: { phone: people.ada.phone } })
    await slow.close()
  })

  it("R8: for a call that has ended, hangs up", async () => {
    const callSid = await server.ring("ada")
    await server.finish(callSid)
    expect(twiml(await forward(callSid, to(people.ada.phone)))).toEqual(hangUp)
    expect(await server.call(callSid)).toMatchObject({ status: "ended" })
  })

  it("a caller who hides the number is anonymous", async () => {
    const callSid = newCallSid()
    await server.webhook(`/forward${to(people.ada.phone)}`, { CallSid: callSid, From: "", To: ourNumber })
    expect(await server.call(callSid)).toMatchObject({ from: "anonymous" })
  })
})

describe("/answered", () => {
  const answered = (form: Record<string, string>) =>
    server.webhook("/answered", { CallStatus: "in-progress", ...form })

  it("is told by the agent's leg about the caller's", async () => {
    const callSid = await server.ring("ada")
    const response = await answered({ CallSid: newCallSid(), ParentCallSid: callSid })
    expect(response.statusCode).toBe(204)
    expect(response.body).toBe("")
    expect(await server.call(callSid)).toMatchObject({ status: "in-progress" })
  })

  it("may name the call itself", async () => {
    const callSid = await server.ring("ada")
    await answered({ CallSid: callSid })
    expect(await server.call(callSid)).toMatchObject({ status: "in-progress" })
  })

  it("R8: repeated, or after the end, changes nothing", async () => {
    const callSid = await server.ring("ada")
    for (let i = 0; i < 3; i++) expect((await answered({ CallSid: callSid })).statusCode).toBe(204)
    expect(await server.facts(callSid)).toHaveLength(3)
    await server.finish(callSid)
    expect((await answered({ CallSid: callSid })).statusCode).toBe(204)
    expect(await server.facts(callSid)).toHaveLength(4)
  })

  it("of an agent's leg that has ended is no answer", async () => {
    const callSid = await server.ring("ada")
    await answered({ CallSid: newCallSid(), ParentCallSid: callSid, CallStatus: "no-answer" })
    expect(await server.call(callSid)).toMatchObject({ status: "ringing" })
  })

  it("of a call that nobody knows is 204", async () => {
    const callSid = newCallSid()
    expect((await answered({ CallSid: callSid })).statusCode).toBe(204)
    expect((await answered({})).statusCode).toBe(204)
    expect(await server.facts(callSid)).toEqual([])
  })
})

describe("/finished", () => {
  it.each([
    ["completed", "completed"],
    ["answered", "completed"],
    ["busy", "busy"],
    ["no-answer", "no-answer"],
    ["failed", "failed"],
    ["canceled", "canceled"],
  ])("DialCallStatus %s ends the call as %s", async (status, outcome) => {
    const callSid = await server.ring("ada")
    const response = await server.finish(callSid, status)
    expect(response.statusCode).toBe(200)
    expect(twiml(response)).toEqual(hangUp)
    expect(await server.call(callSid)).toMatchObject({ status: "ended", outcome })
  })

  it("takes the number's own status callback too, and while the call lives changes nothing", async () => {
    const callSid = await server.ring("ada")
    await server.webhook("/finished", { CallSid: callSid, CallStatus: "in-progress" })
    expect(await server.call(callSid)).toMatchObject({ status: "ringing" })
    await server.webhook("/finished", { CallSid: callSid, CallStatus: "completed" })
    expect(await server.call(callSid)).toMatchObject({ status: "ended", outcome: "completed" })
  })

  it("R8: repeated, the first outcome stands", async () => {
    const callSid = await server.ring("ada")
    await server.finish(callSid, "busy")
    await server.finish(callSid, "completed")
    expect(await server.call(callSid)).toMatchObject({ outcome: "busy" })
    expect(await server.facts(callSid)).toHaveLength(3)
  })

  it("of a call that nobody knows, or of none, still hangs up", async () => {
    expect(twiml(await server.finish(newCallSid()))).toEqual(hangUp)
    expect(twiml(await server.webhook("/finished", {}))).toEqual(hangUp)
  })
})

describe("/payresult", () => {
  const update = { Sid: `PK${"5e".repeat(16)}`, Result: "success", PaymentConfirmationCode: "ch_1" }

  it("of a call or a session that nobody knows is 204, and changes nothing", async () => {
    const callSid = await server.ring("ada")
    for (const form of [
      {},
      { CallSid: callSid },
      { CallSid: callSid, Sid: "PKnonsense" },
      { ...update, CallSid: callSid },
      { ...update, CallSid: newCallSid() },
      update,
    ])
      for (const query of ["", "?payment=nobody&attempt=1", "?payment=&attempt=x", "?payment=a&payment=b"]) {
        const response = await server.webhook(`/payresult${query}`, form)
        expect(response.statusCode).toBe(204)
        expect(response.body).toBe("")
      }
    expect(await server.facts(callSid)).toHaveLength(2)
  })
})
