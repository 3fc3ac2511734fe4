// The connector stripe-test against what Stripe publishes of its test mode: cards, bank debits, tokens (facts 7).
import { expect, test } from "vitest"
import { createClock } from "../clock.ts"
import { defaultSwitches } from "../switches.ts"
import type { ConnectorRequest, Instrument } from "./connector.ts"
import { createGateway } from "./gateway.ts"
import { makeConnector } from "./make-connector.ts"
import type { PaySettings } from "./pay-settings.ts"

const SETTINGS: PaySettings = {
  chargeAmount: "9.99",
  currency: "USD",
  description: "",
  paymentConnector: "Default",
  paymentMethod: "credit-card",
  bankAccountType: "consumer-checking",
  tokenType: "reusable",
  securityCode: true,
  postalCode: false,
  minPostalCodeLength: 1,
  matching: [],
  confirmation: false,
  timeoutMs: 5000,
  validCardTypes: ["visa", "mastercard", "amex"],
  parameters: {},
  language: "en-US",
}

const card = (number: string): Instrument => ({
  kind: "card",
  number,
  cardType: "visa",
  expirationDate: "1240",
  securityCode: "123",
  postalCode: "",
})

let transaction = 0

function request(instrument: Instrument, more: Partial<PaySettings> = {}): ConnectorRequest {
  const settings = { ...SETTINGS, ...more }
  return {
    operation: settings.chargeAmount === "" ? "token" : "charge",
    accountSid: "AC",
    callSid: "CA",
    paymentSid: "PK",
    transactionId: `IP${transaction++}`,
    settings,
    instrument,
  }
}

const clock = createClock()
const connector = makeConnector({ kind: "stripe-test" }, clock, defaultSwitches)
const ask = (instrument: Instrument, more?: Partial<PaySettings>) =>
  connector.connector(request(instrument, more))

test.each([
  "4242424242424242",
  "4000056655665556",
  "5555555555554444",
  "2223003122003222",
  "5200828282828210",
  "5105105105105100",
  "378282246310005",
  "371449635398431",
  "6011111111111117",
  "6011000990139424",
  "3056930009020004",
  "36227206271667",
  "3566002020360505",
  "6200000000000005",
  "4000000000000101",
  "4000000000000036",
])("%s is charged", async (number) => {
  expect(await ask(card(number))).toEqual({
    result: "succeeded",
    confirmationCode: expect.stringMatching(/^ch_[0-9a-f]{32}$/),
    token: "",
    profileId: "",
  })
})

const DECLINED = "Your card was declined."

test.each([
  ["4000000000000002", "card_declined", DECLINED, 64012],
  ["4000000000009995", "card_declined", "Your card has insufficient funds.", 64012],
  ["4000000000009987", "card_declined", DECLINED, 64012],
  ["4000000000009979", "card_declined", DECLINED, 64012],
  ["4000000000000069", "expired_card", "Your card has expired.", 64012],
  ["4000000000000127", "incorrect_cvc", "Your card's security code is incorrect.", 64012],
  [
    "4000000000000119",
    "processing_error",
    "An error occurred while processing your card. Try again in a little bit.",
    64008,
  ],
  ["4000000000006975", "card_declined", DECLINED, 64012],
  ["4100000000000019", "card_declined", DECLINED, 64012],
  ["4000000000000341", "card_declined", DECLINED, 64012],
])("%s is refused when charged: %s", async (number, errorCode, error, payErrorCode) => {
  expect(await ask(card(number))).toEqual({ result: "declined", payErrorCode, error, errorCode })
})

test.each([
  ["one-time", "4000000000000341", /^tok_/, /^$/],
  ["reusable", "4000000000000341", /^tok_/, /^cus_/],
  ["payment-method", "4000000000000341", /^pm_/, /^cus_/],
  ["one-time", "4000000000000002", /^tok_/, /^$/],
] as const)("a %s token of %s is made without charging", async (tokenType, number, token, profileId) => {
  expect(await ask(card(number), { chargeAmount: "", tokenType })).toEqual({
    result: "succeeded",
    confirmationCode: "",
    token: expect.stringMatching(token),
    profileId: expect.stringMatching(profileId),
  })
})

test.each(["reusable", "payment-method"] as const)(
  "a %s token asks the card's bank, which refuses with 64010",
  async (tokenType) => {
    const answer = await ask(card("4000000000000002"), { chargeAmount: "", tokenType })
    expect(answer).toMatchObject({ result: "declined", payErrorCode: 64010, errorCode: "card_declined" })
  },
)

test.each([
  ["000123456789", "succeeded", undefined],
  ["000555555559", "succeeded", undefined],
  ["000111111116", "declined", "no_account"],
  ["000111111113", "declined", "account_closed"],
  ["000222222227", "declined", "insufficient_funds"],
  ["000333333335", "declined", "debit_not_authorized"],
  ["000444444440", "declined", "invalid_currency"],
  ["000777777771", "declined", "weekly_limit_exceeded"],
  ["000999999999", "declined", "not_a_test_account"],
])("the bank account %s is %s %s", async (accountNumber, result, errorCode) => {
  const account = { kind: "bank-account", routingNumber: "110000000", accountNumber } as const
  const answer = await ask(account, { paymentMethod: "ach-debit" })
  expect(answer).toMatchObject({ result, ...(errorCode !== undefined && { errorCode }) })
})

test("the ledger holds a transaction once, however often it is asked for, and no clear number", async () => {
  const gateway = createGateway(clock, new Map([["Default", connector]]))
  const one = request(card("4242424242424242"))
  const [first, second] = await Promise.all([gateway.process(one), gateway.process(one)])
  expect(second).toEqual(first)
  expect(await gateway.process(one)).toEqual(first)
  await gateway.process(request(card("4000000000000002")))
  expect(gateway.records().map(({ result, card }) => [result, card])).toEqual([
    ["declined", "xxxxxxxxxxxx0002"],
    ["succeeded", "xxxxxxxxxxxx4242"],
  ])
})
