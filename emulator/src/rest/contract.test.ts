// The official client runs every emulated operation; each request and answer is held against Twilio's OpenAPI file.
import twilio from "twilio"
import { afterEach, beforeEach, expect, test } from "vitest"
import { ADA, type Bench, CUSTOMER, NUMBER, startBench } from "../testing/bench.ts"
import { HeldClient, ran } from "../testing/held-client.ts"
import { runConferences } from "../testing/run-conferences.ts"
import { servedOperations } from "../testing/served-operations.ts"

let bench: Bench
let client: ReturnType<typeof twilio>

beforeEach(async () => {
  bench = await startBench({ "/held": "<Response><Pause length='60'/></Response>" })
  const { account, url } = bench.emulator
  client = twilio(account.sid, account.authToken, { httpClient: new HeldClient() })
  client.api.baseUrl = url
})

afterEach(() => bench.close())

const HOLD = "<Response><Pause length='60'/></Response>"

test("the account", async () => {
  const { account } = bench.emulator
  expect(await client.api.v2010.accounts(account.sid).fetch()).toMatchObject({
    sid: account.sid,
    status: "active",
  })
})

test("calls: created with every parameter, answered, sent elsewhere, completed, listed, deleted", async () => {
  const created = await client.calls.create({
    to: ADA,
    from: NUMBER,
    url: `${bench.app.url}/held`,
    method: "GET",
    fallbackUrl: `${bench.app.url}/fallback`,
    fallbackMethod: "POST",
    statusCallback: `${bench.app.url}/status`,
    statusCallbackEvent: ["initiated", "ringing", "answered", "completed"],
    statusCallbackMethod: "POST",
    sendDigits: "W1234#",
    timeout: 30,
    timeLimit: 600,
    record: true,
    recordingChannels: "dual",
    recordingStatusCallback: `${bench.app.url}/recorded`,
    recordingStatusCallbackMethod: "POST",
    recordingStatusCallbackEvent: ["in-progress", "completed"],
    recordingTrack: "both",
    trim: "trim-silence",
    machineDetection: "Enable",
    machineDetectionTimeout: 30,
    machineDetectionSpeechThreshold: 2400,
    machineDetectionSpeechEndThreshold: 1200,
    machineDetectionSilenceTimeout: 5000,
    asyncAmd: "true",
    asyncAmdStatusCallback: `${bench.app.url}/amd`,
    asyncAmdStatusCallbackMethod: "POST",
    callReason: "a test",
  })
  expect(created).toMatchObject({ status: "queued", direction: "outbound-api", to: ADA, from: NUMBER })
  await bench.control(`/calls/${created.sid}/answer`, {})
  await bench.app.waitFor("/held")
  const call = client.calls(created.sid)
  const { status, startTime: day } = await call.fetch()
  expect(status).toBe("in-progress")
  await call.update({ url: `${bench.app.url}/held`, method: "POST", fallbackUrl: `${bench.app.url}/other` })
  await call.update({ twiml: HOLD, timeLimit: 300, statusCallback: `${bench.app.url}/status` })
  await call.update({ status: "completed" })
  const found = await client.calls.list({
    to: ADA,
    from: NUMBER,
    status: "completed",
    startTime: day,
    startTimeBefore: day,
    startTimeAfter: day,
    endTimeAfter: day,
    pageSize: 20,
  })
  expect(found).toMatchObject([{ sid: created.sid, duration: "0" }])
  const events = await bench.app.waitFor("/status", 4)
  expect(events.map((event) => event.params.CallStatus)).toEqual([
    "initiated",
    "ringing",
    "in-progress",
    "completed",
  ])
  expect((await bench.app.waitFor("/recorded", 2)).map((event) => event.params.RecordingStatus)).toEqual([
    "in-progress",
    "completed",
  ])
  expect(await call.remove()).toBe(true)
})

test("payments: every parameter, every capture, complete and cancel", async () => {
  const callSid = await bench.talk()
  const { payments } = client.calls(callSid)
  const statusCallback = `${bench.app.url}/pay`
  let key = 0
  const keys = () => ({ idempotencyKey: `key-${key++}`, statusCallback })
  const card = await payments.create({
    ...keys(),
    chargeAmount: 9.99,
    currency: "USD",
    description: "shoes",
    input: "dtmf",
    minPostalCodeLength: 5,
    parameter: { order: "12" },
    paymentConnector: "Default",
    paymentMethod: "credit-card",
    postalCode: true,
    securityCode: true,
    timeout: 5,
    validCardTypes: "visa amex",
  })
  const items = ["payment-card-number", "expiration-date", "security-code", "postal-code"] as const
  for (const capture of items) await payments(card.sid).update({ ...keys(), capture })
  await payments(card.sid).update({ ...keys(), status: "cancel" })
  const bank = await payments.create({
    ...keys(),
    paymentMethod: "ach-debit",
    bankAccountType: "consumer-savings",
    tokenType: "one-time",
    parameter: { AVSName: "Ada" },
  })
  const captures = { "bank-routing-number": "110000000", "bank-account-number": "000123456789" } as const
  for (const [capture, digits] of Object.entries(captures)) {
    await payments(bank.sid).update({ ...keys(), capture: capture as keyof typeof captures })
    await bench.control(`/calls/${callSid}/digits`, { digits: `${digits}#` })
  }
  expect(await payments(bank.sid).update({ ...keys(), status: "complete" })).toMatchObject({ callSid })
})

