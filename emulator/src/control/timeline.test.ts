// The timeline explains a call: who said what to whom, in order, masked; and why a webhook's failure ended it.
import { afterEach, expect, test } from "vitest"
import { createClock } from "../clock.ts"
import type { DiaryEntry } from "../diary.ts"
import { startBench } from "../testing/bench.ts"
import { startPayBench } from "../testing/pay-bench.ts"
import { createTimeline } from "../timeline.ts"
import type { TimelineStep } from "./answer-schema.ts"

let close = async () => {}
afterEach(() => close())

type Asking = { control(path: string): Promise<{ body: Record<string, unknown> }> }

async function stepsOf(bench: Asking, callSid: string): Promise<TimelineStep[]> {
  return (await bench.control(`/calls/${callSid}/timeline`)).body.steps as TimelineStep[]
}

test("a payment, from the first webhook to the gateway's answer", async () => {
  const bench = await startPayBench()
  close = bench.close
  const sid = await bench.open()
  await bench.capture(sid, "payment-card-number", "4242424242424242")
  await bench.capture(sid, "expiration-date", "1240")
  await bench.capture(sid, "security-code", "123")
  await bench.update(sid, { status: "complete" })
  await bench.until(bench.callSid, (call) => call.payment?.result === "success")
  const steps = await stepsOf(bench, bench.callSid)
  const talk = steps.filter((step) => step.from !== step.to)
  const order = [
    "caller to twilio",
    "twilio to server",
    "twilio to agent",
    "agent to twilio",
    "server to twilio",
    "twilio to gateway",
  ]
  const firsts = order.map((way) => talk.findIndex((step) => `${step.from} to ${step.to}` === way))
  expect(firsts).toEqual([...firsts].sort((one, other) => one - other))
  expect(firsts).not.toContain(-1)
  expect(talk[0]).toMatchObject({ text: "Calls +15550001000" })
  expect(talk[1]).toMatchObject({
    text: "POST /forward",
    answer: expect.stringMatching(/^200 in \d+ ms <Response>/),
  })
  expect(talk).toContainEqual(
    expect.objectContaining({
      from: "server",
      text: "POST Payments",
      detail: expect.stringContaining("ChargeAmount=9.99"),
      answer: "201",
    }),
  )
  expect(talk.filter(({ text }) => text === "Presses a key").map(({ times }) => times)).toEqual([16, 4, 3])
  expect(talk.find((step) => step.to === "gateway")).toMatchObject({
    text: "Charge 9.99 USD",
    detail: "visa xxxxxxxxxxxx4242",
    answer: expect.stringMatching(/^ch_/),
  })
  expect(JSON.stringify(steps)).not.toMatch(/42424242|"123"/)
})

test("keys stand where they were pressed, also where a document asks for one after the other", async () => {
  const gather = (action: string) => `<Response><Gather action="${action}" numDigits="2"/></Response>`
  const bench = await startBench({
    "/forward": gather("/second"),
    "/second": gather("/end"),
    "/end": "<Response><Pause length='5'/></Response>",
  })
  close = bench.close
  const callSid = await bench.call()
  await bench.control(`/calls/${callSid}/digits`, { digits: "12" })
  await bench.app.waitFor("/second")
  await bench.control(`/calls/${callSid}/digits`, { digits: "34" })
  await bench.app.waitFor("/end")
  const talk = (await stepsOf(bench, callSid)).filter((step) => step.from !== step.to)
  expect(talk.map(({ text, times }) => `${text} ${times}`)).toEqual([
    "Calls +15550001000 1",
    "POST /forward 1",
    "Presses a key 2",
    "POST /second 1",
    "Presses a key 2",
    "POST /end 1",
  ])
})

test("digits that a document gathers are masked", async () => {
  const bench = await startBench({
    "/forward": `<Response><Gather action="/gathered" numDigits="16"/></Response>`,
    "/gathered": "<Response><Pause length='5'/></Response>",
  })
  close = bench.close
  const callSid = await bench.call()
  await bench.until(callSid, (call) => call.status === "in-progress")
  await bench.control(`/calls/${callSid}/digits`, { digits: "4000056655665556" })
  await bench.app.waitFor("/gathered")
  const steps = await stepsOf(bench, callSid)
  expect(steps.find((step) => step.text === "POST /gathered")?.detail).toContain(`Digits=${"x".repeat(16)}`)
  expect(JSON.stringify(steps)).not.toContain("40000566")
})

test.each<[string, number | string, string]>([
  ["an error", 500, "Your server was reached: its own log says what became of this request"],
  ["no TwiML", "<Response>", "not well-formed XML"],
])("a voice webhook that answers %s: what Twilio would have done, and why", async (_what, answer, why) => {
  const entries: DiaryEntry[] = []
  const bench = await startBench({ "/forward": answer }, { onEntry: (entry) => entries.push(entry) })
  close = bench.close
  const callSid = await bench.call()
  await bench.until(callSid, (call) => call.status === "completed")
  const consequence = "Twilio asks the fallback URL where there is one; otherwise the caller hears"
  const failed = (await stepsOf(bench, callSid)).filter((step) => step.trouble && step.from === step.to)
  expect(failed[0]?.detail).toContain(why)
  expect(failed[0]?.detail).toContain(consequence)
  expect(entries.find((entry) => entry.level === "error")?.explanation).toContain(consequence)
})

test("a callback that fails does not touch the call, and the timeline says so", async () => {
  const bench = await startPayBench()
  close = bench.close
  bench.app.routes["/pay"] = 500
  await bench.open()
  await bench.app.waitFor("/pay")
  await bench.until(bench.callSid, (call) => call.payment?.state === "open")
  await expect
    .poll(() => stepsOf(bench, bench.callSid))
    .toContainEqual(
      expect.objectContaining({ trouble: true, detail: expect.stringContaining("The call goes on") }),
    )
})

test("a long call and many calls keep a bounded number of steps", async () => {
  const timeline = createTimeline(createClock(), (callSid) => callSid)
  for (let call = 0; call < 300; call++) {
    for (let step = 0; step < 500; step++)
      timeline.add(`CA${call}`, { from: "server", to: "twilio", text: "" })
  }
  const kept = Array.from({ length: 300 }, (_, call) => timeline.of(`CA${call}`).length)
  expect(kept.at(-1)).toBe(400)
  expect(kept[0]).toBe(0)
  expect(kept.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(40_000)
})
