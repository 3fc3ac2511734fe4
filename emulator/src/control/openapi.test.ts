// The control API's own description: a valid document, and true of what the routes accept, refuse and answer.
import { Validator } from "@seriousme/openapi-schema-validator"
import { Ajv2020 } from "ajv/dist/2020.js"
import { afterAll, beforeAll, expect, test } from "vitest"
import { ADA, type Bench, CUSTOMER, NUMBER, startBench } from "../testing/bench.ts"

type Content = { content?: { "application/json": { schema: object } } }
type Operation = { requestBody?: Content; responses: Record<string, Content> }
type Described = { paths: Record<string, Record<string, Operation>> }

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
async function ask(method: "get" | "post", template: string, callSid: string, body?: unknown) {
  const path = template.replace("/emulator", "").replace("{callSid}", callSid)
  const answer = await bench.control(path, method === "post" ? (body ?? {}) : undefined)
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
  const steps: [method: "get" | "post", path: string, status: number, body?: unknown][] = [
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
    ["post", "/emulator/calls/{callSid}/hangup", 200],
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

const DIGITS = "/emulator/calls/{callSid}/digits"

test.each<[string, unknown]>([
  ["/emulator/calls", { from: CUSTOMER, to: NUMBER, query: "a=1" }],
  ["/emulator/calls", { from: "", to: NUMBER }],
  ["/emulator/calls", { from: CUSTOMER, to: NUMBER, more: 1 }],
  [DIGITS, { digits: "12w#", leg: "agent" }],
  [DIGITS, { digits: "12w#", leg: "foot" }],
  [DIGITS, {}],
  ["/emulator/calls/{callSid}/hangup", { leg: 1 }],
  ["/emulator/calls/{callSid}/answer", { phone: ADA }],
  ["/emulator/calls/{callSid}/answer", { phone: 1 }],
])("POST %s refuses %o exactly where the description does", async (path, body) => {
  const callSid = await bench.talk()
  const { status } = await ask("post", path, callSid, body)
  const schema = schemaOf(operation("post", path).requestBody)
  expect(ajv.validate(schema ?? {}, body)).toBe(status !== 400)
})
