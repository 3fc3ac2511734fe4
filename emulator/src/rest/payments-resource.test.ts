// What the Payments API refuses, and what a repeat of the same request does (facts 1.1-1.9).
import { afterEach, beforeEach, expect, test } from "vitest"
import { type Bench, startBench } from "../testing/bench.ts"

let bench: Bench
let callSid: string

beforeEach(async () => {
  bench = await startBench()
  callSid = await bench.talk()
})

afterEach(() => bench.close())

/** A form as any HTTP client would send it; `path` is below the call. */
async function post(path: string, form: Record<string, string>, sid = callSid) {
  const { account, url } = bench.emulator
  const response = await fetch(`${url}/2010-04-01/Accounts/${account.sid}/Calls/${sid}/${path}`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${account.sid}:${account.authToken}`)}` },
    body: new URLSearchParams(form),
  })
  return { status: response.status, body: (await response.json()) as Record<string, string | number> }
}

const base = () => ({ IdempotencyKey: "one", StatusCallback: `${bench.app.url}/pay` })

test("create answers 201 and update 202, with exactly the documented fields", async () => {
  const created = await post("Payments.json", base())
  expect(created.status).toBe(201)
  expect(Object.keys(created.body).sort()).toEqual(
    ["account_sid", "call_sid", "date_created", "date_updated", "sid", "uri"].sort(),
  )
  expect(created.body.sid).toMatch(/^PK[0-9a-f]{32}$/)
  expect(created.body.date_created).toMatch(/ \+0000$/)
  const path = `Payments/${created.body.sid}.json`
  expect((await post(path, { ...base(), Capture: "payment-card-number" })).status).toBe(202)
})

test.each<[Record<string, string>, number]>([
  [{ IdempotencyKey: "" }, 64020],
  [{ StatusCallback: "" }, 64020],
  [{ StatusCallback: "/relative" }, 64020],
  [{ ChargeAmount: "-1" }, 64003],
  [{ ChargeAmount: "abc" }, 64003],
  [{ ChargeAmount: "1.001" }, 64003],
  [{ ChargeAmount: "1000000" }, 64003],
  [{ ChargeAmount: "1.5", Currency: "JPY" }, 64003],
  [{ Currency: "XYZ" }, 64020],
  [{ Input: "speech" }, 64020],
  [{ PaymentConnector: "Nobody" }, 64004],
  [{ PaymentMethod: "cash" }, 64020],
  [{ PaymentMethod: "ach-debit" }, 64014],
  [{ BankAccountType: "consumer-checking" }, 64017],
  [{ TokenType: "eternal" }, 64020],
  [{ ValidCardTypes: "visa unionpay" }, 64020],
  [{ SecurityCode: "maybe" }, 64020],
  [{ Timeout: "601" }, 64020],
  [{ MinPostalCodeLength: "0" }, 64020],
  [{ Parameter: "{nested" }, 64020],
  [{ Confirmation: "maybe" }, 64020],
  [{ RequireMatchingInputs: "bank-account-number" }, 64020],
])("create with %o is refused with %i", async (wrong, code) => {
  const { status, body } = await post("Payments.json", { ...base(), ...wrong })
  expect(status).toBe(400)
  expect(body).toMatchObject({ code, status: 400, more_info: `https://www.twilio.com/docs/errors/${code}` })
  expect(bench.app.at("/pay")).toEqual([])
})

test.each<[Record<string, string>, number]>([
  [{}, 64018],
  [{ Capture: "payment-card-number", Status: "complete" }, 64018],
  [{ Status: "finish" }, 64020],
  [{ Capture: "shoe-size" }, 64020],
  [{ Capture: "bank-account-number" }, 64020],
  [{ Capture: "postal-code" }, 64020],
  [{ Status: "complete" }, 64019],
])("update with %o is refused with %i", async (change, code) => {
  const { body } = await post("Payments.json", { ...base(), PostalCode: "false" })
  const updated = await post(`Payments/${body.sid}.json`, { ...base(), ...change })
  expect(updated).toMatchObject({ status: 400, body: { code } })
})

test("a second session on the call is 64021, a call that is not in progress 21220, an unknown one 20404", async () => {
  await post("Payments.json", base())
  expect(await post("Payments.json", { ...base(), IdempotencyKey: "two" })).toMatchObject({
    status: 400,
    body: { code: 64021 },
  })
  expect(await post("Payments.json", base(), `CA${"0".repeat(32)}`)).toMatchObject({
    status: 404,
    body: { code: 20404 },
  })
  expect(await post(`Payments/PK${"0".repeat(32)}.json`, { ...base(), Status: "cancel" })).toMatchObject({
    status: 404,
  })
  const ringing = await bench.call("+15551239999")
  const { legs } = await bench.until(ringing, (call) => call.legs.length === 1)
  expect(await post("Payments.json", base(), legs[0]?.callSid)).toMatchObject({
    status: 400,
    body: { code: 21220 },
  })
})

test("a repeat with the same key is answered again without a second effect", async () => {
  const [first, second] = [await post("Payments.json", base()), await post("Payments.json", base())]
  expect(second).toEqual(first)
  const path = `Payments/${first.body.sid}.json`
  const change = { ...base(), Capture: "payment-card-number" }
  expect(await post(path, change)).toEqual(await post(path, change))
  await bench.app.waitFor("/pay", 2)
  await bench.control(`/calls/${callSid}/digits`, { digits: "4" })
  const bodies = await bench.app.waitFor("/pay", 3)
  expect(bodies.map((body) => body.params.PaymentCardNumber)).toEqual([undefined, undefined, "x"])
})
