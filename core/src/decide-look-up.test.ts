// Specs of what the gateway's own record settles, and how long it is asked.
import { describe, expect, test } from "vitest"
import { currentPayment } from "./call.ts"
import type { LookUpAnswer, ReportLookUp } from "./commands.ts"
import { paymentDescription, paymentReference, referenceIn } from "./look-up.ts"
import { isUnsettled } from "./payment.ts"
import {
  agent,
  askRecord,
  at,
  decline,
  declined,
  ended,
  failed,
  lookedUp,
  opened,
  outcomeUnknown,
  result,
  retried,
  submitting,
  succeeded,
  success,
  talking,
} from "./spec/card-call.ts"
import { given } from "./spec/given.ts"

const HOUR_MS = 3_600_000
const evidence = { from: "gateway-record" } as const
const unknown = [...submitting, outcomeUnknown]
const nothing: LookUpAnswer = { found: "nothing", ids: [] }
const found: LookUpAnswer = { found: "charge", id: "ch_9" }

function report(answer: LookUpAnswer, changes: Partial<ReportLookUp> = {}): ReportLookUp {
  const of = { paymentId: "P1", attempt: 1, tries: 1, notChargedAfterMs: HOUR_MS, at }
  return { type: "ReportLookUp", ...of, answer, ...changes }
}

describe("the record holds", () => {
  test("the charge: paid, with its id as the code", () =>
    given(unknown)
      .when(report(found))
      .then([{ ...succeeded, confirmationCode: "ch_9", evidence }]))
  test("the refused charge: declined", () =>
    given(unknown)
      .when(report({ found: "refusal", reason: "Your card was declined.", code: "card_declined" }))
      .then([{ ...declined, evidence }]))
  test("nothing, so soon that a charge may still come to be: it is asked again", () =>
    given(unknown)
      .when(report(nothing, { at: at + HOUR_MS - 1 }))
      .then([{ ...lookedUp("nothing"), at: at + HOUR_MS - 1 }], [askRecord(2, 60_000)]))
  test("nothing, when time enough has gone by: not charged, and settled", () => {
    const outcome = given(unknown).when(report(nothing, { at: at + HOUR_MS }))
    outcome.then([{ ...failed("not-charged", null), evidence, at: at + HOUR_MS }])
    const call = outcome.call()
    const payment = call && currentPayment(call)
    expect(payment && isUnsettled(payment)).toBe(false)
  })
  test.each(["unclear", "no-answer"] as const)("%s: never taken for an answer, however late", (what) =>
    given(unknown)
      .when(report({ found: what, ids: ["ch_1"] }, { at: at + 2 * HOUR_MS }))
      .then([{ ...lookedUp(what, ["ch_1"]), at: at + 2 * HOUR_MS }], [askRecord(2, 60_000)]),
  )
  test("the charge of a payment that failed after its submit", () =>
    given([...submitting, failed("submit-refused")])
      .when(report(found))
      .then([{ ...succeeded, confirmationCode: "ch_9", evidence }]))
})

describe("the record is asked", () => {
  test("with pauses that grow up to an hour", () => {
    const pauses = [1, 2, 4, 8, 16, 32, 60, 60].map((minutes) => minutes * 60_000)
    pauses.forEach((pause, before) => {
      const facts = [...unknown, ...Array(before).fill(lookedUp("no-answer"))]
      const no: LookUpAnswer = { found: "no-answer", ids: [] }
      given(facts)
        .when(report(no, { tries: before + 1 }))
        .then([lookedUp("no-answer")], [askRecord(before + 2, pause)])
    })
  })
  test("for a day: then it is up to a supervisor, who reads what was found", () =>
    given(unknown)
      .when(report({ found: "unclear", ids: ["ch_1", "ch_2"] }, { at: at + 24 * HOUR_MS }))
      .then([{ ...lookedUp("unclear", ["ch_1", "ch_2"]), over: true, at: at + 24 * HOUR_MS }]))
  test("not at all where no money was asked for", () =>
    given([...talking, opened({ amountMinor: 0, tipMinor: 0 }), ...submitting.slice(4)])
      .when({ type: "GiveUpWaiting", paymentId: "P1", attempt: 1, at })
      .then([outcomeUnknown]))
  test("once at a time: an answer that comes twice asks on once", () =>
    given([...unknown, lookedUp("nothing")])
      .when(report(nothing))
      .thenNothing())
})

describe("its answer changes nothing", () => {
  test.each([
    ["the callback came first", [...unknown, succeeded]],
    ["a supervisor resolved it", [...unknown, failed("not-charged", null)]],
    ["another attempt is under way", [...submitting, declined, retried]],
  ])("when %s", (_what, facts) => given(facts).when(report(found)).thenNothing())
  test("for a call or payment that nobody knows", () => {
    given([]).when(report(found)).thenNothing()
    given(unknown)
      .when(report(found, { paymentId: "P9" }))
      .thenNothing()
  })
})

describe("what was found not charged", () => {
  const notCharged = [...unknown, failed("not-charged", null)]
  test("is charged after all when the gateway says so: money taken is never missing", () =>
    given([...notCharged, ended])
      .when(result(success))
      .then([succeeded]))
  test("stays so when the gateway declines", () => given(notCharged).when(result(decline)).thenNothing())
  test("is cleared, and a new payment opened", () =>
    given(notCharged)
      .when(agent.clear())
      .then([{ type: "PaymentCleared", paymentId: "P1", at }]))
})

test("a reference names payment and attempt, and is found in a text whole or not at all", () => {
  const reference = paymentReference({ paymentId: "P1", attempt: 2 })
  expect(reference).toBe("AgentPay P1/2")
  expect(referenceIn(reference)).toBe(reference)
  expect(referenceIn(`Twilio: ${reference}2, call 7`)).toBe("AgentPay P1/22")
  expect(["AgentPays P1/2", "Invoice AgentPay", ""].map(referenceIn)).toEqual([null, null, null])
})

test("what an agent writes goes to the gateway behind our reference, and cannot pass for another payment's", () => {
  const of = { paymentId: "P1", attempt: 2 }
  expect(paymentDescription(of)).toBe("AgentPay P1/2")
  expect(paymentDescription({ ...of, reference: "INV-2041" })).toBe("AgentPay P1/2, INV-2041")
  expect(referenceIn(paymentDescription({ ...of, reference: "AgentPay P9/1" }))).toBe("AgentPay P1/2")
})
