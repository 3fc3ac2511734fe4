// Numbers, codes, cards and times as people read them.

import { fold } from "@agentpay/core"
import { describe, expect, it } from "vitest"
import { brandName, entryGroups, entryWords } from "./card-words.ts"
import { codeGroups, phoneGroups } from "./groups.ts"
import { callState } from "./payment-words.ts"
import { timerWords } from "./time-words.ts"

describe("groups lose nothing", () => {
  it.each([
    ["ch_13c08f674b05", ["ch_", "13c0", "8f67", "4b05"]],
    ["12345", ["12345"]],
    ["123456", ["1234", "56"]],
    ["ch_", ["ch_"]],
  ])("code %s", (code, groups) => {
    expect(codeGroups(code)).toEqual(groups)
    expect(codeGroups(code).join("")).toBe(code)
  })

  it("phone numbers", () => {
    expect(phoneGroups("+15551230001")).toEqual(["+1", "555", "123", "0001"])
    expect(phoneGroups("+4915112345678")).toEqual(["+4915112345678"])
    expect(phoneGroups("anonymous")).toEqual(["anonymous"])
  })
})

describe("cards", () => {
  it("keep the last four digits together", () => {
    expect(entryGroups("card-number", "xxxxxxxxxxxx4242")).toEqual(["••••", "••••", "••••", "4242"])
    expect(entryGroups("card-number", "xxxxxxxxxxx0005")).toEqual(["••••", "••••", "•••", "0005"])
  })

  it("grow while they are typed", () => {
    expect(entryGroups("card-number", "xxxxxx")).toEqual(["••••", "••"])
    expect(entryGroups("expiry", "12")).toEqual(["12"])
    expect(entryGroups("expiry", "1230")).toEqual(["12/30"])
  })

  it("are said in words", () => {
    expect(entryWords("card-number", "xxxxxxxxxxxx4242")).toBe("ending in 4242")
    expect(entryWords("security-code", "x")).toBe("1 digit, hidden")
    expect(entryWords("expiry", "1230")).toBe("12/30")
  })

  it("have a brand, or nothing odd", () => {
    expect([brandName("visa"), brandName("AMEX")]).toEqual(["Visa", "American Express"])
    expect([brandName("zebracard"), brandName(""), brandName(undefined), brandName("constructor")]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})

it.each([
  ["in which nobody answered", [], "Call ended: nobody answered"],
  ["that was answered", [{ type: "CallAnswered" as const, at: 2 }], "Call ended"],
])("a call %s ends in words that fit it", (_, facts, words) => {
  const call = fold([
    { type: "CallRang", callSid: "CA1", from: "+15551230001", to: "+15550001000", at: 1 },
    ...facts,
    { type: "CallEnded", outcome: "no-answer", at: 9 },
  ])
  expect(call && callState(call).words).toBe(words)
})

it("timers run on past the hour", () => {
  expect([-5, 7_900, 750_000, 3_723_000].map(timerWords)).toEqual(["0:00", "0:07", "12:30", "1:02:03"])
})
