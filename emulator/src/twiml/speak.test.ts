// <Play>: recordings are fetched, digits are tones with their pauses (Twilio's documents of the verb).
import { afterEach, expect, test } from "vitest"
import type { EmulatorOptions } from "../emulator.ts"
import { type Bench, CUSTOMER, FAST, startBench } from "../testing/bench.ts"
import type { Answer } from "../testing/customer-app.ts"

let bench: Bench

afterEach(() => bench.close())

const sound: Answer = (_request, response) =>
  void response.writeHead(200, { "content-type": "audio/mpeg" }).end("ID3")

/** Runs the verbs on a call to its end; answers what was heard. */
async function hear(verbs: string, routes: Record<string, Answer> = {}, options: EmulatorOptions = {}) {
  bench = await startBench({ "/forward": `<Response>${verbs}</Response>`, ...routes }, options)
  const callSid = await bench.call()
  const { heard } = await bench.until(callSid, ({ status }) => status === "completed")
  return heard.map(({ text }) => text)
}

const codes = async () => {
  const { entries } = (await bench.control("/diary")).body as { entries: { code: number | null }[] }
  return entries.flatMap(({ code }) => code ?? [])
}

test("a recording is asked for once by a signed GET without parameters, however often it is played", async () => {
  const heard = await hear(`<Play loop="3">/song.mp3</Play>`, { "/song.mp3": sound })
  expect(heard).toEqual(Array.from({ length: 3 }, () => `Recording ${bench.app.url}/song.mp3`))
  expect(bench.app.at("/song.mp3")).toMatchObject([{ method: "GET", path: "/song.mp3", signed: true }])
  expect(await codes()).toEqual([])
})

test.each<[string, Answer, number]>([
  ["is not there", 404, 11200],
  ["is no audio", "<Response/>", 12300],
])("a recording that %s is an application error", async (_what, answer, code) => {
  const heard = await hear("<Play>/song.mp3</Play><Say>Next</Say>", { "/song.mp3": answer })
  expect(heard).toEqual([expect.stringContaining("application error")])
  expect(await codes()).toEqual([code])
})

test("a host of one's own that does not answer is an error too; one that no network leads to is warned of", async () => {
  expect(await hear("<Play>http://localhost:1/song.mp3</Play><Say>Next</Say>")).toEqual([
    expect.stringContaining("application error"),
  ])
  expect(await codes()).toEqual([11205])
  await bench.close()
  expect(await hear("<Play>http://nowhere.invalid/song.mp3</Play><Say>Next</Say>")).toEqual([
    "Recording http://nowhere.invalid/song.mp3",
    "Next",
  ])
  expect(await codes()).toEqual([11210])
})

test("a document that is a recording itself is not asked for again", async () => {
  await hear("", { "/forward": sound })
  expect(bench.app.at("/forward")).toHaveLength(1)
})

test("a fault may strike the recording, and nothing else, of one caller", async () => {
  const lost = { on: "webhook", call: CUSTOMER, match: { kind: "media" }, do: { action: "drop" } } as const
  await hear("<Play>/song.mp3</Play>", { "/song.mp3": sound }, { faults: [lost] })
  expect(await codes()).toContain(11205)
  expect(bench.app.at("/song.mp3")).toEqual([])
})

test("digits are sounded one by one, w pausing half a second and W one", async () => {
  const play = `<Response><Pause length="1"/><Play digits="1wwW2"/><Pause length="60"/></Response>`
  const pace = { ...FAST, keyPauseMs: 500 }
  bench = await startBench({ "/forward": play }, { pace, time: { mode: "virtual" } })
  const callSid = await bench.call()
  const tones = async () => (await bench.view(callSid)).heard[0]?.times ?? 0
  await bench.app.waitFor("/forward")
  await bench.emulator.clock.advance(1_000)
  expect(await tones()).toBe(0)
  await bench.emulator.clock.advance(1_900)
  expect(await tones()).toBe(1)
  await bench.emulator.clock.advance(200)
  expect(await tones()).toBe(2)
})
