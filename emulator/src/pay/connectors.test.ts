// Connectors: the generic one's contract with the developer's endpoint, scripted ones, Stripe's test mode (facts 6, 7).
import { afterEach, expect, test } from "vitest"
import type { EmulatorOptions } from "../emulator.ts"
import { type Answering, startJsonServer } from "../testing/json-server.ts"
import { type PayBench, startPayBench } from "../testing/pay-bench.ts"

let bench: PayBench
let endpoint: Awaited<ReturnType<typeof startJsonServer>>

afterEach(async () => {
  await bench.close()
  await endpoint?.close()
})

type Connectors = NonNullable<EmulatorOptions["connectors"]>

async function start(connectors: (url: string) => Connectors, answering: Answering = () => null) {
  endpoint = await startJsonServer(answering)
  bench = await startPayBench({ connectors: connectors(endpoint.url) })
}

const generic = (url: string): Connectors => ({
  Mine: { kind: "generic", url: `${url}/pay`, username: "me", password: "secret" },
})

async function pay(more: Parameters<PayBench["open"]>[0] = {}, card = "4111111111111111") {
  const sid = await bench.open({ paymentConnector: "Mine", ...more })
  await bench.captureCard(sid, card)
  await bench.update(sid, { status: "complete" })
  return { sid, final: await bench.finalOf(sid) }
}

test("generic: the documented body, Basic auth, charge_id", async () => {
  const json = { charge_id: "C1", error_code: null, error_message: null }
  await start(generic, () => ({ status: 200, json }))
  const { sid, final } = await pay({ description: "pizza", currency: "EUR", parameter: { order: "7" } })
  expect(final).toMatchObject({ Result: "success", PaymentConfirmationCode: "C1", PaymentToken: "" })
  const [asked] = endpoint.asked
  expect(asked?.headers).toMatchObject({
    authorization: `Basic ${btoa("me:secret")}`,
    "user-agent": "AHC/2.1",
  })
  expect(JSON.parse(asked?.body ?? "")).toEqual({
    method: "charge",
    transaction_id: `IP${sid.slice(2)}`,
    cardnumber: "4111111111111111",
    cvv: "123",
    expiry_month: "12",
    expiry_year: "30",
    amount: "9.99",
    currency_code: "EUR",
    description: "pizza",
    parameters: { order: "7" },
  })
})

test("generic: what was not collected is absent, and a bank charge has the documented keys only", async () => {
  await start(generic, () => ({ status: 200, json: { charge_id: "C1" } }))
  const card = await bench.open({ paymentConnector: "Mine", securityCode: false })
  await bench.capture(card, "payment-card-number", "4111111111111111")
  await bench.capture(card, "expiration-date", "1230")
  await bench.update(card, { status: "complete" })
  await bench.finalOf(card)
  expect(JSON.parse(endpoint.asked[0]?.body ?? "")).not.toHaveProperty("cvv")
  const ach = { paymentMethod: "ach-debit", parameter: { AVSName: "Ada" }, description: "rent" } as const
  const sid = await bench.open({ paymentConnector: "Mine", ...ach })
  await bench.capture(sid, "bank-routing-number", "110000000")
  await bench.capture(sid, "bank-account-number", "12345678#")
  await bench.update(sid, { status: "complete" })
  expect(await bench.finalOf(sid)).toMatchObject({ Result: "success", PaymentConfirmationCode: "C1" })
  expect(JSON.parse(endpoint.asked[1]?.body ?? "")).toEqual({
    method: "charge",
    transaction_id: `IP${sid.slice(2)}`,
    bankaccountnumber: "12345678",
    routingnumber: "110000000",
    amount: "9.99",
    currency_code: "USD",
    description: "rent",
    parameters: { AVSName: "Ada" },
  })
})

test("generic: a token has no amount; a bank account has its own keys", async () => {
  await start(generic, () => ({ status: 200, json: { token_id: "T1" } }))
  const { final } = await pay({ chargeAmount: 0 })
  expect(final).toMatchObject({ Result: "success", PaymentToken: "T1" })
  expect(Object.keys(JSON.parse(endpoint.asked[0]?.body ?? ""))).not.toContain("amount")
  const sid = await bench.open({
    paymentConnector: "Mine",
    chargeAmount: 0,
    paymentMethod: "ach-debit",
    parameter: { AVSName: "A" },
  })
  await bench.capture(sid, "bank-routing-number", "110000000")
  await bench.capture(sid, "bank-account-number", "123456789#")
  await bench.update(sid, { status: "complete" })
  await bench.finalOf(sid)
  expect(JSON.parse(endpoint.asked[1]?.body ?? "")).toMatchObject({
    method: "tokenize",
    bankaccountnumber: "123456789",
    routingnumber: "110000000",
  })
})

