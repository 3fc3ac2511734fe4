// When a document cannot be had: the fallback URL with ErrorCode and ErrorUrl, then the spoken application error.
import { afterEach, expect, test } from "vitest"
import { type Bench, NUMBER, startBench } from "../testing/bench.ts"

let bench: Bench

afterEach(() => bench.close())

async function failing(routes: Parameters<typeof startBench>[0]): Promise<string> {
  bench = await startBench(routes)
  await bench.control("/numbers", { phoneNumber: NUMBER, voiceFallbackUrl: `${bench.app.url}/fallback` })
  return bench.call()
}

const heard = async (callSid: string) => {
  const call = await bench.until(callSid, ({ status }) => status === "completed")
  return call.heard.map(({ text }) => text)
}

test.each<[string, number | string, string]>([
  ["an error status", 500, "11200"],
  ["broken XML", "<Response><Say>", "12100"],
])("%s leads to the fallback URL", async (_what, answer, code) => {
  const callSid = await failing({ "/forward": answer, "/fallback": "<Response><Say>Sorry</Say></Response>" })
  const [fallback] = await bench.app.waitFor("/fallback")
  expect(fallback).toMatchObject({ signed: true })
  expect(fallback?.params).toMatchObject({
    CallSid: callSid,
    ErrorCode: code,
    ErrorUrl: `${bench.app.url}/forward`,
  })
  expect(await heard(callSid)).toEqual(["Sorry"])
})

test("a later document that fails leads there too, and the failed one is named", async () => {
  const callSid = await failing({
    "/forward": "<Response><Redirect>/next</Redirect></Response>",
    "/next": 404,
    "/fallback": "<Response><Say>Sorry</Say></Response>",
  })
  expect((await bench.app.waitFor("/fallback"))[0]?.params.ErrorUrl).toBe(`${bench.app.url}/next`)
  expect(await heard(callSid)).toEqual(["Sorry"])
})

test("a number without a voice URL is 11100: its fallback URL is asked, else the error is said", async () => {
  bench = await startBench({ "/fallback": "<Response><Say>Sorry</Say></Response>" })
  const { phoneNumber: to, sid } = await bench.client.incomingPhoneNumbers.create({ areaCode: "415" })
  const place = async () => String((await bench.control("/calls", { from: "+15551230001", to })).body.callSid)
  expect(await heard(await place())).toEqual([expect.stringContaining("an application error has occurred")])
  await bench.client.incomingPhoneNumbers(sid).update({ voiceFallbackUrl: `${bench.app.url}/fallback` })
  expect(await heard(await place())).toEqual(["Sorry"])
  expect((await bench.app.waitFor("/fallback"))[0]?.params).toMatchObject({
    ErrorCode: "11100",
    ErrorUrl: "",
  })
})

test("a fallback that fails too is not asked again: the application error is said", async () => {
  const callSid = await failing({ "/forward": 500, "/fallback": 500 })
  expect(await heard(callSid)).toEqual([expect.stringContaining("an application error has occurred")])
  expect(bench.app.at("/fallback")).toHaveLength(1)
})

test("a whisper may not dial: it is skipped with a warning, and both talk", async () => {
  bench = await startBench({ "/answered": "<Response><Dial>+15550001002</Dial><Say>Hello</Say></Response>" })
  const callSid = await bench.talk()
  const call = await bench.until(callSid, ({ legs }) => legs[0]?.heard.length === 1)
  expect(call.legs).toHaveLength(1)
  expect(JSON.stringify((await bench.control("/diary")).body)).toContain(
    "<Dial> does not belong into a whisper document",
  )
})
