// A dialled SIP phone transfers the caller by a REFER: referUrl is asked, and its document takes over the caller.
import { afterEach, expect, test } from "vitest"
import { BEN, type Bench, type CallView, CUSTOMER, NUMBER, startBench } from "../testing/bench.ts"
import type { Answer } from "../testing/customer-app.ts"

const AGENT = "sip:ada@example.com"
const TO_BEN = `<Response><Dial>${BEN}</Dial></Response>`

let bench: Bench

afterEach(() => bench.close())

/** A caller who talks to the agent's SIP phone, of a Dial with these attributes; answers its SID. */
async function talking(attributes: string, routes: Record<string, Answer> = {}): Promise<string> {
  bench = await startBench({
    "/forward": `<Response><Dial action="/finished" ${attributes}><Sip>${AGENT}</Sip></Dial></Response>`,
    "/refer": TO_BEN,
    "/recorded": 204,
    ...routes,
  })
  return talk()
}

async function talk(): Promise<string> {
  const callSid = await bench.call()
  await bench.control(`/calls/${callSid}/answer`, {})
  await bench.until(callSid, (call) => call.talking)
  return callSid
}

const refer = (callSid: string, to = "sip:ben@example.com") =>
  bench.control(`/calls/${callSid}/refer`, { to })
const hangUp = (callSid: string, leg: "customer" | "agent") =>
  bench.control(`/calls/${callSid}/hangup`, { leg })
const phones = ({ legs }: CallView) => legs.map(({ to, status }) => `${to} ${status}`)
const diary = async () => JSON.stringify((await bench.control("/diary")).body)

test("the phone is let go once referUrl has answered, and its document takes over the caller", async () => {
  let seen: CallView | undefined
  const callSid = await talking(`referUrl="/refer"`, {
    "/refer": async ({ params }, response) => {
      seen = await bench.view(String(params.CallSid))
      response.writeHead(200, { "content-type": "text/xml" }).end(TO_BEN)
    },
  })
  const refered = await refer(callSid)
  expect(refered).toEqual({
    status: 200,
    body: { callSid, agentCallSid: expect.stringMatching(/^CA/), phone: AGENT },
  })
  const [asked] = await bench.app.waitFor("/refer")
  expect(asked).toMatchObject({
    method: "POST",
    signed: true,
    params: {
      ReferTransferTarget: "sip:ben@example.com",
      CallSid: callSid,
      From: CUSTOMER,
      To: NUMBER,
      CallStatus: "in-progress",
    },
  })
  const rings = await bench.until(callSid, ({ legs }) => legs[1]?.status === "ringing")
  expect(seen && [seen.talking, ...phones(seen)]).toEqual([true, `${AGENT} in-progress`])
  expect([rings.talking, ...phones(rings)]).toEqual([false, `${AGENT} completed`, `${BEN} ringing`])
  await bench.control(`/calls/${callSid}/answer`, { phone: BEN })
  await bench.until(callSid, (call) => call.talking)
  await hangUp(callSid, "agent")
  // The documents have run out, and the action of the first Dial was no part of them.
  await bench.until(callSid, ({ status }) => status === "completed")
  expect(bench.app.at("/finished")).toEqual([])
})

test("with answerOnBridge the phone waits until the other one talks to the caller", async () => {
  const callSid = await talking(`referUrl="/refer" answerOnBridge="true"`)
  await refer(callSid)
  const rings = await bench.until(callSid, ({ legs }) => legs[1]?.status === "ringing")
  expect(rings.talking).toBe(false)
  expect(rings.legs[0]).toMatchObject({
    status: "in-progress",
    talking: false,
    activity: "Waits while the caller is transferred",
  })
  const again = await refer(callSid)
  expect(again).toMatchObject({
    status: 409,
    body: { error: expect.stringContaining("has sent one already") },
  })
  await bench.control(`/calls/${callSid}/answer`, { phone: BEN })
  const talks = await bench.until(callSid, (call) => call.talking)
  expect(phones(talks)).toEqual([`${AGENT} completed`, `${BEN} in-progress`])
})

