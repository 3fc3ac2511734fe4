// Specs of what an agent may ask for when a payment is over: another card, or room for the next.
import { describe, expect, test } from "vitest"
import { currentPayment } from "./call.ts"
import {
  agent,
  askedCard,
  begin,
  cancelled,
  cleared,
  declined,
  ended,
  failed,
  opening,
  outcomeUnknown,
  ready,
  retried,
  submitting,
  succeeded,
} from "./spec/card-call.ts"
import { given } from "./spec/given.ts"

describe("try another card", () => {
  const again = begin({ attempt: 2 })
  test.each([
    ["a decline", [...submitting, declined]],
    ["a cancel", [...askedCard, cancelled()]],
    ["the star key", [...askedCard, cancelled("star-key")]],
    ["a failed start", [...opening, failed("twilio-unreachable", null)]],
    ["a lost session", [...askedCard, failed("session-lost")]],
  ])("after %s: same payment, next attempt, nothing collected", (_what, facts) => {
    const outcome = given(facts).when(agent.retry())
    outcome.then([retried], again)
    const call = outcome.call()
    expect(call && currentPayment(call)).toMatchObject({
      ...{ status: "opening", attempt: 2, totalMinor: 1_250, sessionSid: null },
      items: [
        { state: { status: "missing" } },
        { state: { status: "missing" } },
        { state: { status: "missing" } },
      ],
    })
  })
  test.each([
    ["unknown", outcomeUnknown],
    ["failed after the submit", failed("submit-refused")],
  ])("is refused while it is %s (R4)", (_what, fact) =>
    given([...submitting, fact])
      .when(agent.retry())
      .thenRefused("payment-unsettled"),
  )
  test("is refused when it was checked and not charged: the late charge must find its payment", () =>
    given([...submitting, outcomeUnknown, failed("not-charged", null)])
      .when(agent.retry())
      .thenRefused("payment-resolved"))
  test("is refused while the payment is under way or paid", () => {
    given(askedCard).when(agent.retry()).thenRefused("payment-open")
    given(submitting).when(agent.retry()).thenRefused("payment-submitted")
    given([...submitting, succeeded])
      .when(agent.retry())
      .thenRefused("payment-not-open")
  })
  test("twice is refused", () => {
    given([...submitting, declined, retried])
      .when(agent.retry())
      .thenRefused("payment-open")
    given([...submitting, declined, retried, cancelled()])
      .when(agent.retry())
      .thenRefused("payment-not-open")
  })
  test("after the call is refused", () =>
    given([...submitting, ended, declined])
      .when(agent.retry())
      .thenRefused("call-ended"))
})

describe("clear", () => {
  test.each([
    ["succeeded", succeeded],
    ["declined", declined],
    ["unknown", outcomeUnknown],
    ["failed", failed("submit-refused")],
  ])("makes room when it is %s", (_what, fact) =>
    given([...submitting, fact])
      .when(agent.clear())
      .then([cleared]),
  )
  test("also after the call", () =>
    given([...submitting, ended, succeeded])
      .when(agent.clear())
      .then([cleared]))
  test("is refused while the payment is under way", () => {
    for (const facts of [opening, askedCard, ready, submitting])
      given(facts).when(agent.clear()).thenRefused("payment-not-over")
  })
  test("twice is refused", () =>
    given([...askedCard, cancelled(), cleared])
      .when(agent.clear())
      .thenRefused("payment-not-open"))
})
