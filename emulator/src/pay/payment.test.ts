// Payments end to end: the official client, a keyed phone, signed callbacks, the gateway (facts 1, 2, 10).
import { afterEach, expect, test } from "vitest"
import type { EmulatorOptions } from "../emulator.ts"
import { type PayBench, startPayBench } from "../testing/pay-bench.ts"

let bench: PayBench

async function start(options: EmulatorOptions = {}): Promise<void> {
  bench = await startPayBench(options)
}

afterEach(() => bench.close())

test("a charge: every callback in order, masked, signed, with the keys captured from real Twilio", async () => {
  await start()
  const sid = await bench.open()
  await bench.captureCard(sid)
  await bench.update(sid, { status: "complete" })
  const final = await bench.finalOf(sid)
  const bodies = bench.app.at("/pay")
  expect(bodies.every((body) => body.signed && body.params.From === undefined)).toBe(true)
  expect(Object.keys(bodies[0]?.params ?? {}).sort()).toEqual(
    [
      "AccountSid",
      "CallSid",
      "ChargeAmount",
      "DateCreated",
      "PaymentConnector",
      "PaymentMethod",
      "Sid",
    ].sort(),
  )
  expect(bodies[1]?.params).toMatchObject({
    Capture: "payment-card-number",
    PartialResult: "true",
    Required: "payment-card-number,expiration-date,security-code",
  })
  const masks = bodies.slice(2, 18).map((body) => body.params.PaymentCardNumber)
  expect(masks).toEqual(Array.from({ length: 16 }, (_, index) => "x".repeat(index + 1)))
  expect(bodies[18]?.params).toMatchObject({
    PartialResult: "false",
    PaymentCardNumber: "xxxxxxxxxxxx4242",
    PaymentCardType: "visa",
    Required: "expiration-date,security-code",
  })
  expect(bodies.at(-2)?.params).toMatchObject({ ExpirationDate: "1230", SecurityCode: "xxx", Required: "" })
  const dates = bodies.slice(1).map((body) => body.params.DateUpdated ?? "")
  expect([...new Set(dates)].sort()).toEqual(dates)
  expect(Object.keys(final)).toHaveLength(13)
  expect(final).toMatchObject({ Result: "success", PaymentToken: "", ProfileId: "", ExpirationDate: "1230" })
  expect(final.PaymentConfirmationCode).toMatch(/^ch_[0-9a-f]{32}$/)
  const { body } = await bench.control("/charges")
  expect(body.charges).toMatchObject([
    {
      result: "succeeded",
      card: "xxxxxxxxxxxx4242",
      brand: "visa",
      amount: "9.99",
      paymentSid: sid,
      callSid: bench.callSid,
    },
  ])
  const everything = JSON.stringify([
    bench.app.received,
    body,
    await bench.view(bench.callSid),
    await bench.control("/diary"),
  ])
  expect(everything).not.toContain("4242424242424242")
})

test("a card that is no test number is charged only when told so, and then declined", async () => {
  await start({ switches: { "cards that are no test numbers": "accept" } })
  const sid = await bench.open()
  await bench.captureCard(sid, "4539578763621486")
  await bench.update(sid, { status: "complete" })
  expect(await bench.finalOf(sid)).toMatchObject({
    PayErrorCode: "64012",
    PaymentError: "Your card was declined. Your request was in test mode, but used a non test card.",
  })
})

test.each([
  ["4000000000000002", "64012", "card_declined", "Your card was declined."],
  ["4000000000009995", "64012", "card_declined", "Your card has insufficient funds."],
  ["4000000000000069", "64012", "expired_card", "Your card has expired."],
  [
    "4000000000000119",
    "64008",
    "processing_error",
    "An error occurred while processing your card. Try again in a little bit.",
  ],
])("card %s is refused with %s %s", async (number, PayErrorCode, ConnectorError, PaymentError) => {
  await start()
  const sid = await bench.open()
  await bench.captureCard(sid, number)
  await bench.update(sid, { status: "complete" })
  expect(await bench.finalOf(sid)).toMatchObject({
    Result: "payment-connector-error",
    PayErrorCode,
    ConnectorError,
    PaymentError,
    PaymentConfirmationCode: "",
    PaymentToken: "",
  })
  await expect(bench.update(sid, { capture: "security-code" })).rejects.toMatchObject({
    status: 400,
    code: 64021,
  })
  expect(await bench.open()).not.toBe(sid)
})

test.each([
  ["reusable", /^tok_/, /^cus_/],
  ["one-time", /^tok_/, /^$/],
  ["payment-method", /^pm_/, /^cus_/],
])("no amount makes a %s token", async (tokenType, token, profile) => {
  await start()
  const sid = await bench.open({ chargeAmount: 0, tokenType: tokenType as "reusable" })
  await bench.captureCard(sid)
  await bench.update(sid, { status: "complete" })
  const final = await bench.finalOf(sid)
  expect(final).toMatchObject({ Result: "success", PaymentConfirmationCode: "" })
  expect(final.PaymentToken).toMatch(token)
  expect(final.ProfileId).toMatch(profile)
  expect(bench.app.at("/pay")[0]?.params).toMatchObject({ TokenType: tokenType })
})

test("the star key, a cancel and a hang-up each end the session by name; nothing is charged", async () => {
  await start()
  const starred = await bench.open()
  await bench.update(starred, { capture: "payment-card-number" })
  await bench.key("42*")
  expect(await bench.finalOf(starred)).toMatchObject({
    Result: "caller-interrupted-with-star",
    PaymentConfirmationCode: "",
    PaymentCardNumber: "",
  })
  const cancelled = await bench.open()
  await bench.update(cancelled, { status: "cancel" })
  expect(await bench.finalOf(cancelled)).toMatchObject({ Result: "transaction-cancelled" })
  const left = await bench.open()
  await bench.control(`/calls/${bench.callSid}/hangup`, {})
  expect(await bench.finalOf(left)).toMatchObject({ Result: "caller-hung-up" })
  await expect(bench.update(left, { status: "cancel" })).rejects.toMatchObject({ code: 64021 })
  expect((await bench.control("/charges")).body).toEqual({ charges: [] })
})

test("a hang-up after submit changes nothing about the charge", async () => {
  await start({ pace: { keyMs: 1, gatewayMs: 80 } })
  const sid = await bench.open()
  await bench.captureCard(sid)
  await bench.update(sid, { status: "complete" })
  await bench.control(`/calls/${bench.callSid}/hangup`, {})
  expect(await bench.finalOf(sid)).toMatchObject({ Result: "success" })
})

test("bank accounts: routing and account number, a charge", async () => {
  await start()
  const sid = await bench.open({ paymentMethod: "ach-debit", parameter: { AVSName: "Ada" } })
  await bench.capture(sid, "bank-routing-number", "110000000")
  await bench.capture(sid, "bank-account-number", "000123456789#")
  await bench.update(sid, { status: "complete" })
  expect(await bench.finalOf(sid)).toMatchObject({ Result: "success", BankAccountNumber: "**********89" })
  const [started, asked] = bench.app.at("/pay").map(({ params }) => params)
  expect(started).toMatchObject({ PaymentMethod: "ach-debit", BankAccountType: "consumer-checking" })
  expect(asked).toMatchObject({ Required: "bank-routing-number,bank-account-number" })
  const both = await bench.app.waitForBody("/pay", ({ Required, Result }) => Required === "" && !Result)
  expect(both).toMatchObject({ BankRoutingNumber: "110000000", BankAccountNumber: "**********89" })
})
