// What a call's documents may be, and what it takes along from one to the next (facts 4.1, 5.4).
import { afterEach, expect, test } from "vitest"
import { ADA, type Bench, startBench } from "../testing/bench.ts"
import type { Answer } from "../testing/customer-app.ts"

let bench: Bench

afterEach(() => bench.close())

const codes = async () => {
  const { entries } = (await bench.control("/diary")).body as { entries: { code: number | null }[] }
  return entries.map(({ code }) => code)
}

async function callWith(voice: Answer) {
  bench = await startBench({ "/forward": voice })
  const callSid = await bench.call()
  await bench.until(callSid, ({ status }) => status === "completed")
  return (await bench.view(callSid)).heard.map(({ text }) => text)
}

const typed =
  (type: string, body: string): Answer =>
  (_request, response) =>
    void response.writeHead(200, { "content-type": type }).end(body)

test("text/html is TwiML too, plain text is read aloud, audio is played", async () => {
  expect(await callWith(typed("text/html; charset=utf-8", "<Response><Say>Hello</Say></Response>"))).toEqual([
    "Hello",
  ])
  await bench.close()
  expect(await callWith(typed("text/plain", "Good morning\n"))).toEqual(["Good morning"])
  await bench.close()
  expect(await callWith(typed("audio/mpeg", "ID3"))).toEqual([`Recording ${bench.app.url}/forward`])
})

test("a cookie of the first document comes back with the next, and not with another call", async () => {
  await callWith((_request, response) =>
    response
      .writeHead(200, { "content-type": "text/xml", "set-cookie": "visit=1" })
      .end("<Response><Redirect>/answered</Redirect></Response>"),
  )
  expect(bench.app.at("/answered")[0]?.headers.cookie).toBe("visit=1")
  await bench.call("+15551230002")
  expect((await bench.app.waitFor("/forward", 2))[1]?.headers.cookie).toBeUndefined()
})

test("a cookie comes back with the action that hears of a hang-up", async () => {
  const dial = `<Response><Dial action="/finished">${ADA}</Dial></Response>`
  const headers = { "content-type": "text/xml", "set-cookie": "visit=1" }
  bench = await startBench({
    "/forward": (_request, response) => void response.writeHead(200, headers).end(dial),
  })
  const callSid = await bench.talk()
  await bench.control(`/calls/${callSid}/hangup`, {})
  expect((await bench.app.waitFor("/finished"))[0]?.headers.cookie).toBe("visit=1")
})

test("more than 64 KB are 11750", async () => {
  await callWith(`<Response><Say>${"a".repeat(65_536)}</Say></Response>`)
  expect(await codes()).toContain(11750)
})
