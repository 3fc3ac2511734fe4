// Dialling phones of every kind over real HTTP: clients, SIP, one after the other, caller ids, recordings.
import { afterEach, expect, test } from "vitest"
import type { EmulatorOptions } from "../emulator.ts"
import { ADA, BEN, type Bench, FAST, NUMBER, startBench } from "../testing/bench.ts"

let bench: Bench

afterEach(() => bench.close())

async function dialling(dial: string, options: EmulatorOptions = {}): Promise<string> {
  bench = await startBench({ "/forward": `<Response>${dial}</Response>`, "/events": 204 }, options)
  return bench.call()
}

const params = async (path: string, count = 1) =>
  (await bench.app.waitFor(path, count)).map((request) => request.params)

test("a client and a SIP address ring under their names, with whispers and status callbacks", async () => {
  const callSid = await dialling(
    `<Dial action="/finished"><Client url="/answered" statusCallback="/events"><Identity>ada</Identity><Parameter name="a" value="b"/></Client><Sip>sip:ben@example.com</Sip></Dial>`,
  )
  const ringing = await bench.until(callSid, ({ legs }) => legs.length === 2)
  expect(ringing.legs.map(({ to }) => to)).toEqual(["client:ada", "sip:ben@example.com"])
  await bench.control(`/calls/${callSid}/answer`, { phone: "client:ada" })
  expect((await params("/answered"))[0]).toMatchObject({ To: "client:ada", ParentCallSid: callSid })
  await bench.until(callSid, ({ legs }) => legs[1]?.status === "canceled")
  await bench.control(`/calls/${callSid}/hangup`, { leg: "agent" })
  expect((await params("/finished"))[0]).toMatchObject({ DialCallStatus: "completed", DialBridged: "true" })
  expect((await params("/events"))[0]).toMatchObject({ CallStatus: "completed", To: "client:ada" })
})

test("sequential rings one after the other", async () => {
  const callSid = await dialling(
    `<Dial sequential="true" action="/finished"><Number>${ADA}</Number><Number>${BEN}</Number></Dial>`,
  )
  expect((await bench.until(callSid, ({ legs }) => legs.length === 1)).legs[0]?.to).toBe(ADA)
  await bench.control(`/calls/${callSid}/decline`, { phone: ADA })
  await bench.control(`/calls/${callSid}/answer`, { phone: BEN })
  const call = await bench.until(callSid, ({ legs }) => legs[1]?.status === "in-progress")
  expect(call.legs[0]?.status).toBe("busy")
})

test.each([
  [`<Dial callerId="nobody" action="/finished">${ADA}</Dial>`, "13214"],
  [`<Dial callerId="+15559999999" action="/finished">${ADA}</Dial>`, "13214"],
  [`<Dial action="/finished"><Number>one two</Number></Dial>`, "13223"],
  [`<Dial action="/finished"><Sip>ben</Sip></Dial>`, "13243"],
  [`<Dial action="/finished"><Queue>nothing here</Queue></Dial>`, "14214"],
  [`<Dial action="/finished"><Queue></Queue></Dial>`, "14212"],
  [`<Dial action="/finished"><Queue>${"q".repeat(65)}</Queue></Dial>`, "14213"],
  [`<Dial action="/finished"><Conference></Conference></Dial>`, "13237"],
])("%s fails with error %s", async (dial, code) => {
  await dialling(dial)
  expect((await params("/finished"))[0]).toMatchObject({ DialCallStatus: "failed", DialBridged: "false" })
  expect(JSON.stringify((await bench.control("/diary")).body)).toContain(`"code":${code}`)
})

test.each(["record-from-answer-dual", "record-from-ringing"])(
  "record=%s is told to the action",
  async (record) => {
    const callSid = await dialling(
      `<Dial record="${record}" recordingStatusCallback="/events" recordingStatusCallbackEvent="in-progress completed" action="/finished"><Number statusCallback="/status">${ADA}</Number></Dial>`,
    )
    await bench.control(`/calls/${callSid}/answer`, {})
    await bench.until(callSid, ({ legs }) => legs[0]?.status === "in-progress")
    await bench.control(`/calls/${callSid}/hangup`, { leg: "agent" })
    const [action] = await params("/finished")
    expect(action?.RecordingUrl).toMatch(/\/Recordings\/RE[0-9a-f]{32}$/)
    const events = await params("/events", 2)
    expect(events.map(({ RecordingStatus }) => RecordingStatus)).toEqual(["in-progress", "completed"])
    expect(events[1]).toMatchObject({
      RecordingSid: action?.RecordingSid,
      RecordingSource: "DialVerb",
      RecordingChannels: record.endsWith("dual") ? "2" : "1",
    })
    const [ended] = await params("/status")
    expect(ended).toMatchObject({ CallStatus: "completed", RecordingSid: action?.RecordingSid })
  },
)

test("time is up: the dial ends, the caller goes on", async () => {
  const callSid = await dialling(`<Dial timeLimit="1" action="/finished">${ADA}</Dial>`)
  await bench.control(`/calls/${callSid}/answer`, {})
  expect((await params("/finished"))[0]).toMatchObject({
    CallStatus: "in-progress",
    DialCallStatus: "completed",
    DialCallDuration: "1",
  })
})

