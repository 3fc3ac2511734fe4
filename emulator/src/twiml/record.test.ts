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

const WITHOUT_PCI: EmulatorOptions = { switches: { "PCI mode": "off" }, time: { speed: 10 } }

/** Says something into the recording, `seconds` of emulated time before it ends. */
async function speak(callSid: string, words: string, seconds: number): Promise<void> {
  await bench.until(callSid, ({ activity }) => activity.startsWith("Is recorded"))
  await bench.control(`/calls/${callSid}/speech`, { words })
  const { clock } = bench.emulator
  const { speed } = clock.settings()
  // Only while nobody is asked anything: a webhook would time out.
  clock.set({ speed: 200 })
  await clock.pass(seconds * 1000)
  clock.set({ speed })
  await bench.control(`/calls/${callSid}/digits`, { digits: "#" })
}

test("what is said meanwhile is the transcription; a transcribeCallback alone asks for it", async () => {
  const callSid = await recording(`transcribeCallback="/events"`, WITHOUT_PCI)
  await speak(callSid, "Please call me back", 3)
  const action = await params("/recorded")
  const told = await params("/events")
  expect(told).toMatchObject({
    CallSid: callSid,
    TranscriptionText: "Please call me back",
    TranscriptionStatus: "completed",
    RecordingSid: action.RecordingSid,
    RecordingUrl: action.RecordingUrl,
    Direction: "inbound",
  })
  expect(told.TranscriptionSid).toMatch(/^TR[0-9a-f]{32}$/)
  expect(told.TranscriptionUrl).toContain(
    `/Recordings/${action.RecordingSid}/Transcriptions/${told.TranscriptionSid}`,
  )
})

test("whoever says nothing and hangs up is (blank)", async () => {
  const callSid = await recording(`transcribe="true" transcribeCallback="/events"`, WITHOUT_PCI)
  await bench.until(callSid, ({ activity }) => activity.startsWith("Is recorded"))
  await bench.emulator.clock.pass(3000)
  await bench.control(`/calls/${callSid}/hangup`, {})
  expect(await params("/events")).toMatchObject({ TranscriptionText: "(blank)", CallStatus: "completed" })
})

const TOLD = `transcribeCallback="/events"`

test.each([
  ["too short", TOLD, { ...WITHOUT_PCI, time: { speed: 1 } }, 0, `"code":13617`],
  ["too long", TOLD, WITHOUT_PCI, 125, `"code":13617`],
  ["PCI mode", `transcribe="true" ${TOLD}`, { time: { speed: 10 } }, 3, "none in PCI mode"],
])("no transcription, and the log says why: %s", async (_why, attributes, options, seconds, words) => {
  const callSid = await recording(attributes, options)
  await speak(callSid, "Hello", seconds)
  await params("/recorded")
  const diary = JSON.stringify((await bench.control("/diary")).body)
  expect(diary).toContain("makes no transcription")
  expect(diary).toContain(words)
  expect(bench.app.at("/events")).toEqual([])
})

test("without transcribe nobody is told", async () => {
  const callSid = await recording(`transcribe="false"`, WITHOUT_PCI)
  await speak(callSid, "Hello", 3)
  await params("/recorded")
  expect(JSON.stringify((await bench.control("/diary")).body)).not.toContain("transcription")
})
