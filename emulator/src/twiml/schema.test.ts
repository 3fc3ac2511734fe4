// Warnings about attributes: unknown ones, wrong methods, booleans and numbers, each with Twilio's code.
import { afterEach, expect, test } from "vitest"
import { type Bench, startBench } from "../testing/bench.ts"

let bench: Bench

afterEach(() => bench.close())

test.each([
  [`<Say shout="yes">x</Say>`, 12200, "<Say> has no attribute shout"],
  [`<Pause length="long"/>`, 13910, `length="long"`],
  [`<Say loop="x">x</Say>`, 13510, `loop="x"`],
  [`<Gather numDigits="many" timeout="0"/>`, 13314, `numDigits="many"`],
  [`<Gather timeout="0" finishOnKey="##"/>`, 13310, `finishOnKey="##"`],
  [`<Gather timeout="0" bargeIn="maybe"/>`, 13332, "must be true or false"],
  [`<Gather timeout="0" input="mind"/>`, 13326, "dtmf is used"],
  [`<Play digits="12x"/>`, 13430, "nothing is played"],
  [`<Gather timeout="0"><Hangup/></Gather>`, 13320, "<Hangup> does not belong into <Gather>"],
  [`<Redirect method="PUT">/next</Redirect>`, 13710, "must be GET or POST"],
  [`<Enqueue></Enqueue>`, 14204, "no name"],
  [`<Enqueue>${"q".repeat(65)}</Enqueue>`, 14205, "64 characters"],
  [`<Dial><Conference muted="1"></Conference></Dial>`, 13230, "must be true or false"],
  [`<Dial><Conference beep="once"></Conference></Dial>`, 13235, "must be one of true false onEnter onExit"],
  [`<Dial><Conference trim="all"></Conference></Dial>`, 13239, "must be one of trim-silence"],
  [`<Dial><Conference record="yes"></Conference></Dial>`, 12200, "must be one of do-not-record"],
])("%s warns with %i and goes on", async (verb, code, words) => {
  bench = await startBench({
    "/forward": `<Response>${verb}<Say>Next</Say></Response>`,
    "/next": "<Response><Say>Next</Say></Response>",
  })
  const callSid = await bench.call()
  const call = await bench.until(callSid, ({ status }) => status === "completed")
  expect(call.heard.at(-1)?.text).toBe("Next")
  const { entries } = (await bench.control("/diary")).body as { entries: { code: number; text: string }[] }
  expect(entries).toContainEqual(expect.objectContaining({ code, text: expect.stringContaining(words) }))
})