test.each([
  ["own number", {}, NUMBER],
  ["verified", {}, ADA],
  ["any", { switches: { "From of an outbound call": "any" } } as const, "+15559999999"],
])("callerId %s is shown to the phone that rings", async (_what, options, callerId) => {
  const callSid = await dialling(`<Dial callerId="${callerId}">${BEN}</Dial>`, options)
  const call = await bench.until(callSid, ({ legs }) => legs[0]?.status === "ringing")
  expect(call.legs[0]).toMatchObject({ from: callerId, to: BEN })
})

test("unless told otherwise a phone rings for 30 s and a talk lasts 4 hours", async () => {
  const callSid = await dialling(`<Dial action="/finished">${ADA}</Dial>`)
  const { clock } = bench.emulator
  await bench.until(callSid, ({ legs }) => legs[0]?.status === "ringing")
  clock.set({ mode: "virtual" })
  await clock.advance(29_900)
  expect((await bench.view(callSid)).legs[0]?.status).toBe("ringing")
  await clock.advance(200)
  expect((await params("/finished"))[0]).toMatchObject({ DialCallStatus: "no-answer" })
  const other = await bench.call()
  await bench.control(`/calls/${other}/answer`, {})
  await bench.until(other, ({ talking }) => talking)
  await clock.advance(14_399_900)
  expect(await bench.view(other)).toMatchObject({ talking: true })
  await clock.advance(200)
  expect((await params("/finished", 2))[1]).toMatchObject({ DialCallDuration: "14400" })
})

test("ten phones ring at once, an eleventh does not", async () => {
  const numbers = Array.from({ length: 11 }, (_, index) => `<Number>+155500020${10 + index}</Number>`)
  const callSid = await dialling(`<Dial>${numbers.join("")}</Dial>`)
  const { legs } = await bench.until(callSid, (call) => call.legs.length > 0)
  expect(legs.map(({ to }) => to)).toEqual(
    Array.from({ length: 10 }, (_, index) => `+155500020${10 + index}`),
  )
})

test("who calls from a client has no number to show to a phone, but may call a client", async () => {
  bench = await startBench({ "/forward": `<Response><Dial>${ADA}</Dial></Response>` })
  const place = async () => {
    const { body } = await bench.control("/calls", { from: "client:eve", to: NUMBER })
    return String(body.callSid)
  }
  await bench.until(await place(), ({ status }) => status === "completed")
  expect((await params("/forward"))[0]).toMatchObject({ From: "client:eve", Caller: "client:eve" })
  expect(JSON.stringify((await bench.control("/diary")).body)).toContain(`"code":13214`)
  bench.app.routes["/forward"] = "<Response><Dial><Client>ada</Client></Dial></Response>"
  const { legs } = await bench.until(await place(), (call) => call.legs.length > 0)
  expect(legs).toMatchObject([{ from: "client:eve", to: "client:ada", status: "ringing" }])
})

test("a number as people write it rings as E.164", async () => {
  const callSid = await dialling("<Dial>(555) 000-1002</Dial>")
  expect((await bench.until(callSid, ({ legs }) => legs.length === 1)).legs[0]?.to).toBe(BEN)
})

test("ringTone is heard by the caller; an unknown one is warned of", async () => {
  const callSid = await dialling(`<Dial ringTone="uk">${ADA}</Dial>`)
  const call = await bench.until(callSid, ({ legs }) => legs[0]?.status === "ringing")
  expect(call.heard).toMatchObject([{ text: "Ringing tone, uk" }])
  bench.app.routes["/forward"] = `<Response><Dial ringTone="moon">${ADA}</Dial></Response>`
  const other = await bench.call()
  expect((await bench.until(other, ({ legs }) => legs[0]?.status === "ringing")).heard).toEqual([])
  expect(JSON.stringify((await bench.control("/diary")).body)).toContain("the usual tone is heard")
})

test("sendDigits are keyed to the phone that answers, pauses kept, before whisper and bridge", async () => {
  const pace = { ...FAST, keyPauseMs: 500 }
  const callSid = await dialling(`<Dial><Number sendDigits="1wW2" url="/answered">${ADA}</Number></Dial>`, {
    pace,
  })
  await bench.until(callSid, ({ legs }) => legs[0]?.status === "ringing")
  bench.emulator.clock.set({ mode: "virtual" })
  await bench.control(`/calls/${callSid}/answer`, {})
  const tones = async () => (await bench.view(callSid)).legs[0]?.heard[0]?.times ?? 0
  await bench.emulator.clock.advance(1_400)
  expect(await tones()).toBe(1)
  expect(bench.app.at("/answered")).toEqual([])
  await bench.emulator.clock.advance(200)
  expect(await tones()).toBe(2)
  await bench.app.waitFor("/answered")
  await bench.emulator.clock.advance(100)
  await bench.until(callSid, ({ talking }) => talking)
})

test("wrong sendDigits are warned of, and nothing is sent", async () => {
  const callSid = await dialling(`<Dial><Number sendDigits="1x">${ADA}</Number></Dial>`)
  await bench.control(`/calls/${callSid}/answer`, {})
  const call = await bench.until(callSid, ({ talking }) => talking)
  expect(call.legs[0]?.heard).toEqual([])
  expect(JSON.stringify((await bench.control("/diary")).body)).toContain(`"code":13222`)
})
