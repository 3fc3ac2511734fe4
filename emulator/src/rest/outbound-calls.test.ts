// Calls that REST places: a phone rings, is answered or not, and hears its document (facts 1.11, 4.2).
import { afterEach, beforeEach, expect, test } from "vitest"
import { ADA, type Bench, CUSTOMER, FAST, NUMBER, startBench } from "../testing/bench.ts"

let bench: Bench

beforeEach(async () => {
  bench = await startBench({
    "/voice": "<Response><Say>Hello</Say></Response>",
    "/fallback": "<Response><Say>Fallen back</Say></Response>",
  })
})

afterEach(() => bench.close())

type Options = Partial<Parameters<Bench["client"]["calls"]["create"]>[0]>

const place = (more: Options = { url: `${bench.app.url}/voice` }) =>
  bench.client.calls.create({ to: ADA, from: NUMBER, ...more })

test("the phone rings, is answered, and hears the document as an outbound-api call", async () => {
  const { sid, status } = await place({ url: `${bench.app.url}/voice`, sendDigits: "12" })
  expect(status).toBe("queued")
  expect(bench.app.at("/voice")).toEqual([])
  expect((await bench.control(`/calls/${sid}/answer`, {})).body).toMatchObject({ phone: ADA })
  const [webhook] = await bench.app.waitFor("/voice")
  expect(webhook).toMatchObject({
    signed: true,
    params: { CallSid: sid, Direction: "outbound-api", CallStatus: "in-progress", To: ADA, From: NUMBER },
  })
  const call = await bench.until(sid, (seen) => seen.status === "completed")
  expect(call.heard).toMatchObject([{ text: "Tone", times: 2 }, { text: "Hello" }])
})

test("declined is busy, unanswered no-answer, withdrawn canceled; each tells the status callback", async () => {
  const [url, statusCallback] = [`${bench.app.url}/voice`, `${bench.app.url}/status`]
  const declined = await place({ url, statusCallback })
  await bench.control(`/calls/${declined.sid}/decline`, {})
  await bench.app.waitFor("/status", 1)
  await place({ url, statusCallback, timeout: 1 })
  await bench.app.waitFor("/status", 2)
  const withdrawn = await place({ url, statusCallback })
  await bench.client.calls(withdrawn.sid).update({ status: "canceled" })
  const events = await bench.app.waitFor("/status", 3)
  const told = ["CallStatus", "SequenceNumber", "SipResponseCode"]
  expect(events.map(({ params }) => told.map((name) => params[name]))).toEqual([
    ["busy", "0", "486"],
    ["no-answer", "0", "487"],
    ["canceled", "0", "487"],
  ])
})

test("the end of a recorded call names its recording", async () => {
  const [url, statusCallback] = [`${bench.app.url}/voice`, `${bench.app.url}/status`]
  const { sid } = await place({ url, statusCallback, record: true })
  await bench.control(`/calls/${sid}/answer`, {})
  const [ended] = await bench.app.waitFor("/status")
  const [recording] = await bench.client.calls(sid).recordings.list()
  expect(ended?.params).toMatchObject({
    CallStatus: "completed",
    SipResponseCode: "200",
    RecordingSid: recording?.sid,
    RecordingUrl: expect.stringContaining(`/Recordings/${recording?.sid}`),
    RecordingDuration: "0",
  })
})

test("a document that fails leads to the fallback URL", async () => {
  const { sid } = await place({
    url: `${bench.app.url}/nowhere`,
    fallbackUrl: `${bench.app.url}/fallback`,
    fallbackMethod: "GET",
  })
  await bench.control(`/calls/${sid}/answer`, {})
  const call = await bench.until(sid, (seen) => seen.status === "completed")
  expect(call.heard).toMatchObject([{ text: "Fallen back" }])
  expect(bench.app.at("/fallback")[0]?.method).toBe("GET")
})

test("unless told otherwise a phone rings for a minute", async () => {
  const { sid } = await place()
  const { clock } = bench.emulator
  await bench.until(sid, ({ status }) => status === "ringing")
  clock.set({ mode: "virtual" })
  await clock.advance(59_900)
  expect((await bench.view(sid)).status).toBe("ringing")
  await clock.advance(200)
  expect((await bench.view(sid)).status).toBe("no-answer")
})

