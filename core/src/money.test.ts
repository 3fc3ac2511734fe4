// Specs of money: what people type, what we keep, what Twilio gets.
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  currencyDecimals,
  decimalString,
  exampleAmount,
  formatMoney,
  isCurrency,
  parseMoney,
  parseTotal,
} from "./money.ts"
import { type RefusalCode, refusalWords } from "./refusal.ts"

const minor = (text: string, currency = "USD") => parseMoney(text, currency, "amount")
const message = (text: string, currency = "USD") => {
  const parsed = minor(text, currency)
  return "refusal" in parsed ? parsed.refusal.message : parsed
}

test.each([
  ["12.50", "USD", 1_250],
  [" 12.50 ", "USD", 1_250],
  ["12.5", "USD", 1_250],
  ["12", "USD", 1_200],
  ["0", "USD", 0],
  ["0.01", "USD", 1],
  ["007", "USD", 700],
  ["1.15", "USD", 115],
  ["999999.99", "USD", 99_999_999],
  ["1500", "JPY", 1_500],
  ["999999", "JPY", 999_999],
  ["1.234", "KWD", 1_234],
  ["999999.99", "KWD", 999_999_990],
])("%j in %s is %d minor units", (text, currency, expected) =>
  expect(minor(text, currency)).toEqual({ minor: expected }),
)

test.each([
  ["", "USD", "Type the amount, for example 1000.50."],
  ["   ", "USD", "Type the amount, for example 1000.50."],
  ["-5", "USD", "The amount cannot be negative."],
  ["1,000.5", "USD", "Leave the commas out and use a point for decimals, for example 1000.50."],
  ["1,5", "USD", "Leave the commas out and use a point for decimals, for example 1000.50."],
  ["abc", "USD", "Use digits and one point, for example 1000.50."],
  ["1.2.3", "USD", "Use digits and one point, for example 1000.50."],
  [".5", "USD", "Use digits and one point, for example 1000.50."],
  ["5.", "USD", "Use digits and one point, for example 1000.50."],
  ["1e3", "USD", "Use digits and one point, for example 1000.50."],
  ["+5", "USD", "Use digits and one point, for example 1000.50."],
  ["$5", "USD", "Use digits and one point, for example 1000.50."],
  ["1 000", "USD", "Use digits and one point, for example 1000.50."],
  ["٣", "USD", "Use digits and one point, for example 1000.50."],
  ["0.001", "USD", "USD has at most 2 decimals, for example 1000.50."],
  ["1.0000", "KWD", "KWD has at most 3 decimals, for example 1000.500."],
  ["1.5", "JPY", "JPY has no decimals, for example 1000."],
  ["abc", "JPY", "Use digits only, for example 1000."],
  ["1000000", "USD", "The amount can be at most $999,999.99."],
  ["999999999999999999999", "USD", "The amount can be at most $999,999.99."],
  ["1000000", "JPY", "The amount can be at most ¥999,999."],
])("%j in %s is refused: %s", (text, currency, expected) => expect(message(text, currency)).toBe(expected))

describe("amount and tip", () => {
  test("are added up; an empty tip is none", () => {
    expect(parseTotal("10", "2.50", "USD")).toEqual({ amountMinor: 1_000, tipMinor: 250, totalMinor: 1_250 })
    expect(parseTotal("10", "", "USD")).toEqual({ amountMinor: 1_000, tipMinor: 0, totalMinor: 1_000 })
    expect(parseTotal("0", "0", "USD")).toMatchObject({ totalMinor: 0 })
  })
  test("say which of them is wrong", () => {
    expect(parseTotal("abc", "-1", "USD")).toMatchObject({ refusal: { field: "amount" } })
    expect(parseTotal("10", "-1", "USD")).toMatchObject({
      refusal: { code: "amount-invalid", field: "tip", message: "The tip cannot be negative." },
    })
  })
  test("obey the limit together as well", () => {
    expect(parseTotal("999999.98", "0.01", "USD")).toMatchObject({ totalMinor: 99_999_999 })
    expect(parseTotal("999999.99", "0.01", "USD")).toMatchObject({
      refusal: { field: "amount", message: "Amount and tip together can be at most $999,999.99." },
    })
  })
})

test("what Twilio gets is what was typed, to the last minor unit", () => {
  const currency = fc.constantFrom("USD", "JPY", "KWD", "EUR")
  fc.assert(
    fc.property(currency, fc.integer({ min: 0, max: 999_999 }), (code, sum) => {
      expect(parseMoney(decimalString(sum, code), code, "amount")).toEqual({ minor: sum })
    }),
  )
  expect(decimalString(1_250, "USD")).toBe("12.50")
  expect(decimalString(5, "USD")).toBe("0.05")
  expect(decimalString(5, "KWD")).toBe("0.005")
  expect(decimalString(1_500, "JPY")).toBe("1500")
})

test("whatever is typed, it is a whole number of minor units within the limit, or a message", () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^ ?-?\d{0,8}[.,]?\d{0,4} ?$/))
  fc.assert(
    fc.property(text, (typed) => {
      const parsed = parseMoney(typed, "USD", "tip")
      if ("refusal" in parsed) expect(refusalWords(parsed.refusal)).not.toBe("")
      else
        expect(Number.isSafeInteger(parsed.minor) && parsed.minor >= 0 && parsed.minor <= 99_999_999).toBe(
          true,
        )
    }),
  )
})

test("currencies", () => {
  expect([currencyDecimals("USD"), currencyDecimals("JPY"), currencyDecimals("KWD")]).toEqual([2, 0, 3])
  expect([isCurrency("USD"), isCurrency("XQQ"), isCurrency("usd"), isCurrency("")]).toEqual([
    ...[true, false, false, false],
  ])
  expect(() => currencyDecimals("dollars")).toThrow(RangeError)
  expect(exampleAmount("JPY")).toBe("1000")
  expect(formatMoney(1_250, "USD")).toBe("$12.50")
})

test("every refusal has words of its own, or carries them (R11)", () => {
  const codes: RefusalCode[] = ["agent-busy", "call-ended", "payment-unsettled", "try-again"]
  const words = codes.map((code) => refusalWords({ code }))
  expect(new Set(words).size).toBe(codes.length)
  for (const sentence of words) expect(sentence).toMatch(/^[A-Z].*\.$/)
  expect(refusalWords({ code: "amount-invalid", field: "tip", message: "No." })).toBe("No.")
})
