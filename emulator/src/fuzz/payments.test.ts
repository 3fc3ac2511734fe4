// Any customer and any agent on any connector: every answer and callback keeps Twilio's shape, and no number shows.
import fc from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { ConnectorSettings } from "../index.ts"
import { PAY_ITEMS } from "../pay/pay-items.ts"
import { TEST_CARDS } from "../pay/test-cards.ts"
import { PATIENCE, RUNS } from "../testing/fuzz-inputs.ts"
import { type PayBench, startPayBench } from "../testing/pay-bench.ts"

/** All that a body may say (facts 2.2). */
const KEYS = new Set(
  (
    "AccountSid CallSid Sid DateCreated DateUpdated PaymentConnector PaymentMethod ChargeAmount TokenType Capture " +
    "Required PartialResult ErrorType PaymentCardNumber PaymentCardType ExpirationDate SecurityCode " +
    "PaymentCardPostalCode BankAccountNumber BankRoutingNumber BankAccountType Result PaymentError PayErrorCode " +
    "ConnectorError PaymentConfirmationCode PaymentToken ProfileId"
  ).split(" "),
)
const RESULTS =
  "success payment-connector-error caller-interrupted-with-star caller-hung-up validation-error transaction-cancelled".split(
    " ",
  )
const ERROR_TYPES = (
  "input-timeout invalid-card-number invalid-card-type invalid-date invalid-security-code invalid-postal-code " +
  "invalid-bank-routing-number invalid-bank-account-number invalid-card-number-security-code-capture-sequence " +
  "input-matching-failed"
).split(" ")

type Can = NonNullable<(ConnectorSettings & { kind: "stripe-test" })["can"]>

const LIMITS: readonly Can[] = [
  {},
  { charges: false },
  { tokens: false },
  { tokenTypes: ["one-time"] },
  { paymentMethods: ["credit-card"] },
  { currencies: ["EUR"] },
  { parameters: ["MerchantAccountId"] },
  { state: "misconfigured" },
  { state: "unauthorized" },
  { state: "not-approved" },
]

let bench: PayBench

beforeAll(async () => {
  const limited = LIMITS.map((can, index) => [`C${index}`, { kind: "stripe-test", can }] as const)
  bench = await startPayBench({ connectors: Object.fromEntries(limited) })
})

afterAll(() => bench.close())

