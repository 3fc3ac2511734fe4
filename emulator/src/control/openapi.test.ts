// The control API's own description: a valid document of every route, and true of what they accept, refuse and answer.
import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { Validator } from "@seriousme/openapi-schema-validator"
import { Ajv2020 } from "ajv/dist/2020.js"
import type { FastifyInstance } from "fastify"
import { afterAll, beforeAll, expect, test } from "vitest"
import { ADA, BEN, CUSTOMER, NUMBER } from "../testing/bench.ts"
import { startPayBench } from "../testing/pay-bench.ts"

type Schema = { schema: object }
type Body = { content?: { "application/json"?: Schema; "text/event-stream"?: Schema } }
type Operation = { requestBody?: Body; responses: Record<string, Body> }
type Described = { paths: Record<string, Record<string, Operation>> }

type Method = "get" | "post" | "patch" | "delete"
type Step = [method: Method, path: string, status: number, body?: unknown]

/** What is really routed below /emulator, the description's own pages left out; as it is described. */
const routed = new Set<string>()
/** What the tests have asked for: at the end, all of it. */
const asked = new Set<string>()

const ajv = new Ajv2020({ strict: false })
let bench: Awaited<ReturnType<typeof startPayBench>>
let described: Described

function watchRoutes(message: unknown): void {
  const { fastify } = message as { fastify: FastifyInstance }
  fastify.addHook("onRoute", ({ method, url }) => {
    if (!url.startsWith("/emulator/") || url.startsWith("/emulator/docs") || method === "HEAD") return
    routed.add(`${String(method).toLowerCase()} ${url.replace(/:(\w+)/g, "{$1}")}`)
  })
}

beforeAll(async () => {
  subscribe("fastify.initialization", watchRoutes)
  bench = await startPayBench()
  unsubscribe("fastify.initialization", watchRoutes)
  described = (await (await fetch(`${bench.emulator.url}/emulator/docs/json`)).json()) as Described
})

afterAll(() => bench.close())

function operation(method: string, path: string): Operation {
  const found = described.paths[path]?.[method]
  if (!found) throw new Error(`${method} ${path} is not described`)
  return found
}

const jsonOf = (body: Body | undefined) => body?.content?.["application/json"]?.schema

/** What of this value is not as described; empty when all is. */
function misfits(schema: object | undefined, value: unknown): string {
  return ajv.validate(schema ?? false, value) ? "" : ajv.errorsText()
}

/** Asks, and holds question and answer to the description: a question that is taken fits it, and so does every answer. */
async function ask(method: Method, template: string, sid: string, body: unknown = {}) {
  const { requestBody, responses } = operation(method, template)
  const sends = requestBody !== undefined || method === "post"
  const response = await fetch(bench.emulator.url + template.replace(/\{\w+\}/, sid), {
    method: method.toUpperCase(),
    ...(sends && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  })
  asked.add(`${method} ${template}`)
  const { status } = response
  const question = sends && response.ok ? misfits(jsonOf(requestBody), body) : ""
  return { status, question, answer: misfits(jsonOf(responses[status]), await response.json()) }
}

const fine = (status: number) => ({ status, question: "", answer: "" })

async function walk(sid: string, steps: Step[]): Promise<void> {
  for (const [method, path, status, body] of steps) {
    const seen = await ask(method, path, sid, body)
    expect(seen, `${method} ${path} ${JSON.stringify(body)}`).toEqual(fine(status))
  }
}

test("is a valid OpenAPI document, shown without another host", async () => {
  expect(await new Validator().validate(structuredClone(described))).toMatchObject({ valid: true })
  const page = await fetch(`${bench.emulator.url}/emulator/docs/`)
  expect(page.headers.get("content-security-policy")).toContain("default-src 'self'")
  expect(await page.text()).not.toMatch(/https?:\/\//)
})

test("calls and the account are as described", async () => {
  const sid = await bench.open()
  await bench.capture(sid, "payment-card-number", "4242424242424242")
  await bench.capture(sid, "expiration-date", "1240")
  await bench.capture(sid, "security-code", "123")
  await bench.update(sid, { status: "complete" })
  await bench.until(bench.callSid, ({ payment }) => payment.result === "success")
  const voiceUrl = `${bench.app.url}/forward`
  await walk(bench.callSid, [
    ["post", "/emulator/calls", 201, { from: CUSTOMER, to: NUMBER }],
    ["post", "/emulator/calls", 400, { from: 5 }],
    ["post", "/emulator/calls", 404, { from: CUSTOMER, to: "+15559990000" }],
    ["get", "/emulator/calls", 200],
    ["get", "/emulator/calls/{callSid}", 200],
    ["get", "/emulator/calls/{callSid}/timeline", 200],
    ["post", "/emulator/calls/{callSid}/answer", 409],
    ["post", "/emulator/calls/{callSid}/answer", 400, { answeredBy: "a parrot" }],
    ["post", "/emulator/calls/{callSid}/decline", 409],
    ["post", "/emulator/calls/{callSid}/digits", 200, { digits: "1" }],
    ["post", "/emulator/calls/{callSid}/digits", 400, { digits: "x" }],
    ["post", "/emulator/calls/{callSid}/speech", 200, { words: "Hello" }],
    ["post", "/emulator/calls/{callSid}/speech", 400, { words: "Hello", confidence: 2 }],
    ["post", "/emulator/calls/{callSid}/refer", 409, { to: "sip:ben@example.com" }],
    ["post", "/emulator/calls/{callSid}/hangup", 200],
    ["post", "/emulator/calls/{callSid}/hangup", 409],
    ["post", "/emulator/calls/{callSid}/speech", 409, { words: "Hello" }],
    ["post", "/emulator/calls/{callSid}/digits", 409, { digits: "1" }],
    ["get", "/emulator/charges", 200],
    ["get", "/emulator/diary", 200],
    ["get", "/emulator/cards", 200],
    ["post", "/emulator/numbers", 200, { phoneNumber: NUMBER, voiceUrl }],
    ["post", "/emulator/numbers", 201, { phoneNumber: "+15550002000", voiceUrl, statusCallback: "" }],
    ["post", "/emulator/numbers", 400, { phoneNumber: "+15550003000" }],
    ["get", "/emulator/numbers", 200],
  ])
  await walk(await bench.call(), [
    ["post", "/emulator/calls/{callSid}/answer", 200, { phone: ADA, answeredBy: "fax" }],
  ])
  await walk(await bench.call(), [["post", "/emulator/calls/{callSid}/decline", 200]])
  const of = "/emulator/calls/{callSid}"
  await walk("CA0", [
    ["get", of, 404],
    ["get", `${of}/timeline`, 404],
    ["post", `${of}/answer`, 404],
    ["post", `${of}/digits`, 404, { digits: "1" }],
    ["post", `${of}/speech`, 404, { words: "Hello" }],
    ["post", `${of}/refer`, 404, { to: BEN }],
    ["post", `${of}/hangup`, 404],
  ])
})

test("faults, scenarios, switches and time are as described", async () => {
  await walk("mine", [
    ["post", "/emulator/faults", 201, { id: "mine", on: "webhook", nth: 1, do: { action: "double" } }],
    ["post", "/emulator/faults", 201, { on: "rest", do: { action: "status", status: 503, work: "after" } }],
    ["post", "/emulator/faults", 201, { on: "gateway", times: 1, do: { action: "silence" } }],
    [
      "post",
      "/emulator/faults",
      201,
      { on: "caller", match: { moment: "asked" }, do: { action: "hang-up" } },
    ],
    ["post", "/emulator/faults", 201, { on: "connection", match: { url: "/pay" }, do: { action: "refuse" } }],
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
  ])
  await walk("nobody", [["post", "/emulator/scenarios/{name}/run", 404]])
})

test("the live picture is a stream of events, each as described", async () => {
  const stream = await fetch(`${bench.emulator.url}/emulator/events`)
  asked.add("get /emulator/events")
  expect(stream.headers.get("content-type")).toBe("text/event-stream")
  let text = ""
  for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    if (text.includes("\n\n")) break
  }
  const picture = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? "null")
  const schema = operation("get", "/emulator/events").responses[200]?.content?.["text/event-stream"]?.schema
  expect(misfits(schema, picture)).toBe("")
  expect(picture.records).toMatchObject([{ card: "xxxxxxxxxxxx4242" }])
})

