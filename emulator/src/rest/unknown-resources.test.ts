// What Twilio has and the emulator has not: 404 in Twilio's shape, and the log says what there is instead (facts 1.5).
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Bench, startBench } from "../testing/bench.ts"
import { accountPath, servedOperations } from "../testing/served-operations.ts"
import { nameOf, operations } from "../testing/twilio-description.ts"

let bench: Bench

beforeAll(async () => {
  bench = await startBench()
})

afterAll(() => bench.close())

async function ask(method: string, path: string, credentials = true) {
  const { account, url } = bench.emulator
  const authorization = `Basic ${btoa(`${account.sid}:${account.authToken}`)}`
  const response = await fetch(`${url}${path}`, {
    method,
    ...(credentials && { headers: { authorization } }),
    ...(method === "POST" && { body: new URLSearchParams({ FriendlyName: "x" }) }),
  })
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() }
}

const warnings = async () => {
  const { entries } = (await bench.control("/diary")).body as { entries: { level: string; text: string }[] }
  return entries.filter(({ level }) => level === "warning").map(({ text }) => text)
}

test("every operation that Twilio describes is served, or refused in Twilio's shape", async () => {
  const served = await servedOperations(bench)
  const others = operations.filter((described) => !served.includes(nameOf(described)))
  expect(others.length).toBeGreaterThan(100)
  for (const { method, path } of others) {
    const asked = path
      .replace("/Accounts/{Sid}", accountPath(bench.emulator).replace("/2010-04-01", ""))
      .replace("/2010-04-01/Accounts/{AccountSid}", accountPath(bench.emulator))
      .replace(/\{\w+\}/g, `XX${"0".repeat(32)}`)
    const { status, text } = await ask(method.toUpperCase(), asked)
    const [code, message] =
      status === 405
        ? [20004, "Method not allowed"]
        : [20404, `The requested resource ${asked} was not found`]
    const more_info = `https://www.twilio.com/docs/errors/${code}`
    expect(JSON.parse(text), `${method} ${path}`).toEqual({ code, message, more_info, status })
    expect([404, 405]).toContain(status)
  }
})

test("the official client hears 20404, the log says what was asked and what there is", async () => {
  const refused = { status: 404, code: 20404 }
  await expect(bench.client.addresses(`AD${"0".repeat(32)}`).fetch()).rejects.toMatchObject(refused)
  const domain = bench.client.sip.domains(`SD${"0".repeat(32)}`)
  await expect(domain.update({ friendlyName: "x" })).rejects.toMatchObject(refused)
  const said = (await warnings()).find(
    (text) => text.startsWith("POST") && text.includes("/SIP/Domains/SD000"),
  )
  expect(said).toContain("is not emulated; the emulator serves GET .json; GET, POST /Calls.json")
})

test("TaskRouter, another product's API, is refused the same way, and asks for credentials first", async () => {
  bench.client.taskrouter.baseUrl = bench.emulator.url
  const { workspaces } = bench.client.taskrouter.v1
  await expect(workspaces.list()).rejects.toMatchObject({ status: 404, code: 20404 })
  const tasks = workspaces(`WS${"0".repeat(32)}`).tasks
  await expect(tasks.create({ attributes: "{}" })).rejects.toMatchObject({
    status: 404,
    code: 20404,
    message: `The requested resource /v1/Workspaces/WS${"0".repeat(32)}/Tasks was not found`,
  })
  expect(await warnings()).toContainEqual(
    expect.stringMatching(/^GET \/v1\/Workspaces is not emulated; of Twilio's APIs there is \/2010-04-01/),
  )
  expect(await ask("GET", "/v1/Workspaces", false)).toMatchObject({
    status: 401,
    text: expect.stringContaining(`"code":20003`),
  })
})

test("without .json the refusal is XML", async () => {
  const { status, type, text } = await ask("GET", `${accountPath(bench.emulator)}/Addresses`)
  expect(status).toBe(404)
  expect(type).toMatch(/^application\/xml/)
  expect(text).toContain("<RestException><Code>20404</Code>")
})
