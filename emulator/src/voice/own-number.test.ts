// Calls to the account's own numbers: both ends are Twilio's, and tones go from one to the other (facts 1.4).
import { afterEach, expect, test } from "vitest"
import { ADA, type Bench, NUMBER, startBench } from "../testing/bench.ts"
import type { Answer } from "../testing/customer-app.ts"

let bench: Bench

afterEach(() => bench.close())

const HOLD = `<Response><Say>Welcome</Say><Pause length="60"/></Response>`

/** REST calls NUMBER, whose voice URL answers `forward`; the calling end runs `twiml` once that is picked up. */
async function callNumber(forward: Answer, twiml = HOLD) {
  bench = await startBench({ "/forward": forward, "/digits": HOLD })
  const { sid } = await bench.client.calls.create({ to: NUMBER, from: ADA, twiml })
  const [asked] = await bench.app.waitFor("/forward")
  return { sid, inbound: asked?.params.CallSid ?? "", asked }
}

const status = (callSid: string) => bench.client.calls(callSid).fetch()

test("the number's voice URL is asked for an inbound call, and picks up the one that calls", async () => {
  const { sid, inbound, asked } = await callNumber(HOLD)
  expect(asked?.params).toMatchObject({ From: ADA, To: NUMBER, Direction: "inbound", CallStatus: "ringing" })
  expect(inbound).not.toBe(sid)
  await bench.until(sid, (call) => call.status === "in-progress")
  expect(await status(inbound)).toMatchObject({ status: "in-progress", direction: "inbound" })
})

test("Play digits is keyed to a Gather at the other end", async () => {
  const gather = `<Response><Gather numDigits="2" action="/digits"/></Response>`
  await callNumber(gather, `<Response><Play digits="ww12"/><Pause length="60"/></Response>`)
  expect((await bench.app.waitFor("/digits"))[0]?.params).toMatchObject({ Digits: "12" })
})

test("Play digits reaches a payment at the other end", async () => {
  const { sid, inbound } = await callNumber(HOLD)
  await bench.until(sid, (call) => call.status === "in-progress")
  const keys = () => ({ idempotencyKey: crypto.randomUUID(), statusCallback: `${bench.app.url}/pay` })
  const { payments } = bench.client.calls(inbound)
  const payment = await payments.create({ ...keys(), chargeAmount: 1 })
  await payments(payment.sid).update({ ...keys(), capture: "payment-card-number" })
  await bench.client.calls(sid).update({ twiml: `<Response><Play digits="4242424242424242"/></Response>` })
  const body = await bench.app.waitForBody("/pay", ({ PartialResult }) => PartialResult === "false")
  expect(body).toMatchObject({ PaymentCardNumber: "xxxxxxxxxxxx4242" })
})

test("a Dial of it joins both, tones included, until the other end hangs up", async () => {
  const gather = `<Response><Gather numDigits="1" action="/digits"/></Response>`
  bench = await startBench({ "/desk": gather, "/digits": "<Response><Hangup/></Response>" })
  const desk = "+15550002000"
  await bench.control("/numbers", { phoneNumber: desk, voiceUrl: `${bench.app.url}/desk` })
  bench.app.routes["/forward"] = `<Response><Dial action="/finished">${desk}</Dial></Response>`
  const callSid = await bench.call()
  await bench.until(callSid, ({ talking }) => talking)
  await bench.control(`/calls/${callSid}/digits`, { digits: "5" })
  expect((await bench.app.waitFor("/digits"))[0]?.params).toMatchObject({ Digits: "5", To: desk })
  expect((await bench.app.waitFor("/finished"))[0]?.params).toMatchObject({
    DialCallStatus: "completed",
    DialBridged: "true",
  })
})

test.each([
  [`<Reject reason="busy"/>`, "busy"],
  ["<Reject/>", "no-answer"],
])("%s at the other end: the call is %s", async (verb, expected) => {
  const { sid } = await callNumber(`<Response>${verb}</Response>`)
  await bench.until(sid, (call) => call.status === expected)
})

test("who calls hangs up: the other end is over too", async () => {
  const { sid, inbound } = await callNumber(HOLD)
  await bench.until(sid, (call) => call.status === "in-progress")
  await bench.client.calls(sid).update({ status: "completed" })
  await bench.until(inbound, (call) => call.status === "completed")
})

test("a number that dials itself comes to an end", async () => {
  bench = await startBench({ "/forward": `<Response><Dial>${NUMBER}</Dial></Response>` })
  await bench.until(await bench.call(), (call) => call.status === "completed")
  expect(bench.app.at("/forward")).toHaveLength(11)
})
