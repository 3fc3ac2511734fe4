// Gather over real HTTP: prompts and barge-in, finish key, number, time-out, empty results, default action.
import { afterEach, expect, test } from "vitest"
import { type Bench, startBench } from "../testing/bench.ts"

let bench: Bench

afterEach(() => bench.close())

const NEXT = "<Response><Say>Thanks</Say></Response>"

/** A call that waits for digits, with `gather` as its document. */
async function gathering(gather: string): Promise<string> {
  bench = await startBench({
    "/forward": `<Response>${gather}<Say>Nothing</Say></Response>`,
    "/digits": NEXT,
  })
  const callSid = await bench.call()
  await bench.until(callSid, ({ activity }) => activity.startsWith("Waits for digits"))
  return callSid
}

const key = (callSid: string, digits: string) => bench.control(`/calls/${callSid}/digits`, { digits })
const heard = async (callSid: string) => {
  const call = await bench.until(callSid, ({ status }) => status === "completed")
  return call.heard.map(({ text }) => text)
}

test("the finish key submits what was keyed before it, and the page never shows the digits", async () => {
  const callSid = await gathering(`<Gather action="/digits"/>`)
  await key(callSid, "123")
  expect((await bench.view(callSid)).activity).toBe("Waits for digits (3 keyed, # ends them)")
  await key(callSid, "#")
  const [action] = await bench.app.waitFor("/digits")
  expect(action).toMatchObject({ method: "POST", signed: true })
  expect(action?.params).toMatchObject({ Digits: "123", FinishedOnKey: "#", CallStatus: "in-progress" })
  expect(await heard(callSid)).toEqual(["Thanks"])
  expect(JSON.stringify((await bench.control("/diary")).body)).not.toContain("123#")
})

test("numDigits submits at once, with another finish key or none", async () => {
  const callSid = await gathering(`<Gather action="/digits" numDigits="4" finishOnKey="" method="GET"/>`)
  await key(callSid, "1#*4")
  const [action] = await bench.app.waitFor("/digits")
  expect(action?.method).toBe("GET")
  expect(new URLSearchParams(action?.path.split("?")[1]).get("Digits")).toBe("1#*4")
})

test("the first key interrupts the prompt, and time submits the digits", async () => {
  const callSid = await gathering(
    `<Gather action="/digits" timeout="0"><Say>Choose</Say><Pause length="3600"/><Say>never</Say></Gather>`,
  )
  await key(callSid, "5")
  expect((await bench.app.waitFor("/digits"))[0]?.params).toMatchObject({ Digits: "5", FinishedOnKey: "" })
  expect(await heard(callSid)).toEqual(["Choose", "Thanks"])
})

test("with bargeIn=false the prompt is spoken to its end", async () => {
  const callSid = await gathering(
    `<Gather action="/digits" timeout="0" bargeIn="false"><Say>One</Say><Pause length="1"/><Say>Two</Say></Gather>`,
  )
  await key(callSid, "5")
  expect((await bench.app.waitFor("/digits"))[0]?.params.Digits).toBe("5")
  expect(await heard(callSid)).toEqual(["One", "Two", "Thanks"])
})

test("no digit, or the finish key alone, falls through to the next verb", async () => {
  const callSid = await gathering(`<Gather action="/digits" timeout="3600"/>`)
  await key(callSid, "#")
  expect(await heard(callSid)).toEqual(["Nothing"])
  expect(bench.app.at("/digits")).toEqual([])
})

test("actionOnEmptyResult asks the action all the same", async () => {
  bench = await startBench({
    "/forward": `<Response><Gather action="/digits" timeout="0" actionOnEmptyResult="true"/></Response>`,
    "/digits": NEXT,
  })
  await bench.call()
  expect((await bench.app.waitFor("/digits"))[0]?.params).toMatchObject({ Digits: "", FinishedOnKey: "" })
})

test("without an action the current document is asked again", async () => {
  const callSid = await gathering(`<Gather numDigits="1"/>`)
  await key(callSid, "9")
  const requests = await bench.app.waitFor("/forward", 2)
  expect(requests[1]?.params.Digits).toBe("9")
})

test("what does not belong into a Gather is skipped", async () => {
  bench = await startBench({
    "/forward": `<Response><Gather timeout="0"><Dial>+15550001001</Dial></Gather></Response>`,
  })
  expect(await heard(await bench.call())).toEqual([])
  const diary = JSON.stringify((await bench.control("/diary")).body)
  expect(diary).toContain("<Dial> does not belong into <Gather>")
})

test("a caller keys only when asked: digits wait for the Gather", async () => {
  bench = await startBench(
    {
      "/forward": `<Response><Pause length="1"/><Gather numDigits="2" action="/digits"/></Response>`,
      "/digits": NEXT,
    },
    { pace: { keyMs: 1, promptWaitMs: 10_000 } },
  )
  const callSid = await bench.call()
  await key(callSid, "12")
  expect((await bench.app.waitFor("/digits"))[0]?.params.Digits).toBe("12")
})
