// The control API: what scripts may do, and how it refuses the rest in words.
import http from "node:http"
import { afterEach, beforeEach, expect, test } from "vitest"
import { ADA, type Bench, CUSTOMER, NUMBER, startBench } from "../testing/bench.ts"

let bench: Bench

beforeEach(async () => {
  bench = await startBench()
})

afterEach(() => bench.close())

const placed = { from: CUSTOMER, to: NUMBER }

test("answer waits for a phone that is about to ring", async () => {
  let release = () => {}
  bench.app.routes["/forward"] = (_request, response) => {
    release = () =>
      response.writeHead(200, { "content-type": "text/xml" }).end(`<Response><Dial>${ADA}</Dial></Response>`)
  }
  const callSid = await bench.call()
  await bench.app.waitFor("/forward")
  const answering = bench.control(`/calls/${callSid}/answer`, {})
  release()
  expect(await answering).toMatchObject({ status: 200, body: { callSid, phone: ADA } })
})

test("answer says why nothing rings: not forwarded, already talking, ended", async () => {
  bench.app.routes["/forward"] = `<Response><Pause length="60"/></Response>`
  const waiting = await bench.call()
  const { status, body } = await bench.control(`/calls/${waiting}/answer`, {})
  expect([status, body.error]).toEqual([409, expect.stringContaining("No phone rang within 400 ms")])
  bench.app.routes["/forward"] = `<Response><Dial>${ADA}</Dial></Response>`
  const talking = await bench.talk()
  expect((await bench.control(`/calls/${talking}/answer`, {})).body.error).toContain(
    `already talks to ${ADA}`,
  )
  await bench.control(`/calls/${talking}/hangup`, {})
  expect((await bench.control(`/calls/${talking}/decline`, {})).body.error).toContain("the call has ended")
  expect(await bench.control(`/calls/${talking}/hangup`, {})).toMatchObject({ status: 409 })
  expect(await bench.control(`/calls/${talking}/digits`, { digits: "1" })).toMatchObject({ status: 409 })
})

test.each<[string, unknown, number, string]>([
  ["/calls", { to: NUMBER }, 400, `"from" is missing`],
  ["/calls", { from: "555", to: NUMBER }, 400, "must be a phone number"],
  ["/calls", { ...placed, too: "x" }, 400, "The body has an unknown key too: expected from, to, query"],
  [
    "/calls",
    { ...placed, to: "+15559999999" },
    404,
    `No number +15559999999 is emulated: there is ${NUMBER}`,
  ],
  ["/calls", [], 400, "must be a JSON object"],
  ["/calls/CA1/hangup", {}, 404, "there is no call CA1"],
  ["/numbers", { phoneNumber: NUMBER, voiceUrl: "ftp://x" }, 400, "must be an absolute http or https URL"],
])("POST %s with %o is %i", async (path, body, status, words) => {
  const answer = await bench.control(path, body)
  expect([answer.status, answer.body.error]).toEqual([status, expect.stringContaining(words)])
})

test("digits and legs are checked", async () => {
  const callSid = await bench.talk()
  expect((await bench.control(`/calls/${callSid}/digits`, { digits: "12a" })).body.error).toContain(
    "0-9 * # and w",
  )
  expect((await bench.control(`/calls/${callSid}/hangup`, { leg: "foot" })).body.error).toContain(
    `"customer" or "agent"`,
  )
  const child = (await bench.view(callSid)).legs[0]?.callSid
  expect((await bench.control(`/calls/${child}/digits`, { digits: "1" })).body.error).toContain(callSid)
  expect(await bench.control(`/calls/${callSid}/digits`, { digits: "1w2" })).toMatchObject({
    body: { keyed: 2 },
  })
})

test("numbers can be added and pointed elsewhere", async () => {
  const voiceUrl = `${bench.app.url}/second`
  bench.app.routes["/second"] = "<Response/>"
  const added = await bench.control("/numbers", { phoneNumber: "+15550002000", voiceUrl, voiceMethod: "GET" })
  expect(added).toMatchObject({ status: 201, body: { phoneNumber: "+15550002000" } })
  await bench.control("/calls", { from: CUSTOMER, to: "+15550002000" })
  expect(await bench.app.waitFor("/second")).toMatchObject([{ method: "GET", signed: true }])
  expect((await bench.control("/numbers")).body.numbers).toHaveLength(2)
})

test("two calls at once do not mix", async () => {
  const [one, two] = [await bench.talk(), await bench.talk()]
  await bench.control(`/calls/${one}/hangup`, {})
  expect((await bench.view(two)).status).toBe("in-progress")
  expect((await bench.control("/calls")).body.calls).toHaveLength(2)
})

/** fetch does not let a caller choose Host or Origin, so this one is by hand. */
function ask(method: string, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${bench.emulator.url}${path}`, { method, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.on("error", reject)
    request.end()
  })
}

test("pages of other sites cannot drive it", async () => {
  const { port } = bench.emulator
  expect(await ask("GET", "/emulator/calls", { host: "evil.example" })).toBe(403)
  expect(await ask("GET", "/", { host: `evil.example:${port}` })).toBe(403)
  expect(await ask("POST", "/emulator/calls", { origin: "http://evil.example" })).toBe(403)
  expect(await ask("POST", "/emulator/calls", { origin: "http://localhost:1" })).toBe(403)
  expect(await ask("POST", "/emulator/calls", { origin: `http://localhost:${port}` })).toBe(400)
  expect(await ask("GET", "/emulator/calls", { host: `127.0.0.1:${port}` })).toBe(200)
})

test("the page and its live picture are served, and close at once with the emulator", async () => {
  const page = await fetch(bench.emulator.url)
  expect(page.headers.get("content-security-policy")).toContain("default-src 'self'")
  expect(await page.text()).toContain("phones.js")
  const stream = await fetch(`${bench.emulator.url}/emulator/events`)
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  const first = (await reader?.read())?.value ?? ""
  expect(JSON.parse(first.slice(first.indexOf("{")))).toMatchObject({ phones: [{ name: "Ada" }], calls: [] })
  const callSid = await bench.call()
  let seen = ""
  while (!seen.includes(callSid)) seen += (await reader?.read())?.value ?? ""
  const began = performance.now()
  await bench.close()
  expect(performance.now() - began).toBeLessThan(1000)
  await reader?.cancel().catch(() => {})
  bench = await startBench()
})
