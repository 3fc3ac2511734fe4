// The control API's own description: a valid document, and true of what the routes accept, refuse and answer.
import { Validator } from "@seriousme/openapi-schema-validator"
import { Ajv2020 } from "ajv/dist/2020.js"
import { afterAll, beforeAll, expect, test } from "vitest"
import { ADA, type Bench, CUSTOMER, NUMBER, startBench } from "../testing/bench.ts"

type Content = { content?: { "application/json": { schema: object } } }
type Operation = { requestBody?: Content; responses: Record<string, Content> }
type Described = { paths: Record<string, Record<string, Operation>> }

type Method = "get" | "post" | "patch" | "delete"
type Step = [method: Method, path: string, status: number, body?: unknown]

/** What the tests have asked for: at the end, all that is described. */
const asked = new Set<string>()

const ajv = new Ajv2020({ strict: false })
let bench: Bench
let described: Described

beforeAll(async () => {
  bench = await startBench()
  described = (await (await fetch(`${bench.emulator.url}/emulator/docs/json`)).json()) as Described
})

afterAll(() => bench.close())

function operation(method: string, path: string): Operation {
  const found = described.paths[path]?.[method]
  if (!found) throw new Error(`${method} ${path} is not described`)
  return found
}

const schemaOf = (content: Content | undefined) => content?.content?.["application/json"].schema

/** Asks, and holds the answer to the description; answers the status and what was wrong, if anything. */
async function ask(method: Method, template: string, sid: string, body?: unknown) {
  const path = template.replace(/\{\w+\}/, sid)
  const sends = method === "post" || method === "patch"
  const response = await fetch(bench.emulator.url + path, {
    method: method.toUpperCase(),
    ...(sends && { headers: { "content-type": "application/json" }, body: JSON.stringify(body ?? {}) }),
  })
  const answer = { status: response.status, body: await response.json() }
  asked.add(`${method} ${template}`)
  const schema = schemaOf(operation(method, template).responses[answer.status])
  if (!schema) throw new Error(`${method} ${template} answered ${answer.status}, which is not described`)
  ajv.validate(schema, answer.body)
  return { status: answer.status, errors: ajv.errorsText() }
}

