// Anything may be sent: never a crash, never a 5xx of the emulator's own, never an answer outside Twilio's shapes.
import fc from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Bench, NUMBER, startBench } from "./testing/bench.ts"
import { parseTwiml } from "./twiml/parse-twiml.ts"

let bench: Bench
let callSid: string
let document = ""
let fetched = 0
const API = "/2010-04-01/Accounts"
const RUNS = { numRuns: 60 }

beforeAll(async () => {
  bench = await startBench({
    "/fuzzed": (_request, response) =>
      void response.writeHead(200, { "content-type": "text/xml" }).end(document),
  })
  await bench.control("/numbers", { phoneNumber: "+15550002000", voiceUrl: `${bench.app.url}/fuzzed` })
  callSid = await bench.talk()
})

afterAll(() => bench.close())

const odd = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  fc.constantFrom("", "-1", "0", "true", "é", "\u0000"),
)
const attributes = fc.dictionary(
  fc.constantFrom(
    "action",
    "timeout",
    "numDigits",
    "loop",
    "url",
    "method",
    "length",
    "input",
    "chargeAmount",
    "hangupOnStar",
  ),
  fc.oneof(fc.constantFrom("1", "-5", "1e9", "GET", "#", "javascript:1", "", "/x", "nan"), fc.string()),
  { maxKeys: 3 },
)
const VERBS = [
  "Say",
  "Play",
  "Gather",
  "Dial",
  "Enqueue",
  "Leave",
  "Reject",
  "Redirect",
  "Hangup",
  "Record",
  "Pay",
  "Prompt",
  "Number",
  "Odd",
]

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** A document that looks like TwiML: known verbs at odd places, with odd attributes, sometimes cut off. */
const twiml = fc.letrec<{ node: string }>((tie) => ({
  node: fc
    .tuple(fc.constantFrom(...VERBS), attributes, fc.oneof({ maxDepth: 2 }, fc.string(), tie("node")))
    .map(([name, written, inner]) => {
      const text = Object.entries(written).map(([key, value]) => ` ${key}="${escaped(value)}"`)
      return `<${name}${text.join("")}>${inner.startsWith("<") ? inner : escaped(inner)}</${name}>`
    }),
}))
const documents = fc
  .tuple(fc.array(twiml.node, { maxLength: 3 }), fc.constantFrom(0, 0, 0, 3))
  .map(([nodes, cut]) => `<Response>${nodes.join("")}</Response>`.slice(0, cut === 0 ? undefined : -cut))

test("parsing TwiML always answers: verbs, or Twilio's 12100", () => {
  fc.assert(
    fc.property(fc.oneof(documents, odd), (xml) => {
      const parsed = parseTwiml(xml)
      expect(parsed.ok || (parsed.code === 12100 && parsed.text !== "")).toBe(true)
    }),
  )
})

/** What a fault of the emulator itself would read like. */
const OURS = /undefined|not a function|Cannot read|not iterable|internal/i

test("any document runs, ends in one of Twilio's error codes, or waits; the emulator lives on", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(documents, odd), async (xml) => {
      document = xml
      const { body } = await bench.control("/calls", { from: "+15551239999", to: "+15550002000" })
      const placed = String(body.callSid)
      fetched += 1
      await bench.app.waitFor("/fuzzed", fetched)
      await bench.control(`/calls/${placed}/digits`, { digits: "1#" })
      await bench.control(`/calls/${placed}/hangup`, {})
      const view = await bench.until(
        placed,
        (call) => call.status !== "in-progress" && call.status !== "ringing",
      )
      expect(["completed", "busy", "no-answer", "failed", "canceled"]).toContain(view.status)
    }),
    RUNS,
  )
  const { entries } = (await bench.control("/diary")).body as {
    entries: { level: string; text: string; code: number }[]
  }
  for (const entry of entries.filter(({ level }) => level === "error")) {
    expect(entry.code).toBeGreaterThan(11_000)
    expect(entry.text.replace(document, "")).not.toMatch(OURS)
  }
}, 60_000)

async function rest(method: string, path: string, body?: URLSearchParams | string) {
  const { account, url } = bench.emulator
  const authorization = `Basic ${Buffer.from(`${account.sid}:${account.authToken}`).toString("base64")}`
  const headers = { authorization, "content-type": "application/x-www-form-urlencoded" }
  const sent = body === undefined ? { method, headers } : { method, headers, body: body.toString() }
  return fetch(`${url}${API}/${account.sid}${path}`, sent)
}

