// A document that is asked for by GET, or a recording, may come from Twilio's cache; the log and the timeline say so.
import { afterEach, expect, test } from "vitest"
import { type Bench, startBench } from "../testing/bench.ts"

let bench: Bench

afterEach(() => bench.close())

const menu = (words: string) => `<Response><Say>${words}</Say><Redirect>/again</Redirect></Response>`

/** /menu, asked for twice in each call, is edited after the first time. */
async function startMenu(headers: Record<string, string>) {
  let edits = 0
  const again = [
    `<Response><Redirect method="GET">/menu</Redirect></Response>`,
    "<Response><Hangup/></Response>",
  ]
  bench = await startBench({
    "/forward": `<Response><Say>Hello</Say><Redirect method="GET">/menu</Redirect></Response>`,
    "/menu": (request, response) => {
      if (request.headers["if-none-match"]) response.writeHead(304, headers).end()
      else response.writeHead(200, { "content-type": "text/xml", ...headers }).end(menu(`Menu ${++edits}`))
    },
    "/again": (request, response) => {
      const turn = bench.app.at("/again").filter(({ params }) => params.CallSid === request.params.CallSid)
      response.writeHead(200, { "content-type": "text/xml" }).end(again[turn.length - 1])
    },
  })
}

async function callToTheEnd() {
  const callSid = await bench.call()
  const { heard } = await bench.until(callSid, ({ status }) => status === "completed")
  return { callSid, heard: heard.map(({ text }) => text) }
}

async function told(callSid: string) {
  const { entries } = (await bench.control("/diary")).body as { entries: { text: string }[] }
  const { steps } = (await bench.control(`/calls/${callSid}/timeline`)).body as {
    steps: { text: string; answer: string }[]
  }
  return {
    log: entries.map(({ text }) => text).filter((text) => text.includes("Twilio's cache")),
    answers: steps.filter(({ text }) => text === "GET /menu").map(({ answer }) => answer),
  }
}

test("a fresh one is used again in its call, edited or not; the next call asks anew", async () => {
  await startMenu({ "cache-control": "max-age=3600" })
  const { callSid, heard } = await callToTheEnd()
  expect(bench.app.at("/menu")).toHaveLength(1)
  expect(heard.join()).toBe("Hello,Menu 1,Menu 1")
  const { log, answers } = await told(callSid)
  expect(log).toEqual([expect.stringMatching(/\/menu is still fresh in Twilio's cache.*no-cache/)])
  expect(answers[0]).toMatch(/^200 in \d+ ms <Response>/)
  expect(answers[1]).toMatch(/^200 in \d+ ms from Twilio's cache, your server was not asked <Response>/)
  expect((await callToTheEnd()).heard.join()).toBe("Hello,Menu 2,Menu 2")
})

test("one that the server says is unchanged is used again", async () => {
  await startMenu({ etag: `"v1"` })
  const { callSid, heard } = await callToTheEnd()
  expect(bench.app.at("/menu")).toHaveLength(2)
  expect(heard.join()).toBe("Hello,Menu 1,Menu 1")
  const { log, answers } = await told(callSid)
  expect(log).toEqual([expect.stringContaining("/menu was answered 304: it is the one in Twilio's cache")])
  expect(answers[1]).toContain("from Twilio's cache, after your server's 304 <Response>")
})

test("a recording belongs to all calls: the next one hears it without asking", async () => {
  const headers = { "content-type": "audio/mpeg", "cache-control": "max-age=3600" }
  bench = await startBench({
    "/forward": "<Response><Play>/song.mp3</Play></Response>",
    "/song.mp3": (_request, response) => void response.writeHead(200, headers).end("I".repeat(200_000)),
  })
  await callToTheEnd()
  const { callSid, heard } = await callToTheEnd()
  expect(heard).toEqual([`Recording ${bench.app.url}/song.mp3`])
  expect(bench.app.at("/song.mp3")).toHaveLength(1)
  expect((await told(callSid)).log).toEqual([
    expect.stringContaining("/song.mp3 is still fresh in Twilio's cache"),
  ])
})

test("without a word about caching it is asked for each time", async () => {
  await startMenu({})
  const { callSid, heard } = await callToTheEnd()
  expect(heard.join()).toBe("Hello,Menu 1,Menu 2")
  expect((await told(callSid)).log).toEqual([])
})
