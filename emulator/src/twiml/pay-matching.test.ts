// <Pay> that wants items keyed twice, and a caller who confirms before anything is charged (facts 1.2, 4.8).
import { afterEach, expect, test } from "vitest"
import type { EmulatorOptions } from "../emulator.ts"
import { CARD, type PayVerbBench, pay, startPayVerb } from "../testing/pay-verb-bench.ts"

let bench: PayVerbBench

afterEach(() => bench?.close())

const start = async (verb: string, options: EmulatorOptions = {}) => {
  bench = await startPayVerb(verb, options)
}

test.each([
  ["1", { Result: "success" }, 1],
  ["2", { Result: "transaction-cancelled", PaymentConfirmationCode: "" }, 0],
] as const)(
  "confirmation: the caller hears the last digits, and %s is told as %o",
  async (digit, result, charged) => {
    await start(pay(`confirmation="true"`))
    await bench.keyCard()
    const asked = await bench.until(bench.callSid, ({ heard }) =>
      /ends with 4242/.test(heard.at(-1)?.text ?? ""),
    )
    expect(asked.payment.state).toBe("open")
    expect(bench.app.at("/status").map(({ params }) => params.For)).not.toContain("payment-processing")
    await bench.control(`/calls/${bench.callSid}/digits`, { digits: digit })
    expect(await bench.action()).toMatchObject(result)
    expect((await bench.control("/charges")).body.charges).toHaveLength(charged)
  },
)

test("who never confirms is asked again, then has failed too often", async () => {
  await start(pay(`confirmation="true" timeout="1" maxAttempts="1"`))
  await bench.keyCard()
  expect(await bench.action()).toMatchObject({ Result: "too-many-failed-attempts" })
  expect((await bench.heard()).filter((text) => text.includes("To pay, press 1"))).toHaveLength(2)
})

const ACCOUNT = `<Pay paymentMethod="ach-debit" chargeAmount="13.22" action="/paid" statusCallback="/status">
  <Parameter name="AVSName" value="Ada"/>
  <Prompt for="bank-account-number"><Say>Account</Say></Prompt>
  <Prompt for="bank-account-number" requireMatchingInputs="true"><Say>Account again</Say></Prompt>
  <Prompt for="bank-account-number" errorType="input-matching-failed"><Say>They differ</Say></Prompt>
</Pay>`

test("a Prompt with requireMatchingInputs asks a second time, and anew where both differ", async () => {
  await start(ACCOUNT)
  await bench.keyItem("bank-routing-number", "110000000")
  await bench.keyItem("bank-account-number", "000123456789#")
  await bench.keyItem("bank-account-number-matcher", "000123456780#")
  await bench.keyItem("bank-account-number", "000123456789#")
  await bench.keyItem("bank-account-number-matcher", "000123456789#")
  expect(await bench.action()).toMatchObject({ Result: "success", BankAccountNumber: "**********89" })
  expect((await bench.heard()).slice(1, 5)).toEqual([
    "Account",
    "Account again",
    "They differ",
    "Account again",
  ])
  const steps = bench.app
    .at("/status")
    .map(({ params }) => `${params.For} ${params.Attempt} ${params.ErrorType}`)
  expect(steps).toContain("bank-account-number 2 input-matching-failed")
})

test("inputs that differ too often are too many failed attempts", async () => {
  await start(ACCOUNT, { switches: { "maxAttempts of <Pay>": "attempts" } })
  await bench.keyItem("bank-routing-number", "110000000")
  await bench.keyItem("bank-account-number", "000123456789#")
  await bench.keyItem("bank-account-number-matcher", "1#")
  expect(await bench.action()).toMatchObject({
    Result: "too-many-failed-attempts",
    PaymentError: "input-matching-failed",
  })
})

test("the attribute asks for a card's items twice", async () => {
  await start(pay(`requireMatchingInputs="expiration-date"`))
  await bench.keyItem("payment-card-number", CARD)
  await bench.keyItem("expiration-date", "1230")
  await bench.keyItem("expiration-date-matcher", "1230")
  await bench.keyItem("security-code", "123")
  expect(await bench.action()).toMatchObject({ Result: "success", ExpirationDate: "1230" })
})
