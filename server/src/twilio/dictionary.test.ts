// What pay callbacks say in our words: the bodies of Twilio facts 2.3 and 10.1.
import { describe, expect, it } from "vitest"
import { callOutcome, captureNames, failureCause, itemFromCaptureName, readPayUpdate } from "./dictionary.ts"

const callSid = `CA${"c0".repeat(16)}`
const sessionSid = `PK${"5e".repeat(16)}`
const DATE = "2021-08-10T03:55:53.408Z"
const LATER = "2021-08-10T03:58:27.290Z"

const common = {
  AccountSid: `AC${"a1".repeat(16)}`,
  CallSid: callSid,
  Sid: sessionSid,
  PaymentConnector: "PGP_MOCK",
  PaymentMethod: "credit-card",
  ChargeAmount: "9.99",
  DateCreated: DATE,
}
const keyed = { ...common, DateUpdated: LATER, Capture: "payment-card-number" }
const success = {
  SecurityCode: "xxx",
  PaymentCardType: "visa",
  Sid: sessionSid,
  PaymentConfirmationCode: "ch_a9dc6297cd1a4fb095e61b1a9cf2dd1d",
  CallSid: callSid,
  Result: "success",
  AccountSid: common.AccountSid,
  ProfileId: "",
  DateUpdated: LATER,
  PaymentToken: "",
  PaymentMethod: "credit-card",
  PaymentCardNumber: "xxxxxxxxxxxx1111",
  ExpirationDate: "1225",
}
const declined = {
  ...success,
  Result: "payment-connector-error",
  PaymentError: "Your card was declined.",
  PayErrorCode: "64012",
  ConnectorError: "card_declined",
  PaymentConfirmationCode: "",
}

const read = (form: Record<string, unknown>) => readPayUpdate(form)
const resultOf = (changes: Record<string, unknown>) => read({ ...declined, ...changes })?.result

describe("a pay callback", () => {
  it("that says the session is open names it and nothing more", () => {
    expect(read(common)).toEqual({
      sessionSid,
      updatedAt: null,
      item: null,
      partial: false,
      error: null,
      values: {},
      brand: null,
      required: null,
      result: null,
    })
  })

  it("tells the third digit of a card number", () => {
    const Required = "payment-card-number,expiration-date,security-code"
    expect(read({ ...keyed, PartialResult: "true", PaymentCardNumber: "xxx", Required })).toEqual({
      sessionSid,
      updatedAt: Date.parse(LATER),
      item: "card-number",
      partial: true,
      error: null,
      values: { "card-number": "xxx" },
      brand: null,
      required: ["card-number", "expiry", "security-code"],
      result: null,
    })
  })

  it("tells an item that is complete", () => {
    const done = { PartialResult: "false", PaymentCardNumber: "xxxxxxxxxxxx1111", PaymentCardType: "visa" }
    expect(read({ ...keyed, ...done, Required: "expiration-date,security-code" })).toMatchObject({
      item: "card-number",
      partial: false,
      values: { "card-number": "xxxxxxxxxxxx1111" },
      brand: "visa",
      required: ["expiry", "security-code"],
      result: null,
    })
  })

  it("tells an entry that is wrong", () => {
    const wrong = { Capture: "expiration-date", PartialResult: "false", ErrorType: "invalid-date" }
    expect(read({ ...keyed, ...wrong, Required: "expiration-date" })).toMatchObject({
      item: "expiry",
      error: "invalid-expiry",
      required: ["expiry"],
    })
  })

  it("tells a charge, with everything that was captured", () => {
    expect(read(success)).toEqual({
      sessionSid,
      updatedAt: Date.parse(LATER),
      item: null,
      partial: false,
      error: null,
      values: { "card-number": "xxxxxxxxxxxx1111", expiry: "1225", "security-code": "xxx" },
      brand: "visa",
      required: null,
      result: {
        outcome: "success",
        confirmationCode: "ch_a9dc6297cd1a4fb095e61b1a9cf2dd1d",
        token: null,
      },
    })
  })

  it("tells a code or a token of digits alone, unless it could be a card number", () => {
    const codes = (sent: object) => read({ ...success, ...sent })?.result
    expect(codes({ PaymentConfirmationCode: "288002073633", PaymentToken: "9418594164541111" })).toEqual({
      ...{ outcome: "success", confirmationCode: "288002073633", token: "9418594164541111" },
    })
    expect(codes({ PaymentConfirmationCode: "4242424242424242", PaymentToken: "676770000005" })).toEqual({
      ...{ outcome: "success", confirmationCode: "[digits removed]", token: "[digits removed]" },
    })
  })

  it("tells a token", () => {
    const token = { PaymentConfirmationCode: "", PaymentToken: "hgyvy76" }
    expect(read({ ...success, ...token, ProfileId: "7e6a1fc3" })?.result).toEqual({
      outcome: "success",
      confirmationCode: null,
      token: "hgyvy76",
    })
  })

  it("tells why a card was declined", () => {
    expect(read(declined)?.result).toEqual({
      outcome: "connector-error",
      reason: "Your card was declined.",
      code: "card_declined",
      answered: true,
    })
  })

  it("of no session is none of ours", () => {
    for (const Sid of [undefined, "", "PK123", `CA${"5e".repeat(16)}`, `${sessionSid}0`, [sessionSid, "x"]])
      expect(read({ ...success, Sid })).toBeNull()
    expect(read({})).toBeNull()
  })
})

