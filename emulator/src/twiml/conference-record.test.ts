// The recording of a conference: from its start to its end, and whom it is told to.
import { afterEach, expect, test } from "vitest"
import { type Bench, startBench } from "../testing/bench.ts"

let bench: Bench

afterEach(() => bench.close())

/** The first waits for 3 seconds and talks for 7, the second stays for another 2; answers the first one's call. */
async function hold(attributes: string): Promise<string> {
  const conference = `<Conference ${attributes}>room</Conference>`
  bench = await startBench({
    "/forward": `<Response><Dial action="/finished">${conference}</Dial></Response>`,
    "/recorded": 204,
    "/record-end": 204,
    "/ended": 204,
  })
  const { clock } = bench.emulator
  clock.set({ mode: "virtual" })
  const enter = async (from: string) => {
    const callSid = await bench.call(from)
    await bench.until(callSid, ({ activity }) => activity.startsWith("In the conference room"))
    return callSid
  }
  const first = await enter("+15551230001")
  await clock.advance(3_000)
  const second = await enter("+15551230002")
  await clock.advance(7_000)
  await bench.control(`/calls/${first}/hangup`, {})
  await clock.advance(2_000)
  await bench.control(`/calls/${second}/hangup`, {})
  await clock.advance(1_000)
  await bench.app.waitFor("/finished", 2)
  return first
}

test("record-from-start records what follows the start, and tells its callback", async () => {
  const first = await hold(
    `record="record-from-start" recordingStatusCallback="/recorded" recordingStatusCallbackEvent="in-progress completed" eventCallbackUrl="/record-end"`,
  )
  const [begun, completed] = (await bench.app.waitFor("/recorded", 2)).map(({ params }) => params)
  expect(begun).toMatchObject({ RecordingStatus: "in-progress" })
  expect(completed).toEqual({
    AccountSid: bench.emulator.account.sid,
    ConferenceSid: expect.stringMatching(/^CF[0-9a-f]{32}$/),
    RecordingUrl: expect.stringContaining(`/Recordings/${completed?.RecordingSid}`),
    RecordingSid: expect.stringMatching(/^RE/),
    RecordingDuration: "9",
    RecordingStatus: "completed",
    RecordingChannels: "1",
    RecordingStartTime: expect.any(String),
    RecordingSource: "Conference",
    ErrorCode: "0",
  })
  expect(bench.app.at("/record-end")).toEqual([])
  const [recording] = await bench.client.calls(first).recordings.list()
  expect(recording).toMatchObject({
    conferenceSid: completed?.ConferenceSid,
    source: "Conference",
    status: "completed",
    duration: "9",
  })
})

test("eventCallbackUrl is told of the end where the recording has no callback", async () => {
  await hold(`record="true" eventCallbackUrl="/record-end" statusCallback="/ended" statusCallbackEvent="end"`)
  const [told] = await bench.app.waitFor("/record-end")
  expect(told?.method).toBe("POST")
  expect(told?.params).toEqual({
    ConferenceSid: (await bench.app.waitFor("/ended"))[0]?.params.ConferenceSid,
    FriendlyName: "room",
    AccountSid: bench.emulator.account.sid,
    SequenceNumber: "7",
    Timestamp: expect.any(String),
    EventName: "conference-record-end",
    RecordingUrl: expect.stringContaining("/Recordings/RE"),
    Duration: "9",
    RecordingFileSize: "144044",
  })
})

test.each([`record="do-not-record"`, `record="false"`, ""])("nothing is recorded with %s", async (record) => {
  const first = await hold(`${record} recordingStatusCallback="/recorded" eventCallbackUrl="/record-end"`)
  expect(await bench.client.calls(first).recordings.list()).toEqual([])
  expect([...bench.app.at("/recorded"), ...bench.app.at("/record-end")]).toEqual([])
})
