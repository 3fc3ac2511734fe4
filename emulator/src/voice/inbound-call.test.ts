// A whole call over real HTTP: webhook, dial, whisper, status callbacks, action, and every way to end it (facts 4).

import { afterEach, expect, test } from "vitest"
import { createClock } from "../clock.ts"
import { ADA, BEN, type Bench, CUSTOMER, DIAL_ADA, NUMBER, startBench } from "../testing/bench.ts"
import type { Answer } from "../testing/customer-app.ts"

let bench: Bench

async function start(routes: Record<string, Answer> = {}): Promise<void> {
  bench = await startBench(routes)
}

afterEach(() => bench.close())

const say = (text: string) => `<Response><Say>${text}</Say></Response>`
const diary = async () => JSON.stringify((await bench.control("/diary")).body)

test("the voice webhook is signed and carries the standard set", async () => {
  await start()
  const { body } = await bench.control("/calls", { from: CUSTOMER, to: NUMBER, query: "Fwd=%2B15550001001" })
  const [webhook] = await bench.app.waitFor("/forward")
  expect(webhook).toMatchObject({
    method: "POST",
    path: "/forward?Fwd=%2B15550001001",
    signed: true,
    params: {
      CallSid: body.callSid,
      From: CUSTOMER,
      Caller: CUSTOMER,
      To: NUMBER,
      Called: NUMBER,
      CallStatus: "ringing",
      Direction: "inbound",
      ApiVersion: "2010-04-01",
      FromCity: "",
    },
  })
  expect(webhook?.headers["i-twilio-idempotency-token"]).toBeTruthy()
  expect(webhook?.headers["content-type"]).toMatch(/^application\/x-www-form-urlencoded/)
})

test("what the network tells of the caller stands in webhooks and in REST", async () => {
  await start()
  const known = {
    CallerName: "ADA LOVELACE",
    ForwardedFrom: "+15559990000",
    StirVerstat: "TN-Validation-Passed-A",
    FromCity: "TAMPA",
    ToCountry: "US",
  }
  const place = async () => {
    const { body } = await bench.control("/calls", { from: CUSTOMER, to: NUMBER, known })
    return String(body.callSid)
  }
  await place()
  const [webhook] = await bench.app.waitFor("/forward")
  const { CallerName: _, ...others } = known
  expect(webhook?.params).toMatchObject({ ...others, CallerCity: "TAMPA", CalledCountry: "US" })
  expect(webhook?.params.CallToken).toMatch(/^[\w-]{32}$/)
  expect(webhook?.params).not.toHaveProperty("CallerName")
  const [number] = await bench.client.incomingPhoneNumbers.list()
  await bench.client.incomingPhoneNumbers(number?.sid ?? "").update({ voiceCallerIdLookup: true })
  const callSid = await place()
  expect((await bench.app.waitFor("/forward", 2))[1]?.params.CallerName).toBe(known.CallerName)
  expect(await bench.client.calls(callSid).fetch()).toMatchObject({
    callerName: known.CallerName,
    forwardedFrom: known.ForwardedFrom,
  })
  const wrong = await bench.control("/calls", { from: CUSTOMER, to: NUMBER, known: { FromPlanet: "Mars" } })
  expect(wrong.status).toBe(400)
})

test("an answered dial: status events in order, whisper on the child, then the action", async () => {
  await start({
    "/forward": `<Response><Dial action="/finished" callerId="${NUMBER}"><Number url="/answered" statusCallback="/status" statusCallbackEvent="initiated ringing answered completed">${ADA}</Number></Dial></Response>`,
  })
  const callSid = await bench.talk()
  const [whisper] = await bench.app.waitFor("/answered")
  expect(whisper?.params).toMatchObject({
    ParentCallSid: callSid,
    Direction: "outbound-dial",
    CallStatus: "in-progress",
    From: NUMBER,
    To: ADA,
  })
  await bench.control(`/calls/${callSid}/hangup`, { leg: "agent" })
  const [finished] = await bench.app.waitFor("/finished")
  expect(finished?.params).toMatchObject({
    CallSid: callSid,
    CallStatus: "in-progress",
    DialCallStatus: "completed",
    DialCallSid: whisper?.params.CallSid,
    DialBridged: "true",
  })
  expect(finished?.params.DialCallDuration).toMatch(/^\d+$/)
  const events = await bench.app.waitFor("/status", 4)
  expect(events.map((event) => [event.params.SequenceNumber, event.params.CallStatus])).toEqual([
    ["0", "initiated"],
    ["1", "ringing"],
    ["2", "in-progress"],
    ["3", "completed"],
  ])
  expect(events[3]?.params).toMatchObject({ CallDuration: "0", CallbackSource: "call-progress-events" })
  expect(events[0]?.params.Timestamp).toMatch(/^\w{3}, \d{2} \w{3} \d{4} [\d:]{8} \+0000$/)
  expect(bench.app.received.every((request) => request.signed)).toBe(true)
})

