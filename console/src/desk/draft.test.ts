// What stands beside the amount fields.
import { describe, expect, it } from "vitest"
import { currencySign, draftOf, fieldErrors, textError } from "./draft.ts"

describe("the amount form", () => {
  it("says nothing about fields that are still empty", () => {
    expect(fieldErrors({ amount: "", tip: "" }, "USD")).toEqual({})
    expect(draftOf({ amount: " ", tip: "" }, "USD")).toEqual({ is: "empty" })
  })

  it("adds amount and tip; an empty tip is none", () => {
    expect(draftOf({ amount: "10", tip: "2.50" }, "USD")).toEqual({ is: "valid", totalMinor: 1250 })
    expect(draftOf({ amount: "10", tip: "" }, "USD")).toEqual({ is: "valid", totalMinor: 1000 })
    expect(draftOf({ amount: "0", tip: "" }, "USD")).toEqual({ is: "valid", totalMinor: 0 })
  })

  it.each(["1,000.5", "-5", "0.001", "abc"])("has a message beside the amount for %s", (amount) => {
    expect(fieldErrors({ amount, tip: "" }, "USD")).toEqual({ amount: expect.stringMatching(/\w/) })
    expect(draftOf({ amount, tip: "" }, "USD")).toEqual({ is: "invalid" })
  })

  it("has a message beside the tip, even before there is an amount", () => {
    expect(fieldErrors({ amount: "", tip: "x" }, "USD")).toEqual({ tip: expect.stringMatching(/\w/) })
    expect(draftOf({ amount: "", tip: "x" }, "USD")).toEqual({ is: "invalid" })
  })

  it("waits for the amount when only the tip is there", () => {
    expect(draftOf({ amount: "", tip: "1" }, "USD")).toEqual({ is: "empty" })
  })

  it("limits the total, too", () => {
    expect(fieldErrors({ amount: "999999", tip: "999" }, "USD").amount).toMatch(/together/)
  })

  it("knows the currency's decimals and sign", () => {
    expect(draftOf({ amount: "1000.5", tip: "" }, "JPY")).toEqual({ is: "invalid" })
    expect(["USD", "JPY", "CHF"].map(currencySign)).toEqual(["$", "¥", "CHF"])
  })
})

describe("reference and note", () => {
  const sums = { amount: "10", tip: "" }

  it("may be empty, and may be anything short that holds no card number", () => {
    expect(textError({ reference: "", note: "" })).toBeNull()
    expect(textError({ reference: "INV-2041/7", note: "Zahlt für ihre Mutter" })).toBeNull()
    expect(draftOf({ ...sums, reference: "INV-2041", note: "" }, "USD")).toEqual({
      is: "valid",
      totalMinor: 1000,
    })
  })

  it.each(["4242424242424242", "card 4242 4242 4242 4242", "4242-4242-4242-4242"])(
    "refuses %s (R7)",
    (text) => {
      expect(textError({ reference: text })).toMatch(/card number/)
      expect(textError({ note: text })).toMatch(/card number/)
      expect(draftOf({ ...sums, reference: "", note: text }, "USD")).toEqual({ is: "invalid" })
    },
  )
})
