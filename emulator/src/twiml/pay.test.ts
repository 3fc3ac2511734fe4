// The IVR-style <Pay> over real HTTP: prompts, attempts, status callback, action, and every way it ends.
import { afterEach, expect, test } from "vitest"
import type { EmulatorOptions } from "../emulator.ts"
import { startJsonServer } from "../testing/json-server.ts"
import { CARD, type PayVerbBench, pay, startPayVerb } from "../testing/pay-verb-bench.ts"

let bench: PayVerbBench

afterEach(() => bench?.close())

const start = async (verb: string, options: EmulatorOptions = {}) => {
  bench = await startPayVerb(verb, options)
}

test("asks for each item, tells the status callback each step, charges, and goes to the action", async () => {
  await start(pay(""))
  await bench.keyCard()
  expect(await bench.action()).toMatchObject({
    CallSid: bench.callSid,
    CallStatus: "in-progress",
    Result: "success",
    PaymentMethod: "credit-card",
    PaymentCardNumber: "xxxxxxxxxxxx4242",
    PaymentCardType: "visa",
    ExpirationDate: "1230",
    SecurityCode: "xxx",
    PaymentConfirmationCode: expect.stringMatching(/^ch_/),
    PaymentToken: "",
    ProfileId: "",
  })
  const steps = (await bench.app.waitFor("/status", 5)).map(({ params }) => params)
  expect(steps.map(({ For, Attempt, Result }) => For ?? Result + (Attempt ?? ""))).toEqual([
    "payment-card-number",
    "expiration-date",
    "security-code",
    "payment-processing",
    "success",
  ])
  expect(steps[0]).toEqual({
    AccountSid: bench.emulator.account.sid,
    CallSid: bench.callSid,
    For: "payment-card-number",
    Attempt: "1",
  })
  expect(steps[1]).toMatchObject({ PaymentCardNumber: "xxxxxxxxxxxx4242", PaymentCardType: "visa" })
  expect(bench.app.received.every(({ signed }) => signed)).toBe(true)
  expect((await bench.heard())[0]).toMatch(/card number/)
  expect((await bench.control("/charges")).body).toMatchObject({
    charges: [{ amount: "9.99", callSid: bench.callSid }],
  })
})

test("a mistake is asked for again with the prompt that fits it best", async () => {
  const prompts = `
    <Prompt for="payment-card-number"><Say>Card</Say></Prompt>
    <Prompt for="payment-card-number" errorType="timeout invalid-card-number"><Say>Card again</Say></Prompt>
    <Prompt for="payment-card-number" errorType="invalid-card-number" attempt="3"><Say>Last try</Say></Prompt>
    <Prompt for="security-code" cardType="amex"><Say>Four digits</Say></Prompt>
    <Prompt for="security-code" cardType="visa mastercard"><Play>/three.mp3</Play></Prompt>
    <Prompt for="payment-processing"><Say>One moment</Say></Prompt>`
  await start(pay(`maxAttempts="3"`, prompts))
  bench.app.routes["/three.mp3"] = (_request, response) =>
    response.writeHead(200, { "content-type": "audio/mpeg" }).end("ID3")
  await bench.keyItem("payment-card-number", "4242424242424241")
  await bench.app.waitFor("/status", 2)
  await bench.keyItem("payment-card-number", "1#")
  await bench.app.waitFor("/status", 3)
  await bench.keyCard()
  await bench.action()
  expect((await bench.heard()).slice(0, 3)).toEqual(["Card", "Card again", "Last try"])
  expect((await bench.heard()).slice(4)).toEqual([`Recording ${bench.app.url}/three.mp3`, "One moment"])
  expect(bench.app.at("/status")[2]?.params).toMatchObject({ ErrorType: "invalid-card-number", Attempt: "3" })
})

test("maxAttempts=1 is one more try; then too many attempts have failed", async () => {
  await start(pay(`maxAttempts="1"`))
  for (const attempt of [1, 2]) {
    await bench.app.waitFor("/status", attempt)
    await bench.keyItem("payment-card-number", "4111#")
  }
  expect(await bench.action()).toMatchObject({
    Result: "too-many-failed-attempts",
    PaymentError: "invalid-card-number",
    PaymentConfirmationCode: "",
  })
  const attempts = bench.app.at("/status").filter(({ params }) => params.Attempt)
  expect(attempts.map(({ params }) => params.Attempt)).toEqual(["1", "2"])
})

