// R7: whatever field of a pay callback holds a full card number by mistake, no five digits of it get through.
import fc from "fast-check"
import { expect, it } from "vitest"
import { readPayUpdate } from "./dictionary.ts"

const sessionSid = `PK${"5e".repeat(16)}`

/** Every field of facts 2.2, and the words that stand in them when all is well. */
const form: Record<string, string> = {
  AccountSid: `AC${"a1".repeat(16)}`,
  CallSid: `CA${"c0".repeat(16)}`,
  DateCreated: "2021-08-10T03:55:53.408Z",
  DateUpdated: "2021-08-10T03:58:27.290Z",
  PaymentConnector: "Default",
  PaymentMethod: "credit-card",
  ChargeAmount: "9.99",
  TokenType: "reusable",
  Capture: "payment-card-number",
  Required: "expiration-date",
  PartialResult: "false",
  ErrorType: "",
  PaymentCardNumber: "xxxxxxxxxxxx1111",
  PaymentCardType: "visa",
  ExpirationDate: "",
  SecurityCode: "",
  PaymentCardPostalCode: "",
  Result: "",
  PaymentError: "",
  PayErrorCode: "",
  ConnectorError: "",
  PaymentConfirmationCode: "",
  PaymentToken: "",
  ProfileId: "",
}
const results = ["", "success", "payment-connector-error", "validation-error", "internal-error"]

const luhnDigit = (digits: string): string => {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return String((10 - (sum % 10)) % 10)
}
const pan = fc
  .tuple(fc.constantFrom("4", "51", "2221", "34", "6011", "50"), fc.stringMatching(/^\d{11,14}$/))
  .map(([prefix, rest]) => (prefix + rest).slice(0, 18))
  .map((digits) => digits + luhnDigit(digits))

/** The ways in which a careless gateway writes a number. */
const grouped = (number: string, by: string): string => (number.match(/\d{1,4}/g) ?? []).join(by)
const guise = fc.constantFrom<(number: string) => string>(
  (number) => number,
  (number) => grouped(number, " "),
  (number) => grouped(number, "-"),
  (number) => grouped(number, "%20"),
  (number) => grouped(number, "  "),
  (number) => grouped(number, ", "),
  (number) => grouped(number, "/"),
  (number) => `Card ${number} was declined`,
  (number) => `card=${number}&amount=9.99`,
  (number) => [...number].map((digit) => `%3${digit}`).join(""),
  (number) => `${[...number].map((digit) => `%3${digit}`).join("")} 100%`,
  (number) => `x${number}x`,
)

const fiveOf = (number: string): string[] =>
  Array.from({ length: number.length - 4 }, (_, i) => number.slice(i, i + 5))

/** What is told of a form: digits that stand apart or are encoded brought together, as a reader would. */
function told(sent: Record<string, unknown>): string {
  const update = readPayUpdate({ ...sent, Sid: sessionSid })
  expect(update).not.toBeNull()
  const said = JSON.stringify({ ...update, updatedAt: null })
  return said.replace(/%3(?=\d)/g, "").replace(/(?<=\d)( |-|%20)(?=\d)/g, "")
}

it("R7: in any field, in any guise, with any result", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(form)),
      pan,
      guise,
      fc.constantFrom(...results),
      fc.boolean(),
      (field, number, dress, result, repeated) => {
        const value = dress(number)
        const said = told({ ...form, Result: result, [field]: repeated ? ["", value] : value })
        for (const part of fiveOf(number)) expect(said).not.toContain(part)
      },
    ),
    { numRuns: 3_000 },
  )
})

it("R7: in all fields at once", () => {
  fc.assert(
    fc.property(pan, guise, fc.constantFrom(...results), (number, dress, result) => {
      const sent = Object.fromEntries(Object.keys(form).map((field) => [field, dress(number)]))
      const said = told({ ...sent, Result: result })
      for (const part of fiveOf(number)) expect(said).not.toContain(part)
    }),
    { numRuns: 1_000 },
  )
})