test("is a valid OpenAPI document, shown without another host", async () => {
  expect(await new Validator().validate(structuredClone(described))).toMatchObject({ valid: true })
  const page = await fetch(`${bench.emulator.url}/emulator/docs/`)
  expect(page.headers.get("content-security-policy")).toContain("default-src 'self'")
  expect(await page.text()).not.toMatch(/https?:\/\//)
})

const fine = { status: expect.any(Number), errors: "No errors" }

test("every answer is as described", async () => {
  const callSid = await bench.talk()
  const placed = { from: CUSTOMER, to: NUMBER }
  const voiceUrl = `${bench.app.url}/forward`
  const steps: Step[] = [
    ["post", "/emulator/calls", 201, placed],
    ["post", "/emulator/calls", 400, { from: 5 }],
    ["post", "/emulator/calls", 404, { from: CUSTOMER, to: "+15559990000" }],
    ["get", "/emulator/calls", 200],
    ["get", "/emulator/calls/{callSid}", 200],
    ["get", "/emulator/calls/{callSid}/timeline", 200],
    ["post", "/emulator/calls/{callSid}/answer", 409],
    ["post", "/emulator/calls/{callSid}/decline", 409],
    ["post", "/emulator/calls/{callSid}/digits", 200, { digits: "1" }],
    ["post", "/emulator/calls/{callSid}/digits", 400, { digits: "x" }],
    ["post", "/emulator/calls/{callSid}/speech", 200, { words: "Hello" }],
    ["post", "/emulator/calls/{callSid}/speech", 400, { words: "Hello", confidence: 2 }],
    ["post", "/emulator/calls/{callSid}/hangup", 200],
    ["post", "/emulator/calls/{callSid}/speech", 409, { words: "Hello" }],
    ["get", "/emulator/charges", 200],
    ["get", "/emulator/diary", 200],
    ["get", "/emulator/cards", 200],
    ["post", "/emulator/numbers", 200, { phoneNumber: NUMBER, voiceUrl }],
    ["post", "/emulator/numbers", 201, { phoneNumber: "+15550002000", voiceUrl, statusCallback: "" }],
    ["post", "/emulator/numbers", 400, { phoneNumber: "+15550003000" }],
    ["get", "/emulator/numbers", 200],
  ]
  for (const [method, path, status, body] of steps) {
    expect(await ask(method, path, callSid, body), `${method} ${path}`).toEqual({ ...fine, status })
  }
  expect(await ask("get", "/emulator/calls/{callSid}", "CA0")).toEqual({ ...fine, status: 404 })
})

test("faults, scenarios, switches and time are as described", async () => {
  const fault = { id: "mine", on: "webhook", nth: 1, do: { action: "double" } }
  const steps: Step[] = [
    ["post", "/emulator/faults", 201, fault],
    ["post", "/emulator/faults", 201, { on: "rest", do: { action: "status", status: 503, work: "after" } }],
    ["post", "/emulator/faults", 201, { on: "gateway", do: { action: "silence" } }],
    ["post", "/emulator/faults", 201, { on: "caller", do: { action: "hang-up" } }],
    ["post", "/emulator/faults", 201, { on: "connection", do: { action: "refuse" } }],
    ["post", "/emulator/faults", 400, { on: "moon", do: { action: "double" } }],
    ["get", "/emulator/faults", 200],
    ["delete", "/emulator/faults/{id}", 200],
    ["delete", "/emulator/faults/{id}", 404],
    ["delete", "/emulator/faults", 200],
    ["post", "/emulator/scenarios", 201, { name: "mine", description: "", steps: [{ do: "hang-up" }] }],
    ["post", "/emulator/scenarios", 400, { name: "mine" }],
    ["get", "/emulator/scenarios", 200],
    ["post", "/emulator/scenarios/{name}/run", 200, { seed: 7, agent: false }],
    ["post", "/emulator/scenarios/{name}/run", 400, { seed: -1 }],
    ["get", "/emulator/switches", 200],
    ["patch", "/emulator/switches", 200, { "PCI mode": "on" }],
    ["patch", "/emulator/switches", 400, { "PCI mode": 1 }],
    ["get", "/emulator/clock", 200],
    ["post", "/emulator/clock/advance", 409, { ms: 1 }],
    ["patch", "/emulator/clock", 400, { speed: 0 }],
    ["patch", "/emulator/clock", 200, { mode: "virtual" }],
    ["post", "/emulator/clock/advance", 200, { ms: 1000 }],
    ["post", "/emulator/clock/advance", 400, { ms: "1" }],
    ["patch", "/emulator/clock", 200, { mode: "real", speed: 1 }],
  ]
  for (const [method, path, status, body] of steps) {
    expect(await ask(method, path, "mine", body), `${method} ${path}`).toEqual({ ...fine, status })
  }
  const nobody = await ask("post", "/emulator/scenarios/{name}/run", "nobody", {})
  expect(nobody).toEqual({ ...fine, status: 404 })
})

test("the live picture is a stream of events, described as one", async () => {
  const stream = await fetch(`${bench.emulator.url}/emulator/events`)
  asked.add("get /emulator/events")
  expect(stream.headers.get("content-type")).toMatch(/^text\/event-stream/)
  const chunk = await stream.body?.getReader().read()
  const [, picture = "null"] = /^data: (.*)\n\n/s.exec(new TextDecoder().decode(chunk?.value)) ?? []
  expect(JSON.parse(picture)).toMatchObject({ numbers: [{ phoneNumber: NUMBER }], records: [], diary: {} })
})

test("nothing is described that was not asked for here", () => {
  const all = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  expect([...asked].sort()).toEqual(all.sort())
})

const DIGITS = "/emulator/calls/{callSid}/digits"

test.each<[string, unknown]>([
  ["/emulator/calls", { from: CUSTOMER, to: NUMBER, query: "a=1" }],
  ["/emulator/calls", { from: "", to: NUMBER }],
  ["/emulator/calls", { from: CUSTOMER, to: NUMBER, more: 1 }],
  [DIGITS, { digits: "12w#", leg: "agent" }],
  [DIGITS, { digits: "12w#", leg: "foot" }],
  [DIGITS, {}],
  ["/emulator/calls/{callSid}/speech", { words: "x".repeat(1001) }],
  ["/emulator/calls/{callSid}/speech", { words: "Hello", confidence: 0.5, leg: "agent" }],
  ["/emulator/calls/{callSid}/hangup", { leg: 1 }],
  ["/emulator/calls/{callSid}/answer", { phone: ADA }],
  ["/emulator/calls/{callSid}/answer", { phone: 1 }],
])("POST %s refuses %o exactly where the description does", async (path, body) => {
  const callSid = await bench.talk()
  const { status } = await ask("post", path, callSid, body)
  const schema = schemaOf(operation("post", path).requestBody)
  expect(ajv.validate(schema ?? {}, body)).toBe(status !== 400)
})
