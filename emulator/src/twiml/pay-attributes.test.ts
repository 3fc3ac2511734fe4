// Every attribute of <Pay>, one by one: what holds without it, what it changes, and what a wrong value does (facts 4.8).
import { expect, test } from "vitest"
import type { ConnectorRequest } from "../pay/connector.ts"
import { startPayVerb } from "../testing/pay-verb-bench.ts"
import { ATTRIBUTES } from "./schema.ts"

/** What a customer keys who makes no mistake; another one is given by `keys`. */
const KEYS: Readonly<Record<string, string>> = {
  "payment-card-number": "4242424242424242",
  "expiration-date": "1230",
  "expiration-date-matcher": "1230",
  "security-code": "123",
  "postal-code": "94105#",
  "bank-routing-number": "110000000",
  "bank-account-number": "000123456789#",
}

const TO_CONFIRM = /To pay, press 1/

type Case = {
  attributes: string
  keys?: Readonly<Record<string, string>>
  /** What the action is told, in part. */
  action?: Readonly<Record<string, string>>
  asked?: readonly string[]
  /** What the connector is asked, in part. */
  settings?: Partial<ConnectorRequest["settings"]>
  /** A code in the diary. */
  code?: number
  heard?: string
  toldBy?: "GET" | "POST" | "nobody"
}

const ACH = `paymentMethod="ach-debit"`
const CARD_ITEMS = ["payment-card-number", "expiration-date", "security-code", "postal-code"]
const SUCCESS = { Result: "success" }
const refused = (attributes: string, PayErrorCode: string): Case => {
  return { attributes, action: { Result: "validation-error", PayErrorCode } }
}
const TWO_TRIES = ["payment-card-number", "payment-card-number"]
const MISTYPED = { "payment-card-number": "1#" }

/** Absent, given, and wrong; no wrong value where any text is right. */
const CASES: Readonly<Record<string, readonly [absent: Case, given: Case, wrong?: Case]>> = {
  input: [
    { attributes: "", action: SUCCESS },
    { attributes: `input="dtmf"`, action: SUCCESS },
    refused(`input="speech"`, "64020"),
  ],
  action: [
    { attributes: `action=""`, heard: "Next verb" },
    { attributes: "", action: SUCCESS },
    { attributes: `action="http://example.com/paid"`, code: 64016, heard: "application error" },
  ],
  statusCallback: [
    { attributes: `statusCallback=""`, toldBy: "nobody" },
    { attributes: "", toldBy: "POST" },
    { attributes: `statusCallback="ftp://nowhere"`, code: 11100, heard: "application error" },
  ],
  statusCallbackMethod: [
    { attributes: "", toldBy: "POST" },
    { attributes: `statusCallbackMethod="GET"`, toldBy: "GET" },
    { attributes: `statusCallbackMethod="PUT"`, toldBy: "POST", code: 12200 },
  ],
  paymentConnector: [
    { attributes: "", settings: { paymentConnector: "Default" } },
    { attributes: `paymentConnector="Mine"`, settings: { paymentConnector: "Mine" } },
    refused(`paymentConnector="Nobody"`, "64004"),
  ],
  paymentMethod: [
    { attributes: "", asked: CARD_ITEMS, action: { PaymentMethod: "credit-card" } },
    {
      attributes: ACH,
      asked: ["bank-routing-number", "bank-account-number"],
      action: { PaymentMethod: "ach-debit", BankRoutingNumber: "110000000" },
    },
    refused(`paymentMethod="cash"`, "64020"),
  ],
  tokenType: [
    { attributes: "", settings: { tokenType: "reusable" } },
    { attributes: `tokenType="one-time"`, settings: { tokenType: "one-time" } },
    refused(`tokenType="eternal"`, "64020"),
  ],
  chargeAmount: [
    { attributes: "", action: { PaymentToken: "tok_1", PaymentConfirmationCode: "" } },
    {
      attributes: `chargeAmount="20.45"`,
      action: { PaymentToken: "", PaymentConfirmationCode: "ch_1" },
      settings: { chargeAmount: "20.45" },
    },
    refused(`chargeAmount="-0.59"`, "64003"),
  ],
  currency: [
    { attributes: "", settings: { currency: "USD" } },
    { attributes: `currency="eur"`, settings: { currency: "EUR" } },
    refused(`currency="gold"`, "64020"),
  ],
  description: [
    { attributes: "", settings: { description: "" } },
    { attributes: `description="Two shoes"`, settings: { description: "Two shoes" } },
  ],
  bankAccountType: [
    { attributes: ACH, action: { BankAccountType: "consumer-checking" } },
    {
      attributes: `${ACH} bankAccountType="commercial-savings"`,
      action: { BankAccountType: "commercial-savings" },
    },
    refused(`bankAccountType="consumer-savings"`, "64017"),
  ],
  timeout: [
    { attributes: "", settings: { timeoutMs: 5_000 } },
    { attributes: `timeout="9"`, settings: { timeoutMs: 9_000 } },
    refused(`timeout="601"`, "64020"),
  ],
  maxAttempts: [
    { attributes: "", keys: MISTYPED, asked: TWO_TRIES },
    { attributes: `maxAttempts="2"`, keys: MISTYPED, asked: ["payment-card-number", ...TWO_TRIES] },
    { attributes: `maxAttempts="many"`, keys: MISTYPED, asked: TWO_TRIES, code: 12200 },
  ],
  minPostalCodeLength: [
    { attributes: "", keys: { "postal-code": "1#" }, action: { ...SUCCESS, PaymentCardPostalCode: "1" } },
    {
      attributes: `minPostalCodeLength="5"`,
      keys: { "postal-code": "1#" },
      action: { Result: "too-many-failed-attempts", PaymentError: "invalid-postal-code" },
    },
    refused(`minPostalCodeLength="some"`, "64020"),
  ],
  postalCode: [
    { attributes: "", asked: CARD_ITEMS },
    {
      attributes: `postalCode="94109"`,
      asked: CARD_ITEMS.slice(0, 3),
      action: { PaymentCardPostalCode: "94109" },
    },
  ],
  securityCode: [
    { attributes: "", asked: CARD_ITEMS },
    { attributes: `securityCode="false"`, asked: ["payment-card-number", "expiration-date", "postal-code"] },
    refused(`securityCode="maybe"`, "64020"),
  ],
  validCardTypes: [
    {
      attributes: "",
      keys: { "payment-card-number": "6011111111111117" },
      action: { PaymentError: "invalid-card-type" },
    },
    {
      attributes: `validCardTypes="visa discover"`,
      keys: { "payment-card-number": "6011111111111117" },
      action: { PaymentCardType: "discover" },
    },
    refused(`validCardTypes="unionpay"`, "64020"),
  ],
  language: [
    { attributes: "", heard: "Please enter your card number" },
    {
      attributes: `language="de-DE"`,
      heard: "Bitte geben Sie Ihre Kartennummer ein und drücken Sie dann die Rautetaste.",
    },
    refused(`language="tlh"`, "64020"),
  ],
  requireMatchingInputs: [
    { attributes: "", asked: CARD_ITEMS },
    {
      attributes: `requireMatchingInputs="expiration-date"`,
      asked: [
        "payment-card-number",
        "expiration-date",
        "expiration-date-matcher",
        "security-code",
        "postal-code",
      ],
    },
    refused(`requireMatchingInputs="everything"`, "64020"),
  ],
  confirmation: [
    { attributes: "", action: SUCCESS },
    {
      attributes: `confirmation="true"`,
      action: { Result: "transaction-cancelled" },
      heard: "To pay, press 1",
    },
    refused(`confirmation="perhaps"`, "64020"),
  ],
}

