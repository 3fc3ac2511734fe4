// What is said in a conference: who hears it, who is coached, and the events of who speaks.
import { afterEach, beforeEach, expect, test } from "vitest"
import { type Bench, startBench } from "../testing/bench.ts"

let bench: Bench

const dial = (attributes: string) =>
  `<Response><Dial><Conference beep="false" waitUrl="" ${attributes}>room</Conference></Dial></Response>`

beforeEach(async () => {
  bench = await startBench({ "/events": 204 })
})

afterEach(() => bench.close())

/** A caller who is in the room. */
async function enter(from: string, attributes = ""): Promise<string> {
  bench.app.routes["/forward"] = dial(attributes)
  const callSid = await bench.call(from)
  await bench.until(callSid, ({ activity }) => activity.startsWith("In the conference room"))
  return callSid
}

const say = (callSid: string, words: string) => bench.control(`/calls/${callSid}/speech`, { words })

/** What each of them heard. */
const heard = async (...callSids: string[]) =>
  (await Promise.all(callSids.map(bench.view))).map((call) => call.heard.map(({ text }) => text))

test("all others hear it, once the conference has started; nobody hears the muted", async () => {
  const first = await enter("+15551230001")
  await say(first, "anybody there")
  const second = await enter("+15551230002")
  const third = await enter("+15551230003", `muted="true"`)
  await say(second, "hello")
  await say(third, "can you hear me")
  expect(await heard(first, second, third)).toEqual([["hello"], [], ["hello"]])
})

test("a coach hears all, and is heard by the coached participant only", async () => {
  const events = `statusCallback="/events" statusCallbackEvent="join"`
  const customer = await enter("+15551230001", events)
  const agent = await enter("+15551230002")
  const coach = await enter("+15551230003", `coach="${agent}"`)
  await say(coach, "offer a discount")
  await say(agent, "there is a discount")
  expect(await heard(customer, agent, coach)).toEqual([
    ["there is a discount"],
    ["offer a discount"],
    ["there is a discount"],
  ])
  const joined = await bench.app.waitFor("/events", 3)
  expect(joined.map(({ params }) => [params.Coaching, params.CallSidToCoach])).toEqual([
    ["false", undefined],
    ["false", undefined],
    ["true", agent],
  ])
})

test("speaker events tell who begins and stops; those of the muted are not told", async () => {
  const first = await enter("+15551230001", `statusCallback="/events" statusCallbackEvent="speaker"`)
  const second = await enter("+15551230002", `muted="true"`)
  await say(second, "one")
  await say(first, "two")
  const events = (await bench.app.waitFor("/events", 2)).map(({ params }) => params)
  expect(events.map((event) => [event.StatusCallbackEvent, event.CallSid])).toEqual([
    ["participant-speech-start", first],
    ["participant-speech-stop", first],
  ])
})