test("generic: a postal code goes along, and an empty error_code is none", async () => {
  await start(generic, () => ({ status: 200, json: { charge_id: "C1", error_code: "", error_message: "" } }))
  const sid = await bench.open({ paymentConnector: "Mine", postalCode: true })
  await bench.captureCard(sid, "4111111111111111")
  await bench.capture(sid, "postal-code", "94105#")
  await bench.update(sid, { status: "complete" })
  expect(await bench.finalOf(sid)).toMatchObject({ Result: "success", PaymentCardPostalCode: "94105" })
  const [asked] = endpoint.asked
  expect(asked?.headers["content-type"]).toBe("application/json")
  expect(JSON.parse(asked?.body ?? "")).toMatchObject({ postal_code: "94105" })
})

test.each<[string, Answering, object]>([
  [
    "error_code",
    () => ({ status: 200, json: { charge_id: null, error_code: "expired001", error_message: "Expired" } }),
    { PayErrorCode: "64008", ConnectorError: "expired001", PaymentError: "Expired" },
  ],
  ["no charge_id", () => ({ status: 200, json: {} }), { PayErrorCode: "64008" }],
  ["HTTP 401", () => ({ status: 401, json: {} }), { PayErrorCode: "64008", ConnectorError: "401" }],
  ["HTTP 500, five times", () => ({ status: 500, json: {} }), { PayErrorCode: "64002" }],
])("generic: %s", async (what, answering, expected) => {
  await start(generic, answering)
  const { final } = await pay()
  expect(final).toMatchObject({ Result: "payment-connector-error", ...expected })
  expect(endpoint.asked).toHaveLength(what.includes("five") ? 5 : 1)
})

test("generic: 10 s a try, the same transaction id, until one is answered; none of it takes real time", async () => {
  await start(generic, (_asked, count) => (count < 3 ? null : { status: 200, json: { charge_id: "C3" } }))
  const sid = await bench.open({ paymentConnector: "Mine" })
  await bench.captureCard(sid, "4111111111111111")
  bench.emulator.clock.set({ mode: "virtual" })
  await bench.update(sid, { status: "complete" })
  await bench.emulator.clock.advance(20_100)
  expect(await bench.finalOf(sid)).toMatchObject({ PaymentConfirmationCode: "C3" })
  const ids = endpoint.asked.map(({ body }) => JSON.parse(body).transaction_id)
  expect(new Set(ids)).toEqual(new Set([`IP${sid.slice(2)}`]))
})

test("generic: a TEST instance takes only Twilio's numbers, and does not call for others", async () => {
  await start(generic)
  const { final } = await pay({}, "4242424242424242")
  expect(final).toMatchObject({ Result: "payment-connector-error", PayErrorCode: "64022" })
  const ach = { paymentMethod: "ach-debit", parameter: { AVSName: "Ada" } } as const
  const sid = await bench.open({ paymentConnector: "Mine", ...ach })
  await bench.capture(sid, "bank-routing-number", "110000000")
  await bench.capture(sid, "bank-account-number", "000123456789#")
  await bench.update(sid, { status: "complete" })
  expect(await bench.finalOf(sid)).toMatchObject({ PayErrorCode: "64023" })
  expect(endpoint.asked).toEqual([])
})

test("generic: a LIVE instance takes any number, and tells its endpoint the same keys", async () => {
  const live = (url: string): Connectors => ({ Mine: { kind: "generic", url, mode: "live" } })
  await start(live, () => ({ status: 200, json: { charge_id: "C1" } }))
  const { final } = await pay({}, "4242424242424242")
  expect(final).toMatchObject({ Result: "success", PaymentConfirmationCode: "C1" })
})

test("generic: what comes back as parameters is not told to the Payments API", async () => {
  const json = { charge_id: "C1", parameters: { receipt: "7" } }
  await start(generic, () => ({ status: 200, json }))
  expect(Object.keys((await pay()).final).filter((name) => name.startsWith("PayConnector"))).toEqual([])
})