test("numbers may be written as people write them, and are found so", async () => {
  const { sid } = await place({ to: "(555) 123-0002", from: "5550001000", twiml: "<Response/>" })
  expect(await bench.client.calls(sid).fetch()).toMatchObject({ to: "+15551230002", from: NUMBER })
  expect(await bench.client.calls.list({ to: "555-123-0002" })).toMatchObject([{ sid }])
})

test("a number is bought as people write it", async () => {
  const { phoneNumber } = await bench.client.incomingPhoneNumbers.create({ phoneNumber: "(555) 777-0002" })
  expect(phoneNumber).toBe("+15557770002")
})

test("Twiml beside Url is passed over with the warning 32019", async () => {
  const { sid } = await place({ url: `${bench.app.url}/voice`, twiml: "<Response><Reject/></Response>" })
  await bench.control(`/calls/${sid}/answer`, {})
  await bench.app.waitFor("/voice")
  expect(JSON.stringify((await bench.control("/diary")).body)).toContain(`"code":32019`)
})

test("a relative action in the Twiml of a call is 15004", async () => {
  const { sid } = await place({ twiml: `<Response><Dial action="/finished">${CUSTOMER}</Dial></Response>` })
  await bench.control(`/calls/${sid}/answer`, {})
  const call = await bench.until(sid, ({ status }) => status === "completed")
  expect(call.heard.at(-1)?.text).toContain("application error")
  expect(JSON.stringify((await bench.control("/diary")).body)).toContain(`"code":15004`)
})

test("a live call cannot be deleted", async () => {
  const { sid } = await place()
  await expect(bench.client.calls(sid).remove()).rejects.toMatchObject({ status: 409, code: 20009 })
})

test("with the CallToken of a call, its caller's number may be shown on; with another token it may not", async () => {
  await bench.call(CUSTOMER)
  const [webhook] = await bench.app.waitFor("/forward")
  const { CallToken: callToken = "" } = webhook?.params ?? {}
  const more = { from: CUSTOMER, twiml: "<Response/>" }
  expect(await place({ ...more, callToken })).toMatchObject({ from: CUSTOMER })
  for (const token of ["", "forged"]) {
    const refused = place({ ...more, callToken: token })
    await expect(refused).rejects.toMatchObject({ status: 400, code: 21210 })
  }
})

test("an unanswered call cannot be sent elsewhere, and its time limit ends an answered one", async () => {
  const { sid } = await place({
    twiml: "<Response><Pause length='60'/></Response>",
    timeLimit: 1,
  })
  await expect(bench.client.calls(sid).update({ twiml: "<Response/>" })).rejects.toMatchObject({
    code: 21220,
  })
  await bench.control(`/calls/${sid}/answer`, {})
  await bench.until(sid, (seen) => seen.status === "completed")
})

test("SendDigits are keyed before the document is asked for, w half a second and W one", async () => {
  await bench.close()
  bench = await startBench(
    { "/voice": "<Response><Pause length='60'/></Response>" },
    { pace: { ...FAST, keyPauseMs: 500 } },
  )
  const { sid } = await place({ url: `${bench.app.url}/voice`, sendDigits: "1wW2" })
  await bench.until(sid, ({ status }) => status === "ringing")
  bench.emulator.clock.set({ mode: "virtual" })
  await bench.control(`/calls/${sid}/answer`, {})
  await bench.emulator.clock.advance(1_400)
  expect((await bench.view(sid)).heard).toMatchObject([{ text: "Tone", times: 1 }])
  expect(bench.app.at("/voice")).toEqual([])
  await bench.emulator.clock.advance(200)
  await bench.app.waitFor("/voice")
  expect((await bench.view(sid)).heard).toMatchObject([{ text: "Tone", times: 2 }])
})

test("who hangs up while digits are sent is not asked for a document", async () => {
  const { sid } = await place({
    url: `${bench.app.url}/voice`,
    sendDigits: "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
  })
  bench.emulator.clock.set({ mode: "virtual" })
  await bench.control(`/calls/${sid}/answer`, {})
  await bench.control(`/calls/${sid}/hangup`, {})
  await bench.emulator.clock.advance(60_000)
  expect(bench.app.at("/voice")).toEqual([])
})