function hasTwiliosShape(status: number, body: Record<string, unknown>): boolean {
  if (status < 400) return typeof body === "object"
  return (
    body.status === status &&
    typeof body.code === "number" &&
    typeof body.message === "string" &&
    body.more_info === `https://www.twilio.com/docs/errors/${body.code}`
  )
}

const NAMES = [
  "IdempotencyKey",
  "StatusCallback",
  "ChargeAmount",
  "Currency",
  "Parameter",
  "Timeout",
  "ValidCardTypes",
  "PaymentMethod",
  "TokenType",
  "Capture",
  "Status",
  "Url",
  "Twiml",
  "To",
  "From",
  "MinPostalCodeLength",
]
const TRICKY = [
  ...[
    "-1",
    "0",
    "1e9",
    "1.001",
    "999999999999",
    "USD",
    "XXX",
    "ach-debit",
    "credit-card",
    "{}",
    "[1]",
    "null",
  ],
  ...["visa", "bank-account-number", "complete", "cancel", "http://[", "/relative", "<Response/>", "NaN"],
]
const forms = fc.array(
  fc.tuple(fc.oneof(fc.constantFrom(...NAMES), fc.string()), fc.oneof(fc.constantFrom(...TRICKY), odd)),
  { maxLength: 6 },
)

test.each([
  "/Calls.json",
  "/Calls/CALL/Payments.json",
  "/Calls/CALL/Payments/PK0.json",
  "/Queues.json",
  "/Calls/CA0.json",
])(
  "POST %s with any form is answered in Twilio's shape",
  async (path) => {
    await fc.assert(
      fc.asyncProperty(forms, async (pairs) => {
        const form = new URLSearchParams([
          ["StatusCallback", bench.app.url],
          ["IdempotencyKey", "k"],
          ...pairs,
        ])
        const answer = await rest("POST", path.replace("CALL", callSid), form)
        expect(answer.status).toBeLessThan(500)
        expect(hasTwiliosShape(answer.status, (await answer.json()) as Record<string, unknown>)).toBe(true)
      }),
      RUNS,
    )
  },
  60_000,
)

test("every parameter with every tricky value is answered in Twilio's shape", async () => {
  for (const name of NAMES) {
    for (const value of TRICKY) {
      const form = new URLSearchParams({ StatusCallback: bench.app.url, IdempotencyKey: "k", [name]: value })
      const answer = await rest("POST", `/Calls/${callSid}/Payments.json`, form)
      expect(answer.status, `${name}=${value}`).toBeLessThan(500)
      expect(hasTwiliosShape(answer.status, (await answer.json()) as Record<string, unknown>)).toBe(true)
    }
  }
}, 60_000)

test("any path, any query and a body that is no form are answered below 500", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.webPath(),
      fc.webQueryParameters(),
      fc.constantFrom("GET", "POST", "DELETE"),
      async (path, query, method) => {
        for (const base of [`${API}/${bench.emulator.account.sid}`, "/emulator", ""]) {
          const answer = await fetch(`${bench.emulator.url}${base}${path}?${query}`, { method })
          expect(answer.status).toBeLessThan(500)
          await answer.text()
        }
      },
    ),
    RUNS,
  )
  const large = await rest("POST", "/Calls.json", `Twiml=${"x".repeat(3_000_000)}`)
  expect([
    large.status,
    hasTwiliosShape(large.status, (await large.json()) as Record<string, unknown>),
  ]).toEqual([413, true])
}, 60_000)

test("any JSON is taken or refused in words by the control API", async () => {
  const paths = ["/calls", `/calls/${callSid}/digits`, `/calls/${callSid}/decline`, "/numbers", "/faults"]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.json(), async (path, body) => {
      const headers = { "content-type": "application/json" }
      const answer = await fetch(`${bench.emulator.url}/emulator${path}`, { method: "POST", headers, body })
      const read = (await answer.json()) as Record<string, unknown>
      expect(answer.status).toBeLessThan(500)
      if (answer.status >= 400) expect(String(read.error)).not.toMatch(/undefined|Cannot read/)
    }),
    { numRuns: 120 },
  )
  const { body } = await bench.control("/calls", {
    from: "+15551230001",
    to: NUMBER,
    query: "x".repeat(200_000),
  })
  expect(body.error).toContain("too large")
}, 60_000)

test("any digits are keyed or refused, and never repeated", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.stringMatching(/^[0-9*#w]{1,8}$/)), async (digits) => {
      const { status, body } = await bench.control(`/calls/${callSid}/digits`, { digits })
      const fine = /^[0-9*#w]{1,200}$/.test(digits)
      expect(status).toBe(fine ? 200 : 400)
      if (digits.length > 5) expect(JSON.stringify(body)).not.toContain(digits)
    }),
    RUNS,
  )
}, 60_000)