test("with answerOnBridge the caller comes back when nobody takes the call, and the Dial ends as any does", async () => {
  const callSid = await talking(`referUrl="/refer" answerOnBridge="true"`)
  await refer(callSid)
  await bench.until(callSid, ({ legs }) => legs[1]?.status === "ringing")
  await bench.control(`/calls/${callSid}/decline`, { phone: BEN })
  const back = await bench.until(callSid, (call) => call.talking)
  expect(phones(back)).toEqual([`${AGENT} in-progress`, `${BEN} busy`])
  await hangUp(callSid, "agent")
  const [told] = await bench.app.waitFor("/finished")
  expect(told?.params).toMatchObject({
    DialCallStatus: "completed",
    DialBridged: "true",
    DialCallSid: back.legs[0]?.callSid,
  })
})

test("a phone that waits hangs up: the caller cannot come back", async () => {
  const callSid = await talking(`referUrl="/refer" answerOnBridge="true"`)
  await refer(callSid)
  await bench.until(callSid, ({ legs }) => legs[1]?.status === "ringing")
  await hangUp(callSid, "agent")
  await bench.control(`/calls/${callSid}/decline`, { phone: BEN })
  const ended = await bench.until(callSid, ({ status }) => status === "completed")
  expect(phones(ended)).toEqual([`${AGENT} completed`, `${BEN} busy`])
  expect(bench.app.at("/finished")).toEqual([])
})

test("with answerOnBridge the phone is let go when somebody takes the caller out of a queue", async () => {
  const callSid = await talking(`referUrl="/refer" answerOnBridge="true"`, {
    "/refer": "<Response><Enqueue>help</Enqueue></Response>",
  })
  await refer(callSid)
  const waits = await bench.until(callSid, ({ activity }) => activity.startsWith("In the queue help"))
  expect(phones(waits)).toEqual([`${AGENT} in-progress`])
  const twiml = "<Response><Dial><Queue>help</Queue></Dial></Response>"
  const { sid } = await bench.client.calls.create({ to: BEN, from: NUMBER, twiml })
  await bench.control(`/calls/${sid}/answer`, {})
  expect(phones(await bench.until(callSid, (call) => call.talking))).toEqual([`${AGENT} completed`])
})

test("a referUrl that fails: with answerOnBridge they talk on, and may try again", async () => {
  const callSid = await talking(`referUrl="/refer" answerOnBridge="true"`, { "/refer": 500 })
  await refer(callSid)
  await expect.poll(diary).toContain("/refer was answered HTTP 500")
  const call = await bench.view(callSid)
  expect([call.talking, ...phones(call)]).toEqual([true, `${AGENT} in-progress`])
  bench.app.routes["/refer"] = TO_BEN
  await expect.poll(async () => (await refer(callSid)).status).toBe(200)
  await bench.until(callSid, ({ legs }) => legs[1]?.status === "ringing")
})

test("a referUrl that fails: without answerOnBridge the phone is gone, and the fallback URL is asked", async () => {
  const callSid = await talking(`referUrl="/refer"`, {
    "/refer": 500,
    "/fallback": "<Response><Say>Sorry</Say></Response>",
  })
  const { url } = bench.app
  await bench.control("/numbers", {
    phoneNumber: NUMBER,
    voiceUrl: `${url}/forward`,
    voiceFallbackUrl: `${url}/fallback`,
  })
  await refer(callSid)
  const ended = await bench.until(callSid, ({ status }) => status === "completed")
  expect(ended.heard.at(-1)?.text).toBe("We're sorry, an application error has occurred. Goodbye.")
  expect(phones(ended)).toEqual([`${AGENT} completed`])
  const second = await talk()
  await refer(second)
  const [asked] = await bench.app.waitFor("/fallback")
  expect(asked?.params).toMatchObject({ CallSid: second, ErrorCode: "11200", ErrorUrl: `${url}/refer` })
})