describe("how a session ended", () => {
  it.each([
    ["caller-interrupted-with-star", { outcome: "star-key" }],
    ["caller-hung-up", { outcome: "hang-up" }],
    ["transaction-cancelled", { outcome: "cancelled" }],
  ])("%s", (Result, result) => {
    expect(read({ ...success, Result })?.result).toEqual(result)
  })

  it("an error that Twilio found itself is an answer, one with an unknown name is none", () => {
    expect(resultOf({ Result: "validation-error", PaymentError: "not a number" })).toEqual({
      outcome: "error",
      cause: "refused-by-twilio",
      detail: "not a number",
      answered: true,
    })
    expect(resultOf({ Result: "internal-error", PaymentError: "" })).toEqual({
      outcome: "error",
      cause: "refused-by-twilio",
      detail: "internal-error",
      answered: false,
    })
  })

  it("64002 leaves open whether the gateway charged", () => {
    expect(resultOf({ PayErrorCode: "64002" })).toMatchObject({ outcome: "connector-error", answered: false })
  })

  it("a decline without words still has some, and a code when there is any", () => {
    expect(resultOf({ PaymentError: "", ConnectorError: "" })).toMatchObject({
      reason: expect.stringContaining("without giving a reason"),
      code: "64012",
    })
    expect(resultOf({ PaymentError: undefined, ConnectorError: "", PayErrorCode: "" })).toMatchObject({
      code: null,
    })
  })

  it("a session that was open already", () => {
    expect(read({ ...common, ErrorType: "session-in-progress" })?.result).toMatchObject({
      outcome: "error",
      cause: "session-already-open",
    })
  })

  it.each([
    ["Your%20card%20was%20declined.", "Your card was declined."],
    ["Declined: 100% of the limit", "Declined: 100% of the limit"],
    ["Carte%20refus%C3%A9e", "Carte refusée"],
    ["50%25", "50%"],
    ["bad %E0%A4%A end", "bad %E0%A4%A end"],
  ])("words may be URL-encoded: %s", (PaymentError, reason) => {
    expect(resultOf({ PaymentError })).toMatchObject({ reason })
  })
})

describe("words of calls and errors", () => {
  it("say how a call ended, and that it lives", () => {
    expect(["completed", "answered", "busy", "no-answer", "failed", "canceled"].map(callOutcome)).toEqual([
      "completed",
      "completed",
      "busy",
      "no-answer",
      "failed",
      "canceled",
    ])
    for (const alive of ["queued", "initiated", "ringing", "in-progress", ""])
      expect(callOutcome(alive)).toBeNull()
  })

  it("say why a request was refused", () => {
    expect(failureCause(21220)).toBe("call-not-in-progress")
    expect(failureCause(64021)).toBe("session-already-open")
    expect(failureCause(64004)).toBe("connector")
    expect(failureCause(64020)).toBe("refused-by-twilio")
    expect(failureCause(undefined)).toBe("refused-by-twilio")
  })

  it("name the items both ways", () => {
    for (const [item, name] of Object.entries(captureNames)) expect(itemFromCaptureName(name)).toBe(item)
    expect(itemFromCaptureName(" expiration-date ")).toBe("expiry")
    expect(itemFromCaptureName("card-number")).toBeNull()
  })
})
