// Pay callbacks that are odd: fields empty, absent, doubled, unknown, huge or unmasked.
import { describe, expect, it } from "vitest"
import { callOutcome, itemFromCaptureName, readPayUpdate as read, text } from "./dictionary.ts"

const sessionSid = `PK${"5e".repeat(16)}`
const keyed = { Sid: sessionSid, DateUpdated: "2021-08-10T03:58:27.290Z", Capture: "payment-card-number" }

describe("what may be odd", () => {
  it("Required: empty is nothing, absent is not said, unknown names and blanks do not count", () => {
    const required = (Required?: unknown) =>
      read({ ...keyed, ...(Required !== undefined && { Required }) })?.required
    expect(required("")).toEqual([])
    expect(required()).toBeNull()
    expect(required(" expiration-date , shoe-size,,security-code")).toEqual(["expiry", "security-code"])
    expect(required(["payment-card-number", "postal-code"])).toEqual(["postal-code"])
    expect(required("constructor,__proto__,toString")).toEqual([])
  })

  it("PartialResult: only the word true is", () => {
    for (const PartialResult of [undefined, "", "false", "TRUE", "1", ["true", "false"]])
      expect(read({ ...keyed, PartialResult })?.partial).toBe(false)
    expect(read({ ...keyed, PartialResult: "true" })?.partial).toBe(true)
  })

  it("a brand that is new to us is passed on, nonsense is not", () => {
    const brand = (PaymentCardType: unknown) => read({ ...keyed, PaymentCardType })?.brand
    expect(brand("unionpay")).toBe("unionpay")
    expect(brand("diners-club")).toBe("diners-club")
    for (const nonsense of ["", "Visa 4242", "x".repeat(21), "4242424242424242", undefined])
      expect(brand(nonsense)).toBeNull()
  })

  it("an error or an item that is new to us", () => {
    expect(read({ ...keyed, ErrorType: "solar-flare" })?.error).toBe("other")
    expect(read({ ...keyed, Capture: "bank-routing-number" })?.item).toBeNull()
  })

  it.each(["constructor", "__proto__", "toString", "hasOwnProperty"])(
    "a word that every object knows: %s",
    (word) => {
      expect(read({ ...keyed, ErrorType: word, Capture: word, Required: word })).toMatchObject({
        error: "other",
        item: null,
        required: [],
      })
      expect(callOutcome(word)).toBeNull()
      expect(itemFromCaptureName(word)).toBeNull()
    },
  )

  it("keys that every object knows", () => {
    const form = JSON.parse(
      `{"__proto__":{"Result":"success"},"constructor":"x","Sid":"${sessionSid}","hasOwnProperty":"y"}`,
    )
    expect(read(form)).toMatchObject({ result: null, item: null })
  })

  it("a date that is none", () => {
    for (const DateUpdated of ["", "soon", "4242424242424242", undefined])
      expect(read({ ...keyed, DateUpdated })?.updatedAt).toBeNull()
    expect(read({ ...keyed, DateUpdated: "Wed, 18 Dec 2019 20:02:01 +0000" })?.updatedAt).toBe(
      Date.parse("2019-12-18T20:02:01Z"),
    )
  })

  it("a field that came more than once counts as its last, one that is no text as absent", () => {
    expect(text({ a: ["1", "2"] }, "a")).toBe("2")
    expect(text({ a: [] }, "a")).toBe("")
    expect(text({ a: { b: "1" } }, "a")).toBe("")
    expect(text({ a: 7 }, "a")).toBe("")
    expect(text({}, "a")).toBe("")
  })

  it("huge values become small ones", () => {
    const huge = "x".repeat(60_000)
    const names = [
      ...["AccountSid", "CallSid", "PaymentConnector", "ChargeAmount", "DateUpdated", "Capture", "Required"],
      ...[
        "PartialResult",
        "ErrorType",
        "PaymentCardNumber",
        "PaymentCardType",
        "ExpirationDate",
        "SecurityCode",
      ],
      ...["PaymentCardPostalCode", "PaymentError", "PayErrorCode", "ConnectorError", "PaymentToken"],
    ]
    const form = Object.fromEntries(names.map((name) => [name, huge]))
    const update = read({ ...form, Sid: sessionSid, Result: "payment-connector-error" })
    expect(JSON.stringify(update).length).toBeLessThan(1_500)
  })
})

describe("masks", () => {
  it.each([
    ["x", "x"],
    ["xxxx-xxxxxx-x4001", "xxxxxxxxxxx4001"],
    ["************1234", "xxxxxxxxxxxx1234"],
    ["xxxxxxxxxxxx1111", "xxxxxxxxxxxx1111"],
    ["4242424242424242", "xxxxxxxxxxxx4242"],
    ["42424", "xxxxx"],
  ])("card number %s is kept as %s", (PaymentCardNumber, masked) => {
    expect(read({ ...keyed, PaymentCardNumber })?.values["card-number"]).toBe(masked)
  })

  it("the security code is never kept, whatever is sent", () => {
    for (const [SecurityCode, masked] of [
      ["123", "xxx"],
      ["1234", "xxxx"],
      ["***", "xxx"],
      ["123456", "xxxx"],
    ] as const)
      expect(read({ ...keyed, SecurityCode })?.values["security-code"]).toBe(masked)
  })

  it("expiry and postal code are clear, as long as they are no longer than such things are", () => {
    const values = (expiry: string, postal: string) =>
      read({ ...keyed, ExpirationDate: expiry, PaymentCardPostalCode: postal })?.values
    expect(values("1225", "94111")).toEqual({ expiry: "1225", "postal-code": "94111" })
    expect(values("4242424242424242", "4242424242424242")).toEqual({
      expiry: "xxxx",
      "postal-code": "xxxxxxxxxx",
    })
  })
})
