// Anything may be asked by HTTP: never a 5xx of the emulator's own, never an answer outside Twilio's shapes.
import fc from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Bench, NUMBER, startBench } from "../testing/bench.ts"
import { odd, PATIENCE, RUNS } from "../testing/fuzz-inputs.ts"

const API = "/2010-04-01/Accounts"
let bench: Bench
let callSid: string

beforeAll(async () => {
  bench = await startBench()
  callSid = await bench.talk()
})

afterAll(() => bench.close())

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
  PATIENCE,
)

test(
  "every parameter with every tricky value is answered in Twilio's shape",
  async () => {
    for (const name of NAMES) {
      for (const value of TRICKY) {
        const form = new URLSearchParams({
          StatusCallback: bench.app.url,
          IdempotencyKey: "k",
          [name]: value,
        })
        const answer = await rest("POST", `/Calls/${callSid}/Payments.json`, form)
        expect(answer.status, `${name}=${value}`).toBeLessThan(500)
        expect(hasTwiliosShape(answer.status, (await answer.json()) as Record<string, unknown>)).toBe(true)
      }
    }
  },
  PATIENCE,
)

test(
  "any path, any query and a body that is no form are answered below 500",
  async () => {
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
  },
  PATIENCE,
)

test(
  "any JSON is taken or refused in words by the control API",
  async () => {
    const paths = ["/calls", `/calls/${callSid}/digits`, `/calls/${callSid}/decline`, "/numbers", "/faults"]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.json(), async (path, body) => {
        const headers = { "content-type": "application/json" }
        const answer = await fetch(`${bench.emulator.url}/emulator${path}`, { method: "POST", headers, body })
        const read = (await answer.json()) as Record<string, unknown>
        expect(answer.status).toBeLessThan(500)
        if (answer.status >= 400) expect(String(read.error)).not.toMatch(/undefined|Cannot read/)
      }),
      RUNS,
    )
    const { body } = await bench.control("/calls", {
      from: "+15551230001",
      to: NUMBER,
      query: "x".repeat(200_000),
    })
    expect(body.error).toContain("too large")
  },
  PATIENCE,
)

test(
  "any digits are keyed or refused, and never repeated; any words are said or refused",
  async () => {
    const keys = fc.oneof(odd, fc.stringMatching(/^[0-9*#w]{1,8}$/))
    await fc.assert(
      fc.asyncProperty(keys, fc.oneof(odd, fc.lorem()), async (digits, words) => {
        const keyed = await bench.control(`/calls/${callSid}/digits`, { digits })
        expect(keyed.status).toBe(/^[0-9*#w]{1,200}$/.test(digits) ? 200 : 400)
        if (digits.length > 5) expect(JSON.stringify(keyed.body)).not.toContain(digits)
        const said = await bench.control(`/calls/${callSid}/speech`, { words })
        expect(said.status).toBe(said.body.error === undefined ? 200 : 400)
      }),
      RUNS,
    )
  },
  PATIENCE,
)
