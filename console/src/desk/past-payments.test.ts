// Which payments are in the past, which still wait, and which outcomes are news.
import { type Fact, fold } from "@agentpay/core"
import { describe, expect, it } from "vitest"
import type { LiveCall } from "../live/live-state.ts"
import { callOnDesk } from "./current-call.ts"
import { newOutcomes, pastRows } from "./past-payments.ts"

function call(callSid: string, ...facts: Fact[]): LiveCall {
  const rang: Fact = { type: "CallRang", callSid, from: "+15551230001", to: "+15550001000", at: 1 }
  const folded = fold([rang, ...facts])
  if (!folded) throw new Error("the facts make no call")
  return { call: folded, version: facts.length + 1, typing: null }
}

const answered: Fact = { type: "CallAnswered", at: 2 }
const ended: Fact = { type: "CallEnded", outcome: "completed", at: 9 }
const opened = (paymentId: string): Fact => ({
  type: "PaymentOpened",
  paymentId,
  amountMinor: 1250,
  tipMinor: 0,
  currency: "USD",
  items: ["card-number"],
  at: 3,
})
const submitted = (paymentId: string): Fact => ({ type: "PaymentSubmitted", paymentId, at: 4 })
const unknown = (paymentId: string): Fact => ({ type: "PaymentOutcomeUnknown", paymentId, at: 5 })
const cleared = (paymentId: string): Fact => ({ type: "PaymentCleared", paymentId, at: 6 })
const paid = (paymentId: string): Fact => ({
  type: "PaymentSucceeded",
  paymentId,
  confirmationCode: "ch_1",
  token: null,
  at: 7,
})

describe("the main place", () => {
  it("is for the answered call, then for the ringing one", () => {
    const ringing = call("CA2")
    const talking = call("CA1", answered)
    expect(callOnDesk([ringing, talking])).toBe(talking)
    expect(callOnDesk([ringing, call("CA0", ended)])).toBe(ringing)
  })

  it("keeps the newest call's result until it is cleared", () => {
    const over = [answered, opened("p1"), submitted("p1"), paid("p1"), ended]
    const kept = call("CA1", ...over)
    expect(callOnDesk([kept])).toBe(kept)
    expect(callOnDesk([call("CA1", ...over, cleared("p1"))])).toBeNull()
    expect(callOnDesk([call("CA2", ended), kept])).toBeNull()
  })
})

describe("past rows", () => {
  it("hold each earlier payment, and calls without one", () => {
    const two = call(
      "CA1",
      answered,
      opened("p1"),
      submitted("p1"),
      paid("p1"),
      cleared("p1"),
      opened("p2"),
      ended,
    )
    expect(pastRows([call("CA2", ended), two], null).map(({ key }) => key)).toEqual(["CA2", "p2", "p1"])
  })

  it("leave out what is on the desk, but not its cleared payments", () => {
    const here = call("CA1", answered, opened("p1"), submitted("p1"), paid("p1"), cleared("p1"), opened("p2"))
    expect(pastRows([here], here.call).map(({ key }) => key)).toEqual(["p1"])
  })
})

describe("new outcomes", () => {
  const before = call("CA1", answered, opened("p1"), submitted("p1"), ended)

  it("are those that were waited for", () => {
    const after = call("CA1", answered, opened("p1"), submitted("p1"), ended, paid("p1"))
    expect(newOutcomes([before], [after]).map(({ key }) => key)).toEqual(["p1"])
    expect(newOutcomes([after], [after])).toEqual([])
    expect(newOutcomes([], [after])).toEqual([])
  })

  it("do not count an unknown one", () => {
    const after = call("CA1", answered, opened("p1"), submitted("p1"), ended, unknown("p1"))
    expect(newOutcomes([before], [after])).toEqual([])
  })
})