test("only completed is reported when no event is named, and an unreachable callback disturbs nothing", async () => {
  await start({
    "/forward": `<Response><Dial><Number statusCallback="/broken">${ADA}</Number></Dial><Say>Bye</Say></Response>`,
    "/broken": 500,
  })
  const callSid = await bench.talk()
  await bench.control(`/calls/${callSid}/hangup`, { leg: "agent" })
  const call = await bench.until(callSid, ({ status }) => status === "completed")
  expect(call.heard).toMatchObject([{ text: "Bye" }])
  expect((await bench.app.waitFor("/broken")).map((event) => event.params.CallStatus)).toEqual(["completed"])
  await bench.until(callSid, () => true)
  expect(await diary()).toContain("15003")
})

test("a declined call is busy, and the action's TwiML goes on with the caller", async () => {
  await start({ "/finished": say("Nobody is free") })
  const callSid = await bench.call()
  await bench.control(`/calls/${callSid}/decline`, {})
  const [finished] = await bench.app.waitFor("/finished")
  expect(finished?.params).toMatchObject({ DialCallStatus: "busy", DialBridged: "false" })
  expect(finished?.params.DialCallDuration).toBeUndefined()
  const call = await bench.until(callSid, ({ status }) => status === "completed")
  expect(call.heard).toMatchObject([{ text: "Nobody is free" }])
  expect(call.legs).toMatchObject([{ to: ADA, status: "busy" }])
})

test("the first of several phones to answer wins, the others stop ringing", async () => {
  await start({
    "/forward": `<Response><Dial action="/finished"><Number>${ADA}</Number><Number>${BEN}</Number></Dial></Response>`,
  })
  const callSid = await bench.call()
  await bench.control(`/calls/${callSid}/answer`, { phone: BEN })
  const call = await bench.until(callSid, ({ legs }) => legs.some((leg) => leg.status === "in-progress"))
  expect(call.legs).toMatchObject([
    { to: ADA, status: "canceled" },
    { to: BEN, status: "in-progress" },
  ])
})

test("the caller hangs up while it rings: the child stops, the action is told", async () => {
  await start()
  const callSid = await bench.call()
  await bench.until(callSid, ({ legs }) => legs[0]?.status === "ringing")
  await bench.control(`/calls/${callSid}/hangup`, {})
  const [finished] = await bench.app.waitFor("/finished")
  expect(finished?.params).toMatchObject({ CallStatus: "completed", DialCallStatus: "canceled" })
  expect((await bench.view(callSid)).legs).toMatchObject([{ status: "canceled" }])
})

test("the caller hangs up while talking: the action and the number's own status callback are told", async () => {
  await start()
  await bench.control("/numbers", { phoneNumber: NUMBER, statusCallback: `${bench.app.url}/status` })
  const callSid = await bench.talk()
  await bench.control(`/calls/${callSid}/hangup`, {})
  const [ended] = await bench.app.waitFor("/status")
  expect(ended?.params).toMatchObject({ CallSid: callSid, CallStatus: "completed", SequenceNumber: "0" })
  const [finished] = await bench.app.waitFor("/finished")
  expect(finished?.params).toMatchObject({ CallStatus: "completed", DialCallStatus: "completed" })
})

test("with answerOnBridge the caller keeps ringing until the agent answers", async () => {
  await start({ "/forward": `<Response><Dial answerOnBridge="true">${ADA}</Dial></Response>` })
  const callSid = await bench.call()
  const ringing = await bench.until(callSid, ({ legs }) => legs[0]?.status === "ringing")
  expect(ringing.status).toBe("ringing")
  await bench.control(`/calls/${callSid}/answer`, {})
  await bench.until(callSid, ({ status }) => status === "in-progress")
})

test("a whisper that hangs up keeps the two apart", async () => {
  await start({ "/answered": "<Response><Say>No</Say><Hangup/></Response>" })
  const callSid = await bench.call()
  await bench.control(`/calls/${callSid}/answer`, {})
  const [finished] = await bench.app.waitFor("/finished")
  expect(finished?.params).toMatchObject({ DialCallStatus: "completed", DialBridged: "false" })
  expect((await bench.view(callSid)).legs[0]?.heard).toMatchObject([{ text: "No" }])
})