test("scripted: answers in turn; a function of one's own", async () => {
  await start(() => ({
    Mine: {
      kind: "scripted",
      answers: [{ errorCode: "no", error: "Not today" }, { confirmationCode: "ok-1" }],
    },
    Own: async () => ({ result: "succeeded", confirmationCode: "own-1", token: "", profileId: "" }),
  }))
  expect((await pay()).final).toMatchObject({ PayErrorCode: "64008", ConnectorError: "no" })
  expect((await pay()).final).toMatchObject({ Result: "success", PaymentConfirmationCode: "ok-1" })
  expect((await pay({ paymentConnector: "Own" })).final).toMatchObject({ PaymentConfirmationCode: "own-1" })
})

const stripe = (url: string): Connectors => ({
  Stripe: { kind: "stripe", secretKey: "sk_test_local", baseUrl: url },
})

test("stripe: a PaymentIntent with a published payment method, once; no card number leaves", async () => {
  const intent = { id: "pi_1", object: "payment_intent", latest_charge: "ch_real" }
  await start(stripe, () => ({ status: 200, json: intent }))
  const charging = { paymentConnector: "Stripe", parameter: { order: "7" } }
  const { sid, final } = await pay(charging, "4242424242424242")
  expect(final).toMatchObject({ Result: "success", PaymentConfirmationCode: "ch_real" })
  const [asked] = endpoint.asked
  expect(asked).toMatchObject({ method: "POST", path: "/v1/payment_intents" })
  expect(asked?.headers).toMatchObject({
    authorization: "Bearer sk_test_local",
    "idempotency-key": `IP${sid.slice(2)}`,
  })
  const form = Object.fromEntries(new URLSearchParams(asked?.body))
  expect(form).toMatchObject({
    "metadata[order]": "7",
    "metadata[payment_sid]": sid,
    amount: "999",
    currency: "usd",
    payment_method: "pm_card_visa",
    confirm: "true",
  })
  expect(asked?.body).not.toContain("4242")
})

test("stripe: a refusal, and no answer", async () => {
  const error = { type: "card_error", code: "card_declined", message: "Your card was declined." }
  await start(stripe, () => ({ status: 402, json: { error } }))
  const { final } = await pay({ paymentConnector: "Stripe" }, "4000000000000002")
  expect(final).toMatchObject({ PayErrorCode: "64012", ConnectorError: "card_declined" })
  await endpoint.close()
  const lost = await pay({ paymentConnector: "Stripe" }, "4242424242424242")
  expect(lost.final).toMatchObject({ PayErrorCode: "64002" })
})

test("stripe: a key that is refused is the connector's configuration", async () => {
  const error = { type: "invalid_request_error", message: "Invalid API Key provided" }
  await start(stripe, () => ({ status: 401, json: { error } }))
  const { final } = await pay({ paymentConnector: "Stripe" }, "4242424242424242")
  expect(final).toMatchObject({ Result: "payment-connector-error", PayErrorCode: "64001" })
})

test("stripe: a one-time token is the payment method alone, and asks nobody", async () => {
  await start(stripe)
  const asked = { paymentConnector: "Stripe", chargeAmount: 0, tokenType: "one-time" } as const
  const { final } = await pay(asked, "4242424242424242")
  expect(final).toMatchObject({ Result: "success", PaymentToken: "pm_card_visa", ProfileId: "" })
  expect(endpoint.asked).toEqual([])
})

test("stripe: bank accounts are refused before anything is keyed", async () => {
  await start(stripe)
  const ach = { paymentMethod: "ach-debit", parameter: { AVSName: "Ada" } } as const
  const open = bench.open({ paymentConnector: "Stripe", ...ach })
  await expect(open).rejects.toMatchObject({ status: 400, code: 64013 })
})

test("stripe: a token belongs to a customer, each step once", async () => {
  await start(stripe, ({ path }) => {
    const json = path === "/v1/customers" ? { id: "cus_1" } : { id: "pm_1" }
    return { status: 200, json }
  })
  const { sid, final } = await pay({ paymentConnector: "Stripe", chargeAmount: 0 }, "4242424242424242")
  expect(final).toMatchObject({ Result: "success", PaymentToken: "pm_1", ProfileId: "cus_1" })
  const keys = endpoint.asked.map(({ path, headers }) => [path, headers["idempotency-key"]])
  expect(keys).toEqual([
    ["/v1/customers", `IP${sid.slice(2)}-customer`],
    ["/v1/payment_methods/pm_card_visa/attach", `IP${sid.slice(2)}-attach`],
  ])
})

test("stripe: a key of live mode is refused before anything starts", async () => {
  await start(() => [])
  const live = { Stripe: { kind: "stripe", secretKey: "sk_live_1" } } as const
  await expect(startPayBench({ connectors: live })).rejects.toThrow("test mode")
})
