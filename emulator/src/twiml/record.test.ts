// Record over real HTTP: what ends it, what the action and the recording's callback are told.
import { afterEach, expect, test } from "vitest"
import type { EmulatorOptions } from "../emulator.ts"
import { type Bench, startBench } from "../testing/bench.ts"

let bench: Bench

afterEach(() => bench.close())

async function recording(attributes: string, options: EmulatorOptions = {}): Promise<string> {
  const forward = `<Response><Record action="/recorded" ${attributes}/><Say>Nothing</Say></Response>`
  bench = await startBench({ "/forward": forward, "/recorded": "<Response/>", "/events": 204 }, options)
  return bench.call()
}

const params = async (path: string) => (await bench.app.waitFor(path))[0]?.params ?? {}

test("a finish key ends it; others do not", async () => {
  const callSid = await recording(`finishOnKey="#" recordingStatusCallback="/events"`)
  const call = await bench.until(callSid, ({ activity }) => activity === "Is recorded (# ends it)")
  expect(call.heard).toMatchObject([{ text: "Beep" }])
  await bench.control(`/calls/${callSid}/digits`, { digits: "12#" })
  const action = await params("/recorded")
  expect(action).toMatchObject({ Digits: "#", RecordingDuration: "0", CallStatus: "in-progress" })
  expect(action.RecordingUrl).toContain(`/Recordings/${action.RecordingSid}`)
  expect(await params("/events")).toMatchObject({
    RecordingSid: action.RecordingSid,
    RecordingStatus: "completed",
    RecordingSource: "RecordVerb",
  })
  expect(await bench.client.calls(callSid).recordings.list()).toHaveLength(1)
})

test("a hang-up ends it with Digits=hangup", async () => {
  const callSid = await recording(`playBeep="false"`)
  await bench.until(callSid, ({ activity }) => activity.startsWith("Is recorded"))
  await bench.control(`/calls/${callSid}/hangup`, {})
  expect(await params("/recorded")).toMatchObject({ Digits: "hangup", CallStatus: "completed" })
})

test("its longest time ends it", async () => {
  await recording(`maxLength="1"`)
  expect(await params("/recorded")).toMatchObject({ Digits: "", RecordingDuration: "1" })
})

test("who stays silent falls through to the next verb", async () => {
  const callSid = await recording(`timeout="1"`, { switches: { "caller at <Record>": "stays silent" } })
  const call = await bench.until(callSid, ({ status }) => status === "completed")
  expect(call.heard.at(-1)?.text).toBe("Nothing")
  expect(bench.app.at("/recorded")).toEqual([])
})