test("every route is described and was asked for here", () => {
  const documented = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  expect(documented.sort()).toEqual([...routed].sort())
  expect([...asked].sort()).toEqual([...routed].sort())
})

const DIGITS = "/emulator/calls/{callSid}/digits"
const SPEECH = "/emulator/calls/{callSid}/speech"
const REFER = "/emulator/calls/{callSid}/refer"
const FAULTS = "/emulator/faults"
const double = { action: "double" }

test.each<[Method, string, unknown]>([
  ["post", "/emulator/calls", { from: CUSTOMER, to: NUMBER, query: "a=1" }],
  ["post", "/emulator/calls", { from: "", to: NUMBER }],
  ["post", "/emulator/calls", { from: CUSTOMER, to: NUMBER, more: 1 }],
  ["post", DIGITS, { digits: "12w#", leg: "agent" }],
  ["post", DIGITS, { digits: "12w#", leg: "foot" }],
  ["post", DIGITS, {}],
  ["post", SPEECH, { words: "x".repeat(1001) }],
  ["post", SPEECH, { words: "Hello", confidence: 0.5, leg: "agent" }],
  ["post", "/emulator/calls/{callSid}/hangup", { leg: 1 }],
  ["post", "/emulator/calls/{callSid}/answer", { phone: ADA }],
  ["post", "/emulator/calls/{callSid}/answer", { phone: 1 }],
  ["post", REFER, { to: "<sip:ben@example.com>" }],
  ["post", REFER, { to: "<sip:ben@example.com" }],
  ["post", REFER, { to: "ben" }],
  ["post", REFER, { to: `sip:${"b".repeat(256)}` }],
  ["post", FAULTS, { on: "moon", do: double }],
  ["post", FAULTS, { on: "rest", do: double }],
  ["post", FAULTS, { on: "webhook", nth: [], do: double }],
  ["post", FAULTS, { on: "webhook", nth: [1, 3], do: { ...double, copies: 2 } }],
  ["post", FAULTS, { on: "caller", do: { action: "hang-up" } }],
  ["post", "/emulator/scenarios", { name: "a b", description: "", steps: [{ do: "star" }] }],
  ["post", "/emulator/scenarios", { name: "ab", description: "", steps: [] }],
  ["patch", "/emulator/clock", { mode: "unreal" }],
  ["patch", "/emulator/switches", { "PCI mode": true }],
])("%s %s refuses %o exactly where the description does", async (method, path, body) => {
  const { status } = await ask(method, path, await bench.talk(), body)
  const fits = misfits(jsonOf(operation(method, path).requestBody), body) === ""
  expect(fits).toBe(status !== 400)
})
