// <Play digits>: tones on the line, with their pauses (Twilio's documents of the verb).
import { expect, test } from "vitest"
import { FAST, startBench } from "../testing/bench.ts"

test("digits are sounded one by one, w pausing half a second and W one", async () => {
  const play = `<Response><Pause length="1"/><Play digits="1wwW2"/><Pause length="60"/></Response>`
  const pace = { ...FAST, keyPauseMs: 500 }
  const bench = await startBench({ "/forward": play }, { pace, time: { mode: "virtual" } })
  const callSid = await bench.call()
  const tones = async () => (await bench.view(callSid)).heard[0]?.times ?? 0
  await bench.app.waitFor("/forward")
  await bench.emulator.clock.advance(1_000)
  expect(await tones()).toBe(0)
  await bench.emulator.clock.advance(1_900)
  expect(await tones()).toBe(1)
  await bench.emulator.clock.advance(200)
  expect(await tones()).toBe(2)
  await bench.close()
})