test("the caller hangs up while referUrl is asked: nothing comes of it, and the action is told", async () => {
  let answer = () => {}
  const callSid = await talking(`referUrl="/refer"`, {
    "/refer": (_request, response) => {
      answer = () => response.writeHead(200, { "content-type": "text/xml" }).end(TO_BEN)
    },
  })
  await refer(callSid)
  await bench.app.waitFor("/refer")
  await hangUp(callSid, "customer")
  const [told] = await bench.app.waitFor("/finished")
  answer()
  expect(told?.params).toMatchObject({ DialCallStatus: "completed", CallStatus: "completed" })
  expect(phones(await bench.view(callSid))).toEqual([`${AGENT} completed`])
})

test.each(["true", "false"])(
  "the phone hangs up right after its REFER, answerOnBridge=%s: the caller goes on",
  async (on) => {
    let answer = () => {}
    const callSid = await talking(`referUrl="/refer" answerOnBridge="${on}"`, {
      "/refer": (_request, response) => {
        answer = () => response.writeHead(200, { "content-type": "text/xml" }).end(TO_BEN)
      },
    })
    await refer(callSid)
    await bench.app.waitFor("/refer")
    await hangUp(callSid, "agent")
    await bench.until(callSid, ({ legs }) => legs[0]?.status === "completed")
    answer()
    await bench.control(`/calls/${callSid}/answer`, { phone: BEN })
    expect(phones(await bench.until(callSid, (call) => call.talking))).toContain(`${BEN} in-progress`)
    expect(bench.app.at("/finished")).toEqual([])
  },
)

test("a recording of the Dial ends with the phone that referred", async () => {
  const callSid = await talking(
    `referUrl="/refer" record="record-from-answer" recordingStatusCallback="/recorded"`,
  )
  await refer(callSid)
  const [recorded] = await bench.app.waitFor("/recorded")
  expect(recorded?.params).toMatchObject({ CallSid: callSid, RecordingStatus: "completed" })
  expect((await bench.view(callSid)).status).toBe("in-progress")
})

test("without referUrl it is refused with error 13802, and they talk on", async () => {
  const callSid = await talking("")
  const refused = await refer(callSid)
  expect(refused).toMatchObject({ status: 409, body: { error: expect.stringContaining("has no referUrl") } })
  expect(await diary()).toContain(`"code":13802`)
  const call = await bench.view(callSid)
  expect([call.talking, ...phones(call)]).toEqual([true, `${AGENT} in-progress`])
})

test("by code, a number is sent as a phone sends it, by the method that the Dial names", async () => {
  await talking(`referUrl="/refer" referMethod="GET"`)
  const call = await bench.emulator.call()
  await call.answer()
  await call.until((view) => view.talking)
  expect(() => call.refer("ben")).toThrow("up to 256 characters")
  call.refer("+15550001002")
  const [asked] = await bench.app.waitFor("/refer")
  expect(asked?.method).toBe("GET")
  const { searchParams } = new URL(asked?.path ?? "", bench.app.url)
  expect(searchParams.get("ReferTransferTarget")).toBe("<tel:+15550001002>")
  expect(searchParams.get("CallSid")).toBe(call.sid)
})

test("a phone that rings, or is none of SIP, cannot refer", async () => {
  bench = await startBench({
    "/forward": `<Response><Dial referUrl="/refer"><Sip>${AGENT}</Sip></Dial></Response>`,
  })
  const callSid = await bench.call()
  await bench.until(callSid, ({ legs }) => legs[0]?.status === "ringing")
  expect((await refer(callSid)).body.error).toContain("it does not talk")
  bench.app.routes["/forward"] = `<Response><Dial referUrl="/refer">${BEN}</Dial></Response>`
  const refused = await refer(await talk())
  expect(refused).toMatchObject({ status: 409, body: { error: expect.stringContaining("Only a SIP phone") } })
})
