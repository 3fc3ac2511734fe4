// What counts as a valid card, date, code and account (facts 3), and when capture ends by itself (2.10).
import { describe, expect, test } from "vitest"
import { CARD_TYPES, finishLength, judgeCard, passesLuhn } from "./card-brands.ts"
import { isFull, judgeItem, type PayContext, type PayItem } from "./pay-items.ts"
import type { PaySettings } from "./pay-settings.ts"
import { TEST_CARDS } from "./test-cards.ts"

const settings: PaySettings = {
  chargeAmount: "1.00",
  currency: "USD",
  description: "",
  paymentConnector: "Default",
  paymentMethod: "credit-card",
  bankAccountType: "consumer-checking",
  tokenType: "reusable",
  securityCode: true,
  postalCode: true,
  minPostalCodeLength: 5,
  matching: [],
  confirmation: false,
  timeoutMs: 5000,
  validCardTypes: ["visa", "mastercard", "amex"],
  parameters: {},
  language: "en-US",
}
const context: PayContext = { settings, cardType: "visa", now: Date.UTC(2026, 7, 15), first: "" }
const judge = (item: PayItem, digits: string, more: Partial<PayContext> = {}) =>
  judgeItem(item, digits, { ...context, ...more })

describe("cards", () => {
  test.each([
    ["4242424242424242", "visa"],
    ["5555555555554444", "mastercard"],
    ["2223003122003222", "mastercard"],
    ["378282246310005", "amex"],
    ["6011111111111117", "discover"],
    ["3056930009020004", "diners-club"],
    ["36227206271667", "diners-club"],
    ["3566002020360505", "jcb"],
    ["6771798021000008", "maestro"],
  ])("%s is %s", (number, type) => {
    expect(judgeCard(number, CARD_TYPES)).toEqual({ ok: true, type })
  })

  test("every published test card passes Luhn", () => {
    expect(TEST_CARDS.filter((card) => !passesLuhn(card.number))).toEqual([])
  })

  test.each([
    ["4242424242424241", "invalid-card-number"],
    ["42424242", "invalid-card-number"],
    ["6011111111111117", "invalid-card-type"],
    ["6200000000000005", "invalid-card-type"],
  ])("%s is refused as %s", (number, errorType) => {
    expect(judge("payment-card-number", number)).toEqual({ ok: false, errorType })
  })

  test("shows the last four only", () => {
    expect(judge("payment-card-number", "378282246310005")).toMatchObject({ shown: "xxxxxxxxxxx0005" })
  })

  test("ends at 15 digits for amex, else at 16", () => {
    expect([finishLength("37"), finishLength("4"), finishLength("36"), finishLength("")]).toEqual([
      15, 16, 16, 16,
    ])
  })
})

test.each([
  ["0826", true],
  ["1230", true],
  ["0726", false],
  ["1325", false],
  ["0030", false],
  ["123", false],
])("expiry %s in August 2026 is valid: %s", (date, ok) => {
  expect(judge("expiration-date", date).ok).toBe(ok)
})

test("a security code has four digits on amex, three elsewhere, and is never shown", () => {
  expect(judge("security-code", "123")).toMatchObject({ ok: true, shown: "xxx" })
  expect(judge("security-code", "123", { cardType: "amex" })).toEqual({
    ok: false,
    errorType: "invalid-security-code",
  })
  expect(isFull("security-code", "123", { ...context, cardType: "amex" })).toBe(false)
  expect(isFull("security-code", "1234", { ...context, cardType: "amex" })).toBe(true)
})

test("a postal code is echoed clear, has a minimum length, and needs # to end", () => {
  expect(judge("postal-code", "94105")).toMatchObject({ ok: true, shown: "94105" })
  expect(judge("postal-code", "941")).toEqual({ ok: false, errorType: "invalid-postal-code" })
  expect(isFull("postal-code", "941051234", context)).toBe(false)
})

test("a routing number has a check digit, an account number shows its last two", () => {
  expect(judge("bank-routing-number", "110000000")).toMatchObject({ ok: true })
  expect(judge("bank-routing-number", "110000001")).toEqual({
    ok: false,
    errorType: "invalid-bank-routing-number",
  })
  expect(judge("bank-account-number", "000123456789")).toMatchObject({ shown: "**********89" })
})
