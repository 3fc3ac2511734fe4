// Specs of how payment sessions end: paid, declined, cancelled, failed, or nobody knows.
import { describe, expect, test } from "vitest"
import { currentPayment } from "./call.ts"
import type { PayResult } from "./commands.ts"
import {
  agent,
  askedCard,
  askRecord,
  cancelled,
  decline,
  declined,
  ended,
  failed,
  opened,
  outcomeUnknown,
  ready,
  result,
  submitting,
  succeeded,
  success,
  talking,
} from "./spec/card-call.ts"
import { given } from "./spec/given.ts"

const unavailable: PayResult = { ...decline, reason: "64002", answered: false } as PayResult
const invalid = {
  ...{ outcome: "error", cause: "refused-by-twilio", detail: "amount", answered: true },
} as const satisfies PayResult
const odd: PayResult = { ...invalid, detail: "internal-error", answered: false }
const ends = {
  starKey: { outcome: "star-key" },
  hangUp: { outcome: "hang-up" },
  cancel: { outcome: "cancelled" },
} as const satisfies Record<string, PayResult>

describe("after the submit", () => {
  test("the gateway charged", () => given(submitting).when(result(success)).then([succeeded]))
  test("the gateway made a token, for a total of zero", () => {
    const call = given([...talking, opened({ amountMinor: 0, tipMinor: 0 }), ...submitting.slice(4)])
      .when(result({ outcome: "success", confirmationCode: null, token: "tok_1" }))
      .call()
    expect(call && currentPayment(call)).toMatchObject({
      ...{ status: "succeeded", confirmationCode: null, token: "tok_1", totalMinor: 0 },
    })
  })
  test("the gateway declined", () => given(submitting).when(result(decline)).then([declined]))
  test("Twilio found the request invalid: nothing was charged", () =>
    given(submitting)
      .when(result(invalid))
      .then([failed("refused-by-twilio", "amount")], [askRecord()]))
  test.each([
    ["the gateway was not available", unavailable],
    ["Twilio broke down", odd],
    ["the caller pressed star", ends.starKey],
    ["the caller hung up", ends.hangUp],
    ["Twilio closed the session", ends.cancel],
  ])("%s: without the gateway's word the outcome is unknown (R4)", (_what, end) =>
    given(submitting).when(result(end)).then([outcomeUnknown], [askRecord()]),
  )
  test("the answer comes after the call ended", () =>
    given([...submitting, ended])
      .when(result(success))
      .then([succeeded]))
})

describe("an unknown outcome ends by evidence only", () => {
  const unknown = [...submitting, outcomeUnknown]
  test("a late success", () => given(unknown).when(result(success)).then([succeeded]))
  test("a late decline", () => given(unknown).when(result(decline)).then([declined]))
  test("Twilio's late word that the request was invalid", () =>
    given(unknown)
      .when(result(invalid))
      .then([failed("refused-by-twilio", "amount")]))
  test.each([unavailable, odd, ends.starKey, ends.hangUp, ends.cancel])("not $outcome", (end) =>
    given(unknown).when(result(end)).thenNothing(),
  )
})

describe("failed after the submit", () => {
  const refused = [...submitting, failed("submit-refused")]
  test("takes the gateway's word all the same", () => {
    given(refused).when(result(success)).then([succeeded])
    given(refused).when(result(decline)).then([declined])
  })
  test("stays as it is when it is told so twice: it must not become free to try again (R4)", () => {
    const facts = [...submitting, failed("refused-by-twilio", "amount")]
    given(facts).when(result(invalid)).thenNothing()
    given(facts).when(agent.retry()).thenRefused("payment-unsettled")
  })
  test.each([unavailable, odd, ends.starKey, ends.cancel])("takes nothing else: $outcome", (end) =>
    given(refused).when(result(end)).thenNothing(),
  )
})

describe.each([
  ["while the card is asked for", askedCard],
  ["when all is ready but not submitted", ready],
])("%s", (_when, facts) => {
  test("the star key cancels", () =>
    given(facts)
      .when(result(ends.starKey))
      .then([cancelled("star-key")]))
  test("a hang-up cancels, never pays", () =>
    given(facts)
      .when(result(ends.hangUp))
      .then([cancelled("hang-up")]))
  test("Twilio may close the session", () =>
    given(facts)
      .when(result(ends.cancel))
      .then([cancelled("twilio")]))
  test("an error fails it: nothing was charged, so the agent may try again", () => {
    given(facts)
      .when(result(unavailable))
      .then([failed("connector", "64002")])
    given(facts)
      .when(result(odd))
      .then([failed("refused-by-twilio", "internal-error")])
  })
})

describe("what is over stays as it is", () => {
  test.each([success, decline, invalid, unavailable, ...Object.values(ends)])("succeeded: $outcome", (end) =>
    given([...submitting, succeeded])
      .when(result(end))
      .thenNothing(),
  )
  test.each([decline, invalid, unavailable, ...Object.values(ends)])(
    "declined or cancelled: $outcome",
    (end) => {
      given([...submitting, declined])
        .when(result(end))
        .thenNothing()
      given([...ready, cancelled()])
        .when(result(end))
        .thenNothing()
    },
  )
  test("unless the gateway says that it charged: money taken is never missing from the ledger", () => {
    given([...submitting, declined])
      .when(result(success))
      .then([succeeded])
    given([...ready, cancelled()])
      .when(result(success))
      .then([succeeded])
  })
})
