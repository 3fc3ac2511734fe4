// What a connector cannot do is refused with its code of the dictionary, by REST and by <Pay>.
import { afterEach, expect, test } from "vitest"
import type { ConnectorSettings, EmulatorOptions } from "../index.ts"
import { type PayBench, startPayBench } from "../testing/pay-bench.ts"
import { startPayVerb } from "../testing/pay-verb-bench.ts"

let bench: Pick<PayBench, "close">

afterEach(() => bench.close())

type Can = NonNullable<(ConnectorSettings & { kind: "scripted" })["can"]>

const mine = (can: Can): EmulatorOptions => ({
  connectors: { Mine: { kind: "scripted", answers: [{}], can } },
})

test.each<[number, Can, Parameters<PayBench["open"]>[0]]>([
  [64001, { state: "misconfigured" }, {}],
  [64005, { tokens: false }, { chargeAmount: 0 }],
  [64006, { tokenTypes: ["one-time"] }, { chargeAmount: 0, tokenType: "reusable" }],
  [64006, {}, { chargeAmount: 0, tokenType: "payment-method" }],
  [64007, { charges: false }, {}],
  [64009, { state: "unauthorized" }, {}],
  [64011, { currencies: ["EUR"] }, { currency: "USD" }],
  [64013, { paymentMethods: ["credit-card"] }, { paymentMethod: "ach-debit", parameter: { AVSName: "Ada" } }],
  [64015, { parameters: ["MerchantAccountId"] }, {}],
  [64024, { state: "not-approved" }, {}],
])("%i: %o asked for %o", async (code, can, asked) => {
  const payments = await startPayBench(mine(can))
  bench = payments
  const open = payments.open({ paymentConnector: "Mine", ...asked })
  await expect(open).rejects.toMatchObject({ status: 400, code })
})

test("what is asked for and there goes through; the verb tells the code to its action", async () => {
  const payments = await startPayBench(mine({ currencies: ["USD"], parameters: ["MerchantAccountId"] }))
  bench = payments
  await payments.open({ paymentConnector: "Mine", parameter: { MerchantAccountId: "7" } })
  const verb = await startPayVerb(
    `<Pay paymentConnector="Mine" chargeAmount="1" action="/paid"/>`,
    mine({ charges: false }),
  )
  expect(await verb.action()).toMatchObject({ Result: "validation-error", PayErrorCode: "64007" })
  await verb.close()
})