const CARD_NUMBERS = TEST_CARDS.map(({ number }) => number)
const keys = fc.oneof(
  fc.stringMatching(/^[0-9*#]{1,20}$/),
  fc.constantFrom(...CARD_NUMBERS, "1240", "123", "1234", "94105#", "110000000", "000123456789#", "#"),
)
/** Keyed in the end by a customer who pays; empty for one who never does. */
const card = fc.constantFrom("", "4242424242424242", "4000000000000002", "4000000000000119")
const step = fc.oneof(
  fc.record({ capture: fc.constantFrom(...PAY_ITEMS, "all"), keys }),
  fc.record({ capture: fc.constantFrom(...PAY_ITEMS.slice(0, 6)), keys }),
  fc.record({ status: fc.constantFrom("complete", "cancel", "pause") }),
)
/** Mostly what can be opened, so that most payments go on. */
const mostly = <T, R>(usual: readonly T[], rare: readonly R[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...rare) },
  )

const settings = fc.record(
  {
    paymentConnector: mostly(
      ["C0"],
      [...LIMITS, null].map((_, index) => `C${index}`),
    ),
    chargeAmount: mostly(["0", "9.99", "999999.99"], ["-1", "1.001", "1000000", "x"]),
    currency: mostly(["USD", "EUR", "usd"], ["JPY", "XXX"]),
    paymentMethod: mostly(["credit-card", "ach-debit"], ["cash"]),
    tokenType: fc.constantFrom("one-time", "reusable", "payment-method"),
    securityCode: fc.boolean(),
    postalCode: fc.boolean(),
    minPostalCodeLength: mostly([1, 5], [-1, 30]),
    requireMatchingInputs: fc.constantFrom("expiration-date", "payment-card-number,security-code"),
    confirmation: fc.constantFrom("true", "false"),
    validCardTypes: mostly(["visa", "visa mastercard amex discover jcb maestro"], ["unionpay"]),
    parameter: mostly([{ AVSName: "Ada" }, { MerchantAccountId: "7", AVSName: "Ada" }], [{}]),
  },
  { requiredKeys: ["chargeAmount", "parameter"] },
)

const RIGHT: Readonly<Record<string, string>> = {
  "payment-card-number": "4242424242424242",
  "expiration-date": "1240",
  "security-code": "123",
  "postal-code": "94105#",
  "bank-routing-number": "110000000",
  "bank-account-number": "000123456789#",
}

/** What an agent and a customer who know what they do make of a payment that is still open. */
async function finish(sid: string, card: string): Promise<void> {
  const right = { ...RIGHT, "payment-card-number": card }
  for (const [item, digits] of Object.entries(right)) {
    for (const capture of [item, `${item}-matcher`]) {
      if (await twiliosWay(bench.update(sid, { capture }))) await bench.key(digits)
    }
  }
  if (await twiliosWay(bench.update(sid, { status: "complete" }))) await bench.key("1")
}

/** Refused in Twilio's shape, or done; throws for anything else. */
async function twiliosWay(request: Promise<unknown>): Promise<boolean> {
  return request.then(
    () => true,
    ({ status, code, moreInfo }) => {
      expect([400, 404]).toContain(status)
      expect(moreInfo).toBe(`https://www.twilio.com/docs/errors/${code}`)
      return false
    },
  )
}

function judge(params: Record<string, string>): void {
  expect(Object.keys(params).filter((name) => !KEYS.has(name))).toEqual([])
  const { Result, ErrorType, PaymentCardNumber = "", SecurityCode = "", BankAccountNumber = "" } = params
  if (Result !== undefined) expect(RESULTS).toContain(Result)
  if (ErrorType !== undefined) expect(ERROR_TYPES).toContain(ErrorType)
  expect(PaymentCardNumber).toMatch(/^x*\d{0,4}$/)
  expect(SecurityCode).toMatch(/^x*$/)
  expect(BankAccountNumber).toMatch(/^([x*]*\d{0,2})$/)
}

const CHARGE = { chargeAmount: "9.99", parameter: { AVSName: "Ada" } }
/** Tried first, so that both ends of a gateway are always among what is judged. */
const PLAIN: [typeof CHARGE, [], "4242424242424242" | "4000000000000002"][] = [
  [CHARGE, [], "4242424242424242"],
  [CHARGE, [], "4000000000000002"],
]

test(
  "a payment",
  async () => {
    const { account } = bench.emulator
    const results = new Set<string | undefined>()
    await fc.assert(
      fc.asyncProperty(settings, fc.array(step, { maxLength: 8 }), card, async (asked, steps, number) => {
        bench.app.received.length = 0
        const opening = bench.open(asked as object)
        if (!(await twiliosWay(opening))) return
        const sid = await opening
        for (const one of steps) {
          const { keys: digits, ...change } = one as { keys?: string }
          if (await twiliosWay(bench.update(sid, change))) await bench.key(digits ?? "1")
        }
        if (number !== "") await finish(sid, number)
        await twiliosWay(bench.update(sid, { status: "cancel" }))
        const final = await bench.finalOf(sid)
        results.add(final.Result)
        expect([final.AccountSid, final.CallSid]).toEqual([account.sid, bench.callSid])
        for (const { params, signed } of bench.app.at("/pay")) {
          expect(signed).toBe(true)
          judge(params)
        }
      }),
      { ...RUNS, examples: PLAIN },
    )
    expect([...results]).toEqual(expect.arrayContaining(["success", "payment-connector-error"]))
  },
  PATIENCE,
)
