// Recordings of a call: what a pause does to their length, what they refuse, and whom they tell (facts 1.11).
import { afterEach, beforeEach, expect, test } from "vitest"
import { type Bench, startBench } from "../testing/bench.ts"

let bench: Bench

beforeEach(async () => {
  bench = await startBench({ "/recorded": 204 })
})

afterEach(() => bench.close())

test.each([
  ["skip", "6"],
  ["silence", "10"],
])("10 s with a pause of 4 s and PauseBehavior=%s are %s s long", async (pauseBehavior, seconds) => {
  const { recordings } = bench.client.calls(await bench.talk())
  const { clock } = bench.emulator
  clock.set({ mode: "virtual" })
  const { sid } = await recordings.create({
    recordingStatusCallback: `${bench.app.url}/recorded`,
    recordingStatusCallbackEvent: ["in-progress", "completed"],
  })
  await clock.advance(3_000)
  expect(await recordings(sid).update({ status: "paused", pauseBehavior })).toMatchObject({
    status: "paused",
  })
  await clock.advance(4_000)
  await recordings("Twilio.CURRENT").update({ status: "in-progress" })
  await clock.advance(3_000)
  expect(await recordings(sid).update({ status: "stopped" })).toMatchObject({ status: "stopped" })
  await clock.advance(1_000)
  const [begun, completed] = await bench.app.waitFor("/recorded", 2)
  expect(begun?.params).toMatchObject({ RecordingStatus: "in-progress", RecordingSid: sid })
  expect(begun?.params).not.toHaveProperty("RecordingDuration")
  expect(completed?.params).toMatchObject({ RecordingStatus: "completed", RecordingDuration: seconds })
  expect(await recordings(sid).fetch()).toMatchObject({ status: "completed", duration: seconds })
  await expect(recordings(sid).update({ status: "paused" })).rejects.toMatchObject({
    status: 400,
    code: 21220,
  })
  await expect(recordings("Twilio.CURRENT").fetch()).rejects.toMatchObject({ status: 404, code: 20404 })
})

test("both sides apart are two channels; unless told otherwise only the completion is told", async () => {
  const { recordings } = bench.client.calls(await bench.talk())
  const recordingStatusCallback = `${bench.app.url}/recorded`
  const { sid } = await recordings.create({ recordingChannels: "dual", recordingStatusCallback })
  await recordings(sid).update({ status: "stopped" })
  await bench.app.waitFor("/recorded")
  expect(bench.app.at("/recorded")).toMatchObject([
    { params: { RecordingStatus: "completed", RecordingChannels: "2", RecordingSid: sid } },
  ])
  expect(await recordings(sid).fetch()).toMatchObject({ channels: 2 })
})

test("a call that has ended is not recorded", async () => {
  const callSid = await bench.talk()
  await bench.control(`/calls/${callSid}/hangup`, {})
  const recording = bench.client.calls(callSid).recordings.create()
  await expect(recording).rejects.toMatchObject({ status: 400, code: 21220 })
})