/** Attributes that every case has, unless it gives its own. */
const USUAL = { action: "/paid", statusCallback: "/status" }

async function run({ attributes, keys = {} }: Case) {
  const usual = Object.entries(USUAL).filter(([name]) => !attributes.includes(`${name}="`))
  const written = usual.map(([name, value]) => `${name}="${value}"`).join(" ")
  const requests: ConnectorRequest[] = []
  const connector = async (request: ConnectorRequest) => {
    requests.push(request)
    const charging = request.operation === "charge"
    const [confirmationCode, token] = charging ? ["ch_1", ""] : ["", "tok_1"]
    return { result: "succeeded", confirmationCode, token, profileId: "" } as const
  }
  const parameter = attributes.includes(ACH) ? `<Parameter name="AVSName" value="Ada"/>` : ""
  const bench = await startPayVerb(`<Pay ${written} ${attributes}>${parameter}</Pay>`, {
    connectors: { Default: connector, Mine: connector },
  })
  const key = (digits = "") => bench.control(`/calls/${bench.callSid}/digits`, { digits })
  const asked: string[] = []
  for (;;) {
    const { status, payment, heard } = await bench.until(bench.callSid, (call) => {
      const { state, capture, keyed } = call.payment ?? {}
      const confirms = state === "open" && TO_CONFIRM.test(call.heard.at(-1)?.text ?? "")
      return call.status === "completed" || confirms || (state === "open" && capture !== null && keyed === "")
    })
    if (status === "completed") break
    if (TO_CONFIRM.test(heard.at(-1)?.text ?? "")) await key("2")
    else if (payment.capture) {
      asked.push(payment.capture)
      await key({ ...KEYS, ...keys }[payment.capture])
    }
  }
  const { entries } = (await bench.control("/diary")).body as { entries: { code: number | null }[] }
  const outcome = {
    asked,
    action: bench.app.at("/paid")[0]?.params,
    settings: requests[0]?.settings,
    codes: entries.map(({ code }) => code),
    heard: (await bench.heard()).join("\n"),
    toldBy: bench.app.at("/status")[0]?.method ?? "nobody",
  }
  await bench.close()
  return outcome
}

test("no attribute is left out", () => {
  expect(Object.keys(CASES).sort()).toEqual(ATTRIBUTES.Pay?.split(" ").sort())
})

const all = Object.entries(CASES).flatMap(([name, cases]) =>
  cases.flatMap((one) => (one ? [[name, one] as const] : [])),
)

test.each(all)("%s: %o", async (_name, one) => {
  const { asked, action, settings, codes, heard, toldBy } = await run(one)
  if (one.action) expect(action).toMatchObject(one.action)
  if (one.settings) expect(settings).toMatchObject(one.settings)
  if (one.asked) expect(asked).toEqual(one.asked)
  if (one.code) expect(codes).toContain(one.code)
  if (one.heard) expect(heard).toContain(one.heard)
  if (one.toldBy) expect(toldBy).toBe(one.toldBy)
})
