// Gather that listens for words: what a caller says, as text, by HTTP and by code.
import { afterEach, expect, test } from "vitest"
import { type Bench, startBench } from "../testing/bench.ts"

let bench: Bench

afterEach(() => bench.close())

/** A bench whose voice document is `gather`, then a Say. */
async function start(gather: string): Promise<void> {
  bench = await startBench({
    "/forward": `<Response>${gather}<Say>Nothing</Say></Response>`,
    "/said": "<Response><Say>Thanks</Say></Response>",
    "/partial": 204,
  })
}

const action = async () => (await bench.app.waitFor("/said"))[0]?.params ?? {}

test("words go to the action with their confidence, partial ones to the callback", async () => {
  await start(
    `<Gather input="speech" action="/said" partialResultCallback="/partial" speechTimeout="auto"><Say>How can I help?</Say></Gather>`,
  )
  const call = await bench.emulator.call()
  await call.until(({ activity }) => activity === "Waits for words")
  await call.say("I want to pay", { confidence: 0.75 })
  expect(await action()).toMatchObject({
    SpeechResult: "I want to pay",
    Confidence: "0.75",
    CallStatus: "in-progress",
  })
  expect(await action()).not.toHaveProperty("Digits")
  const partial = await bench.app.waitFor("/partial", 4)
  expect(partial.map(({ params }) => [params.SequenceNumber, params.UnstableSpeechResult])).toEqual([
    ["0", "I"],
    ["1", "I want"],
    ["2", "I want to"],
    ["3", "I want to pay"],
  ])
  expect(partial.every(({ signed }) => signed)).toBe(true)
})

test("sentences before the silence are one result; keys are not heard", async () => {
  await start(`<Gather input="speech" action="/said" timeout="30" speechTimeout="1"/>`)
  const call = await bench.emulator.call()
  await call.until(({ activity }) => activity === "Waits for words")
  await call.keys("1")
  await call.say("My number")
  await call.say("is seven")
  expect(await action()).toMatchObject({ SpeechResult: "My number is seven" })
})

test.each([
  ["keys", { Digits: "5" }, "SpeechResult"],
  ["words", { SpeechResult: "five" }, "Digits"],
] as const)("with both inputs, %s that come first are the result", async (first, told, other) => {
  await start(
    `<Gather input="dtmf speech" action="/said" timeout="30" speechTimeout="auto" finishOnKey="#"/>`,
  )
  const call = await bench.emulator.call()
  await call.until(({ activity }) => activity === "Waits for digits (0 keyed, # ends them) or words")
  if (first === "keys") {
    await call.keys("5")
    await call.say("five")
    await call.keys("#")
  } else {
    await call.say("five")
    await call.keys("5")
  }
  expect(await action()).toMatchObject(told)
  expect(await action()).not.toHaveProperty(other)
})

test("speech interrupts the prompt, is cut at maxSpeechTime, and silence falls through", async () => {
  await start(
    `<Gather input="speech" action="/said" maxSpeechTime="1" timeout="3600"><Pause length="3600"/></Gather>`,
  )
  const call = await bench.emulator.call()
  await call.say("Hello")
  expect(await action()).toMatchObject({ SpeechResult: "Hello" })
  bench.app.routes["/forward"] = `<Response><Gather input="speech" timeout="0"/><Say>Nothing</Say></Response>`
  const silent = await bench.emulator.call()
  await silent.until(({ status }) => status === "completed")
  expect(silent.heard()).toEqual(["Nothing"])
})

test("an empty result can be asked for; wrong attributes have their codes", async () => {
  await start(
    `<Gather input="speech" action="/said" timeout="0" actionOnEmptyResult="true" speechTimeout="soon"/>`,
  )
  await bench.call()
  expect(await action()).toMatchObject({ SpeechResult: "" })
  const { entries } = (await bench.control("/diary")).body as { entries: { code: number | null }[] }
  expect(entries.map(({ code }) => code)).toContain(13327)
})

test("the other party hears what is said, by HTTP; a real card's number is not said", async () => {
  bench = await startBench()
  const callSid = await bench.talk()
  const say = (words: string) => bench.control(`/calls/${callSid}/speech`, { words })
  expect(await say("Hello Ada")).toEqual({ status: 200, body: { callSid, words: "Hello Ada" } })
  expect((await bench.view(callSid)).legs[0]?.heard.at(-1)?.text).toBe("Hello Ada")
  const refused = await say("4539 5787 6362 1486")
  expect(refused.status).toBe(400)
  expect(JSON.stringify(refused.body)).not.toContain("1486")
  expect((await say("")).status).toBe(400)
  await bench.control(`/calls/${callSid}/hangup`, {})
  expect((await say("Anybody?")).status).toBe(409)
})