test("recordings of a call: started, paused, resumed, stopped, listed, deleted", async () => {
  const call = client.calls(await bench.talk())
  const { sid } = await call.recordings.create({
    recordingStatusCallback: `${bench.app.url}/recorded`,
    recordingStatusCallbackEvent: ["completed"],
    recordingStatusCallbackMethod: "POST",
    recordingChannels: "mono",
    recordingTrack: "inbound",
    trim: "do-not-trim",
  })
  const recording = call.recordings(sid)
  expect(await recording.update({ status: "paused", pauseBehavior: "skip" })).toMatchObject({
    status: "paused",
  })
  expect(await call.recordings("Twilio.CURRENT").update({ status: "in-progress" })).toMatchObject({ sid })
  await expect(recording.remove()).rejects.toMatchObject({ status: 409, code: 20009 })
  await recording.update({ status: "stopped" })
  await bench.app.waitFor("/recorded")
  expect(await recording.fetch()).toMatchObject({ status: "completed", channels: 1, track: "inbound" })
  expect(await call.recordings.list({ dateCreated: new Date() })).toMatchObject([{ sid }])
  expect(await recording.remove()).toBe(true)
})

test("numbers: bought, found, changed, called, released", async () => {
  const numbers = client.incomingPhoneNumbers
  const settings = {
    friendlyName: "Support",
    voiceUrl: `${bench.app.url}/forward`,
    voiceMethod: "GET",
    voiceFallbackUrl: `${bench.app.url}/fallback`,
    voiceFallbackMethod: "POST",
    statusCallback: `${bench.app.url}/status`,
    statusCallbackMethod: "POST",
    voiceCallerIdLookup: false,
    voiceReceiveMode: "voice",
    smsUrl: `${bench.app.url}/sms`,
    smsMethod: "POST",
    emergencyStatus: "Inactive",
    trunkSid: "",
  } as const
  const { trunkSid: _, ...described } = settings
  const bought = await numbers.create({ phoneNumber: "+15557770001", ...described })
  expect(bought).toMatchObject({ ...described, phoneNumber: "+15557770001", capabilities: { voice: true } })
  expect((await numbers.create({ areaCode: "415" })).phoneNumber).toMatch(/^\+1415555\d{4}$/)
  expect(
    await numbers.list({ phoneNumber: "+15557770001", friendlyName: "Support", beta: false }),
  ).toHaveLength(1)
  await numbers(bought.sid).update({ voiceUrl: `${bench.app.url}/answered`, voiceMethod: "POST" })
  expect(await numbers(bought.sid).fetch()).toMatchObject({ voiceMethod: "POST", friendlyName: "Support" })
  await bench.control("/calls", { from: CUSTOMER, to: "+15557770001" })
  await bench.app.waitFor("/answered")
  expect(await numbers(bought.sid).remove()).toBe(true)
  expect(await numbers.list({ phoneNumber: "+15557770001" })).toEqual([])
})

test("queues: made, changed, paged through, deleted", async () => {
  for (const friendlyName of ["a", "b", "c"]) await client.queues.create({ friendlyName, maxSize: 10 })
  const queues = await client.queues.list({ pageSize: 1 })
  expect(queues.map((queue) => queue.friendlyName)).toEqual(["a", "b", "c"])
  const queue = client.queues(queues[0]?.sid ?? "")
  await queue.update({ friendlyName: "desk", maxSize: 20 })
  await expect(queue.update({ friendlyName: "b" })).rejects.toMatchObject({ status: 400 })
  expect(await queue.fetch()).toMatchObject({ friendlyName: "desk", maxSize: 20, currentSize: 0 })
  expect(await queue.remove()).toBe(true)
})

test("members of a queue: in order, one by one, the front, sent to a document", async () => {
  bench.app.routes["/forward"] = "<Response><Enqueue>desk</Enqueue></Response>"
  const [first, second] = [await bench.call(), await bench.call("+15551230002")]
  await bench.until(second, ({ status }) => status === "in-progress")
  const [queue] = await client.queues.list()
  const { members } = client.queues(queue?.sid ?? "")
  expect((await members.list()).map(({ callSid, position }) => [callSid, position])).toEqual([
    [first, 1],
    [second, 2],
  ])
  expect(await members(second).fetch()).toMatchObject({ callSid: second, queueSid: queue?.sid })
  expect(await members("Front").fetch()).toMatchObject({ callSid: first })
  await expect(client.queues(queue?.sid ?? "").remove()).rejects.toMatchObject({ status: 400 })
  await members("Front").update({ url: `${bench.app.url}/held`, method: "GET" })
  expect((await bench.app.waitFor("/held"))[0]?.params.CallSid ?? first).toBe(first)
  expect((await members.list()).map(({ callSid }) => callSid)).toEqual([second])
})

test("conferences: people added, listed, changed, put out; announced into, recorded, ended", async () => {
  await runConferences(bench, client)
})

test("nothing that is served was left out", async () => {
  expect([...ran].sort()).toEqual((await servedOperations(bench)).sort())
})