test("star ends the dial where hangupOnStar says so, and the agent hears the tones of other keys", async () => {
  await start({
    "/forward": `<Response><Dial hangupOnStar="true" action="/finished">${ADA}</Dial></Response>`,
  })
  const callSid = await bench.talk()
  await bench.control(`/calls/${callSid}/digits`, { digits: "12" })
  expect((await bench.view(callSid)).legs[0]?.heard).toMatchObject([{ text: "Tone", times: 2 }])
  await bench.control(`/calls/${callSid}/digits`, { digits: "*" })
  await bench.app.waitFor("/finished")
})

test.each([
  ["busy", "busy"],
  ["rejected", "no-answer"],
])("Reject with reason %s ends the call unanswered as %s", async (reason, status) => {
  await start({ "/forward": `<Response><Reject reason="${reason}"/></Response>` })
  const callSid = await bench.call()
  const call = await bench.until(callSid, (each) => each.status !== "ringing")
  expect(call).toMatchObject({ status, seconds: 0 })
})

test.each(["", "<Hangup/>", `<Pause length="0"/>`])(
  "a document of %s picks up and hangs up: only Reject does not answer",
  async (verbs) => {
    await start({ "/forward": `<Response>${verbs}</Response>` })
    await bench.control("/numbers", { phoneNumber: NUMBER, statusCallback: `${bench.app.url}/status` })
    const call = await bench.until(await bench.call(), ({ status }) => status === "completed")
    expect(call).toMatchObject({ answeredAt: expect.any(String) })
    expect((await bench.app.waitFor("/status"))[0]?.params).toMatchObject({
      CallStatus: "completed",
      CallDuration: "0",
    })
  },
)

test("a Pause at the beginning does not pick up the call while it lasts", async () => {
  await start({ "/forward": `<Response><Pause length="60"/></Response>` })
  const callSid = await bench.call()
  await expect.poll(diary).toContain("runs <Pause>")
  expect(await bench.view(callSid)).toMatchObject({ status: "ringing" })
})

test("Say, Play, Pause, Redirect and Hangup run in order, relative URLs against their document", async () => {
  await start({
    "/forward": `<Response><Say>One</Say><Play>/song.mp3</Play><Pause length="0"/><Redirect>deep/next?a=1&amp;b=2</Redirect><Say>never</Say></Response>`,
    "/deep/next": `<Response><Redirect method="GET">last</Redirect></Response>`,
    "/song.mp3": (_request, response) => response.writeHead(200, { "content-type": "audio/mpeg" }).end("ID3"),
    "/deep/last": `<Response><Say>Two</Say><Hangup/><Say>never</Say></Response>`,
  })
  const callSid = await bench.call()
  const call = await bench.until(callSid, ({ status }) => status === "completed")
  expect(call.heard.map((heard) => heard.text)).toEqual(["One", `Recording ${bench.app.url}/song.mp3`, "Two"])
  expect(bench.app.at("/deep/last")[0]).toMatchObject({ method: "GET", signed: true })
})

test.each<[string, Answer, string]>([
  ["an error status", 500, "11200"],
  ["broken XML", "<Response><Say>", "12100"],
  [
    "a picture",
    (_request, response) => response.writeHead(200, { "content-type": "image/png" }).end("PNG"),
    "12300",
  ],
  ["TwiML it does not run yet", "<Response><Refer/></Response>", "12200"],
])("%s is an application error that the caller hears", async (_what, answer, code) => {
  await start({ "/forward": answer })
  const callSid = await bench.call()
  const call = await bench.until(callSid, ({ status }) => status === "completed")
  expect(call.heard.at(-1)?.text).toContain("an application error has occurred")
  expect(await diary()).toContain(code)
})

test("an unknown verb is skipped with a warning", async () => {
  await start({ "/forward": "<Response><Sing/><Say>Hello</Say></Response>" })
  const callSid = await bench.call()
  const call = await bench.until(callSid, ({ status }) => status === "completed")
  expect(call.heard).toMatchObject([{ text: "Hello" }])
  expect(await diary()).toContain("<Sing>")
})

test("nobody answers within the timeout: no-answer", async () => {
  await bench?.close()
  bench = await startBench(
    { "/forward": DIAL_ADA.replace("<Dial", '<Dial timeout="5"') },
    { clock: createClock({ speed: 100 }) },
  )
  await bench.call()
  const [finished] = await bench.app.waitFor("/finished")
  expect(finished?.params).toMatchObject({ DialCallStatus: "no-answer", DialBridged: "false" })
})