test("who keys nothing has timed out; PaymentError names the item", async () => {
  await start(pay(`timeout="1" maxAttempts="1"`), { switches: { "maxAttempts of <Pay>": "attempts" } })
  expect(await bench.action()).toMatchObject({
    Result: "too-many-failed-attempts",
    PaymentError: "invalid-card-number",
  })
})

test("star ends it, and without an action the next verb runs", async () => {
  await start(`<Pay chargeAmount="9.99"/>`)
  await bench.keyItem("payment-card-number", "42*")
  const call = await bench.until(bench.callSid, ({ status }) => status === "completed")
  expect(call.payment.result).toBe("caller-interrupted-with-star")
  expect(call.heard.at(-1)?.text).toBe("Next verb")
})

test("who hangs up is told to the action all the same", async () => {
  await start(pay(""))
  await bench.keyItem("payment-card-number", CARD)
  await bench.control(`/calls/${bench.callSid}/hangup`, {})
  expect(await bench.action()).toMatchObject({ Result: "caller-hung-up", CallStatus: "completed" })
})

test("a declined card is a payment-connector-error", async () => {
  await start(pay(""))
  await bench.keyCard("4000000000009995")
  expect(await bench.action()).toMatchObject({
    Result: "payment-connector-error",
    PaymentError: "Your card has insufficient funds.",
    PayErrorCode: "64012",
  })
})

test("a token for a given postal code: the code is not asked for", async () => {
  await start(`<Pay postalCode="94105" securityCode="false" tokenType="one-time" action="/paid"/>`)
  await bench.keyItem("payment-card-number", CARD)
  await bench.keyItem("expiration-date", "1230")
  expect(await bench.action()).toMatchObject({
    Result: "success",
    PaymentCardPostalCode: "94105",
    PaymentToken: expect.stringMatching(/^tok_/),
    PaymentConfirmationCode: "",
  })
})

test("a bank account, with its parameters", async () => {
  await start(
    `<Pay paymentMethod="ach-debit" bankAccountType="consumer-savings" chargeAmount="5" action="/paid"><Parameter name="AVSName" value="Ada"/></Pay>`,
  )
  await bench.keyItem("bank-routing-number", "110000000")
  await bench.keyItem("bank-account-number", "000123456789#")
  expect(await bench.action()).toMatchObject({
    Result: "success",
    PaymentMethod: "ach-debit",
    BankRoutingNumber: "110000000",
    BankAccountType: "consumer-savings",
  })
})

test.each([
  [`<Pay chargeAmount="-0.59" action="/paid"/>`, "64003", "paymentAmount='-0.59'"],
  [`<Pay paymentConnector="None" action="/paid"/>`, "64004", "None"],
  [`<Pay paymentMethod="ach-debit" action="/paid"/>`, "64014", "AVSName"],
])("%s is a validation error", async (verb, code, words) => {
  await start(verb)
  expect(await bench.action()).toMatchObject({
    Result: "validation-error",
    PayErrorCode: code,
    PaymentError: expect.stringContaining(words),
  })
})

test("a REST request that sends the call elsewhere ends the session and asks no action", async () => {
  await start(pay(""))
  await bench.keyItem("payment-card-number", "42")
  await bench.client.calls(bench.callSid).update({ twiml: `<Response><Say>Elsewhere</Say></Response>` })
  const call = await bench.until(bench.callSid, ({ status }) => status === "completed")
  expect(call.payment.state).toBe("closed")
  expect(call.heard.at(-1)?.text).toBe("Elsewhere")
  expect(bench.app.at("/paid")).toEqual([])
})

test("Parameter nouns go to the connector, and its own parameters come back to the action", async () => {
  const json = { charge_id: "ch_1", parameters: { receipt: 7 } }
  const endpoint = await startJsonServer(() => ({ status: 200, json }))
  const connectors = { mine: { kind: "generic", url: `${endpoint.url}/pay` } } as const
  const verb = pay(`paymentConnector="mine"`, `<Parameter name="order" value="A1"/>`)
  await start(verb, { connectors })
  await bench.keyCard("4111111111111111")
  expect(await bench.action()).toMatchObject({ Result: "success", PayConnector_receipt: "7" })
  expect(JSON.parse(endpoint.asked[0]?.body ?? "")).toMatchObject({ parameters: { order: "A1" } })
  await endpoint.close()
})

test.each(["lose-answer", "silence"] as const)(
  "gateway %s: the call goes on to the action with 64002",
  async (what) => {
    await start(pay(""), { faults: [{ on: "gateway", do: { action: what } }] })
    await bench.keyCard()
    expect(await bench.action()).toMatchObject({ Result: "payment-connector-error", PayErrorCode: "64002" })
  },
)
