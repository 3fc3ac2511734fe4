// Queues over real HTTP: waiting documents, Leave, hang-up, taken by Dial or led away by REST.
import { afterEach, expect, test } from "vitest"
import type { EmulatorOptions } from "../emulator.ts"
import { type Bench, NUMBER, startBench } from "../testing/bench.ts"
import type { Answer } from "../testing/customer-app.ts"

let bench: Bench

afterEach(() => bench.close())

const DESK = "+15550002000"
const AGENT = "+15551239999"
const WAIT = `<Response><Say>Please wait</Say><Pause length="60"/></Response>`
const ENQUEUE = `<Enqueue action="/left" waitUrl="/wait">desk</Enqueue>`

/** Callers of NUMBER wait in the queue desk; who calls DESK runs `desk`. */
async function start(routes: Record<string, Answer>, options: EmulatorOptions = {}): Promise<void> {
  bench = await startBench(
    { "/forward": `<Response>${ENQUEUE}</Response>`, "/wait": WAIT, "/left": "<Response/>", ...routes },
    options,
  )
  await bench.control("/numbers", { phoneNumber: DESK, voiceUrl: `${bench.app.url}/desk` })
}

const params = async (path: string, count = 1) =>
  (await bench.app.waitFor(path, count)).map((request) => request.params)
const callDesk = async () => String((await bench.control("/calls", { from: AGENT, to: DESK })).body.callSid)
const waiting = async (from?: string) => {
  const callSid = await bench.call(from)
  await bench.until(callSid, ({ activity }) => activity.startsWith("In the queue desk"))
  return callSid
}

test("who waits hears the waitUrl again and again, told the position each time", async () => {
  await start({ "/wait": "<Response><Say>Please wait</Say></Response>" })
  const first = await waiting("+15551230001")
  const second = await waiting("+15551230002")
  expect((await bench.view(second)).activity).toBe("In the queue desk, 2 of 2")
  await params("/wait", 4)
  const asked = bench.app.at("/wait").map((request) => request.params)
  expect(asked[0]).toMatchObject({ CallSid: first, QueuePosition: "1", QueueTime: "0", MaxQueueSize: "1000" })
  expect(asked[0]?.QueueSid).toMatch(/^QU[0-9a-f]{32}$/)
  expect(asked.find(({ CallSid }) => CallSid === second)).toMatchObject({
    QueuePosition: "2",
    CurrentQueueSize: "2",
    AvgQueueTime: "0",
  })
})

test("an empty waitUrl is silence, and waitUrlMethod asks by GET", async () => {
  await start({
    "/forward": `<Response><Enqueue waitUrl="">desk</Enqueue></Response>`,
    "/other": `<Response><Enqueue waitUrl="/wait" waitUrlMethod="GET">other</Enqueue></Response>`,
  })
  const silent = await waiting()
  await bench.control("/numbers", { phoneNumber: NUMBER, voiceUrl: `${bench.app.url}/other` })
  await bench.call("+15551230002")
  const [asked] = await bench.app.waitFor("/wait")
  expect(asked?.method).toBe("GET")
  expect(asked?.path).toContain("QueuePosition=1")
  expect((await bench.view(silent)).heard).toEqual([])
})

test("a waitUrl may answer a recording", async () => {
  await start({
    "/wait": (_request, response) => response.writeHead(200, { "content-type": "audio/mpeg" }).end("ID3"),
  })
  const callSid = await waiting()
  const call = await bench.until(callSid, ({ heard }) => heard.length > 0)
  expect(call.heard[0]?.text).toBe(`Recording ${bench.app.url}/wait`)
})

test("a hang-up leaves at once, and the action is told", async () => {
  await start({})
  const callSid = await waiting()
  await bench.control(`/calls/${callSid}/hangup`, {})
  expect((await params("/left"))[0]).toMatchObject({ QueueResult: "hangup", CallStatus: "completed" })
  const [queue] = await bench.client.queues.list()
  expect(queue).toMatchObject({ friendlyName: "desk", currentSize: 0 })
})

test.each([
  ["<Leave/>", "leave", "in-progress"],
  ["<Hangup/>", "hangup", "in-progress"],
  ["<Redirect>ftp://nowhere</Redirect>", "error", "in-progress"],
])("%s in the waiting document: %s", async (verb, result, status) => {
  await start({ "/wait": `<Response>${verb}</Response>` })
  await bench.call()
  expect((await params("/left"))[0]).toMatchObject({
    QueueResult: result,
    CallStatus: status,
    QueueTime: "0",
  })
})

test("without an action the next verb runs after Leave; a full queue takes nobody", async () => {
  await start({
    "/forward": `<Response><Enqueue waitUrl="/wait" maxQueueSize="1">desk</Enqueue><Say>Left</Say></Response>`,
    "/wait": `<Response><Gather numDigits="1" timeout="60"/></Response>`,
    "/key": "<Response><Leave/></Response>",
  })
  bench.app.routes["/wait"] = `<Response><Gather numDigits="1" timeout="60" action="/key"/></Response>`
  const callSid = await bench.call()
  const waits = await bench.until(callSid, ({ activity }) => activity.includes("Waits for digits"))
  expect(waits.activity).toMatch(/^In the queue desk, 1 of 1\. Waits for digits/)
  const other = await bench.call("+15551230002")
  expect((await bench.until(other, ({ status }) => status === "completed")).heard).toMatchObject([
    { text: "Left" },
  ])
  expect(JSON.stringify((await bench.control("/diary")).body)).toContain(`"code":14207`)
  await bench.control(`/calls/${callSid}/digits`, { digits: "5" })
  expect((await bench.until(callSid, ({ status }) => status === "completed")).heard.at(-1)?.text).toBe("Left")
})

