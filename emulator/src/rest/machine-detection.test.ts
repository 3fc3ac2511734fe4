// Calls of REST that ask who answered: before the voice URL is asked, or in the background.
import { afterEach, beforeEach, expect, test } from "vitest"
import { ADA, type Bench, FAST, NUMBER, startBench } from "../testing/bench.ts"

let bench: Bench

const HOLD = "<Response><Pause length='60'/></Response>"

beforeEach(async () => {
  const pace = { ...FAST, helloMs: 800, greetingMs: 5_000 }
  bench = await startBench({ "/voice": HOLD, "/amd": 204, "/elsewhere": HOLD }, { pace })
})

afterEach(() => bench.close())

type Options = Partial<Parameters<Bench["client"]["calls"]["create"]>[0]>

/** Places a call, and lets `answeredBy` answer it in time that stands still. */
async function answered(answeredBy: string, more: Options): Promise<string> {
  const { sid } = await bench.client.calls.create({
    to: ADA,
    from: NUMBER,
    machineDetection: "Enable",
    ...(more.twiml ? {} : { url: `${bench.app.url}/voice` }),
    ...more,
  })
  await bench.until(sid, ({ status }) => status === "ringing")
  bench.emulator.clock.set({ mode: "virtual" })
  expect((await bench.control(`/calls/${sid}/answer`, { answeredBy })).status).toBe(200)
  return sid
}

const pass = (milliseconds: number) => bench.emulator.clock.advance(milliseconds)

const warnings = async () => JSON.stringify((await bench.control("/diary")).body)

test.each([
  ["human", "Enable", "human", 2000],
  ["machine_start", "Enable", "machine_start", 2400],
  ["machine_start", "DetectMessageEnd", "machine_end_beep", 5000],
  ["fax", "Enable", "fax", 800],
] as const)(
  "%s, %s: the voice URL is asked when it is known, and told %s",
  async (who, machineDetection, told, ms) => {
    const sid = await answered(who, { machineDetection })
    await pass(ms - 1)
    expect(bench.app.at("/voice")).toEqual([])
    expect(await bench.client.calls(sid).fetch()).toMatchObject({ status: "in-progress", answeredBy: null })
    await pass(1)
    const [asked] = await bench.app.waitFor("/voice")
    expect(asked).toMatchObject({
      signed: true,
      params: { CallSid: sid, AnsweredBy: told, MachineDetectionDuration: String(ms) },
    })
    expect((await bench.client.calls(sid).fetch()).answeredBy).toBe(told)
    expect((await bench.view(sid)).answeredBy).toBe(told)
  },
)

test("in the background the voice URL is asked at once, and the callback told later", async () => {
  const sid = await answered("machine_end_silence", {
    machineDetection: "DetectMessageEnd",
    machineDetectionSpeechEndThreshold: 500,
    asyncAmd: "true",
    asyncAmdStatusCallback: `${bench.app.url}/amd`,
  })
  const [asked] = await bench.app.waitFor("/voice")
  expect(asked?.params).not.toHaveProperty("AnsweredBy")
  await pass(5_499)
  expect(bench.app.at("/amd")).toEqual([])
  await pass(1)
  const [told] = await bench.app.waitFor("/amd")
  expect(told).toMatchObject({ method: "POST", signed: true })
  expect(told?.params).toEqual({
    CallSid: sid,
    AccountSid: bench.emulator.account.sid,
    AnsweredBy: "machine_end_silence",
    MachineDetectionDuration: "5500",
  })
  expect((await bench.client.calls(sid).fetch()).answeredBy).toBe("machine_end_silence")
})

test("in the background without a callback is warned of (21262), and stands in the resource all the same", async () => {
  const sid = await answered("human", { asyncAmd: "true" })
  await pass(2_000)
  expect((await bench.client.calls(sid).fetch()).answeredBy).toBe("human")
  expect(await warnings()).toContain(`"code":21262`)
})

test("the time-out makes it unknown", async () => {
  await answered("machine_end_beep", { machineDetection: "DetectMessageEnd", machineDetectionTimeout: 3 })
  await pass(3_000)
  const [asked] = await bench.app.waitFor("/voice")
  expect(asked?.params).toMatchObject({ AnsweredBy: "unknown", MachineDetectionDuration: "3000" })
})

test("beside SendDigits nothing is detected", async () => {
  const sid = await answered("machine_start", { sendDigits: "1" })
  await pass(10)
  const [asked] = await bench.app.waitFor("/voice")
  expect(asked?.params).not.toHaveProperty("AnsweredBy")
  await pass(10_000)
  expect((await bench.client.calls(sid).fetch()).answeredBy).toBeNull()
})

test("who hangs up before it is known: nobody is asked or told", async () => {
  const waiting = await answered("human", {})
  await bench.control(`/calls/${waiting}/hangup`, {})
  bench.emulator.clock.set({ mode: "real" })
  const asyncAmdStatusCallback = `${bench.app.url}/amd`
  const talking = await answered("human", {
    twiml: HOLD,
    asyncAmd: "true",
    asyncAmdStatusCallback,
  })
  await bench.control(`/calls/${talking}/hangup`, {})
  await pass(60_000)
  expect([bench.app.at("/voice"), bench.app.at("/amd")]).toEqual([[], []])
  expect((await bench.client.calls(talking).fetch()).answeredBy).toBeNull()
})

test("a call that is sent elsewhere meanwhile stays there", async () => {
  const sid = await answered("human", {})
  await bench.client.calls(sid).update({ url: `${bench.app.url}/elsewhere` })
  await bench.app.waitFor("/elsewhere")
  await pass(10_000)
  expect(bench.app.at("/voice")).toEqual([])
})
