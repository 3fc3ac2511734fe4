// Specs of the masks: nothing that passes them can be a card number or a security code (R7).
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { captureItems, maskCardNumber, maskItem, maskSecurityCode, scrubText } from "./capture-item.ts"

test.each([
  ["xxxxxxxxxxxx1111", "xxxxxxxxxxxx1111"],
  ["4242424242424242", "xxxxxxxxxxxx4242"],
  ["xxxx-xxxxxx-x4001", "xxxxxxxxxxx4001"],
  ["************1234", "xxxxxxxxxxxx1234"],
  ["XXXXXXXXXXXX1111", "xxxxxxxxxxxx1111"],
  ["xxx", "xxx"],
  ["42424242", "xxxxxxxx"],
  ["", ""],
])("a card number %j shows as %j", (value, shown) => expect(maskCardNumber(value)).toBe(shown))

test.each([
  ["xxx", "xxx"],
  ["***", "xxx"],
  ["1234", "xxxx"],
  ["4242424242424242", "xxxx"],
])("a security code %j shows as %j", (value, shown) => expect(maskSecurityCode(value)).toBe(shown))

test.each([
  ["expiry", "1230", "1230"],
  ["expiry", "12/30", "1230"],
  ["expiry", "4242424242424242", "xxxx"],
  ["postal-code", "94105", "94105"],
  ["postal-code", "SW1A 1AA", "SW1A1AA"],
  ["postal-code", "424242", "424242"],
  ["postal-code", "4242424", "xxxxxxx"],
  ["postal-code", "4242424242424242", "xxxxxxxxxx"],
] as const)("%s %j shows as %j", (item, value, shown) => expect(maskItem(item, value)).toBe(shown))

/** At least 12 digits, of any script, with anything but letters and digits between them. */
const separator = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  { weight: 1, arbitrary: fc.stringMatching(/^[ \-./_,;:|\t\n\u00a0\u200b–]{0,4}$/) },
)
const digit = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(..."0123456789") },
  { weight: 1, arbitrary: fc.constantFrom(..."４٤४") },
)
const longNumber = fc
  .array(fc.tuple(digit, separator), { minLength: 12, maxLength: 24 })
  .map((parts) => parts.flat().join(""))
const fiveDigits = /\p{Nd}{5}/u

describe("R7: of 12 digits or more, however they are written, never five in a row come out", () => {
  test.each(captureItems)("as %s", (item) =>
    fc.assert(
      fc.property(longNumber, (value) => {
        expect(maskItem(item, value)).not.toMatch(fiveDigits)
      }),
    ),
  )
  test("in a text", () =>
    fc.assert(
      fc.property(longNumber, fc.constantFrom("", "card ", "card", "x:"), (value, before) => {
        expect(scrubText(`${before}${value} was declined`)).not.toMatch(fiveDigits)
      }),
    ))
  test("and never more than the last four of a card number, nothing of a security code", () =>
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(maskCardNumber(value)).toMatch(/^x{0,19}$|^x{8,15}\d{4}$/)
        expect(maskSecurityCode(value)).toMatch(/^x{0,4}$/)
      }),
    ))
})

describe("a text of others", () => {
  test.each([
    ["Your card was declined.", "Your card was declined."],
    ["card 424242424242, thanks", "card [digits removed], thanks"],
    ["64008: charge 123-45 failed", "64008: charge 123-45 failed"],
    ["card 4242 4242 4242 4242 declined", "card [digits removed] declined"],
    ["card 4242-4242/4242_4242", "card [digits removed]"],
    ["card4242424242424242x", "card[digits removed]x"],
    ["call +15551230001", "call +15551230001"],
  ])("%j becomes %j", (text, scrubbed) => expect(scrubText(text)).toBe(scrubbed))

  test.each([
    "ch_a9dc6297cd1a4fb095e61b1a9cf2dd1d",
    "ch_123456789012345678901234567890ab",
    "/Calls/CA0123456789012345678901234567890a.json",
    "7e6a1fc3-4456-4141-8658-378297061234",
  ])("keeps the identifier %s, which the agent reads out or support asks for", (code) =>
    expect(scrubText(code)).toBe(code),
  )
  test("takes 32 decimal digits for no identifier", () =>
    expect(scrubText("42424242424242424242424242424242")).toBe("[digits removed]"))
  test("is cut", () => expect(scrubText("x".repeat(5_000))).toHaveLength(300))
})