test("Dial Queue takes the front caller: document, talk, and both actions", async () => {
  await start({
    "/desk": `<Response><Dial action="/finished"><Queue url="/about">desk</Queue></Dial></Response>`,
    "/about": "<Response><Say>You are next</Say></Response>",
  })
  const callSid = await waiting()
  const agent = await callDesk()
  await bench.until(callSid, ({ talking }) => talking)
  expect((await bench.view(callSid)).activity).toBe(`Talking to ${AGENT}`)
  const [about] = await params("/about")
  expect(about).toMatchObject({ CallSid: callSid, DequeingCallSid: agent, QueueTime: "0" })
  await bench.control(`/calls/${callSid}/digits`, { digits: "1" })
  expect((await bench.view(agent)).heard).toMatchObject([{ text: "Tone" }])
  await bench.control(`/calls/${agent}/hangup`, {})
  expect((await params("/left"))[0]).toMatchObject({ QueueResult: "bridged", QueueSid: about?.QueueSid })
  expect((await params("/finished"))[0]).toMatchObject({
    CallSid: agent,
    DialCallStatus: "completed",
    DialCallSid: callSid,
    DialBridged: "true",
    DequeueResult: "bridged",
    DequeuedCallSid: callSid,
  })
})

test("a dequeuer who leaves before the bridge is made: bridging-in-process, and the caller goes on", async () => {
  await start({
    "/desk": `<Response><Dial><Queue url="/about">desk</Queue></Dial></Response>`,
    "/about": "<Response><Say>You are next</Say><Pause length='60'/></Response>",
    "/left": "<Response><Say>Back again</Say></Response>",
  })
  const callSid = await waiting()
  const agent = await callDesk()
  await bench.until(callSid, ({ heard }) => heard.at(-1)?.text === "You are next")
  await bench.control(`/calls/${agent}/hangup`, {})
  expect((await params("/left"))[0]).toMatchObject({ QueueResult: "bridging-in-process" })
  const call = await bench.until(callSid, ({ status }) => status === "completed")
  expect(call.heard.at(-1)?.text).toBe("Back again")
})

test("who dials an empty queue waits for the next caller", async () => {
  await start({ "/desk": `<Response><Dial><Queue>desk</Queue></Dial></Response>` })
  await bench.client.queues.create({ friendlyName: "desk" })
  const agent = await callDesk()
  await bench.until(agent, ({ activity }) => activity === "Waits for a caller in the queue desk")
  const callSid = await bench.call()
  await bench.until(callSid, ({ talking }) => talking)
})

test("TaskRouter is not emulated: a workflow and a reservation are errors that the actions hear of", async () => {
  const task = `<Enqueue action="/left" workflowSid="WW0"><Task>{"skill": "payments"}</Task></Enqueue>`
  const reserved = `<Dial action="/finished"><Queue reservationSid="WR0">desk</Queue></Dial>`
  await start({ "/forward": `<Response>${task}</Response>`, "/left": `<Response>${reserved}</Response>` })
  await bench.client.queues.create({ friendlyName: "desk" })
  const callSid = await bench.call()
  expect((await params("/left"))[0]).toMatchObject({ QueueResult: "error" })
  expect((await params("/finished"))[0]).toMatchObject({ DialCallStatus: "failed" })
  const { entries } = (await bench.control("/diary")).body as { entries: { code: number; callSid: string }[] }
  expect(entries.filter((entry) => entry.callSid === callSid).map(({ code }) => code)).toEqual(
    expect.arrayContaining([14220, 14215]),
  )
})

test("REST leads the front member away", async () => {
  await start({ "/elsewhere": "<Response><Say>Elsewhere</Say></Response>" })
  const callSid = await waiting()
  const [queue] = await bench.client.queues.list()
  await bench.client
    .queues(queue?.sid ?? "")
    .members("Front")
    .update({ url: `${bench.app.url}/elsewhere` })
  expect((await params("/left"))[0]).toMatchObject({ QueueResult: "redirected" })
  const call = await bench.until(callSid, ({ status }) => status === "completed")
  expect(call.heard.at(-1)?.text).toBe("Elsewhere")
})

test("a REST update of the call leads it away, from the queue and from the talk", async () => {
  await start({ "/desk": `<Response><Dial><Queue>desk</Queue></Dial></Response>` })
  const callSid = await waiting()
  await bench.client
    .calls(callSid)
    .update({ twiml: `<Response>${ENQUEUE}</Response>`.replaceAll('"/', `"${bench.app.url}/`) })
  expect((await params("/left"))[0]).toMatchObject({ QueueResult: "redirected" })
  await bench.until(callSid, ({ activity }) => activity.startsWith("In the queue desk"))
  const agent = await callDesk()
  await bench.until(callSid, ({ talking }) => talking)
  await bench.client.calls(callSid).update({ twiml: "<Response><Say>Elsewhere</Say></Response>" })
  expect((await params("/left", 2))[1]).toMatchObject({ QueueResult: "redirected-from-bridged" })
  await bench.until(agent, ({ status }) => status === "completed")
})

test("Leave outside a waiting document is skipped with a warning; there is music without a waitUrl", async () => {
  await start({ "/forward": "<Response><Leave/><Enqueue>desk</Enqueue></Response>" })
  const callSid = await bench.call()
  await bench.until(callSid, ({ heard }) => heard[0]?.text === "Hold music")
  expect(JSON.stringify((await bench.control("/diary")).body)).toContain("<Leave> works only in")
  expect((await bench.view(callSid)).status).toBe("in-progress")
  expect(bench.app.at("/forward")[0]?.params.To).toBe(NUMBER)
})
