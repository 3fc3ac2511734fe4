// What stands beside the amount fields.
import { describe, expect, it } from "vitest"
import { currencySign, draftOf, fieldErrors } from "./draft.ts"

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
