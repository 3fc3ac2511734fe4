// Specs of payment status callbacks: digits, entries, and everything that may arrive twice, late or never (R8).
import { describe, expect, test } from "vitest"
import { currentPayment } from "./call.ts"
import { maskCardNumber } from "./capture-item.ts"
import type { Typing } from "./decision.ts"
import {
  askedCard,
  askedCode,
  askedExpiry,
  callback,
  cancelled,
  capture,
  captured,
  decline,
  declined,
  drop,
  ended,
  entry,
  failed,
  maskOf,
  opened,
  opening,
  prompted,
  ready,
  retried,
  started,
  submitting,
  succeeded,
  success,
  talking,
  wrong,
} from "./spec/card-call.ts"
import { due, given } from "./spec/given.ts"

const digits = (text: string, updatedAt: number | null) =>
  callback({
    ...{ item: "card-number", partial: true, updatedAt, values: { "card-number": maskCardNumber(text) } },
    required: ["card-number", "expiry", "security-code"],
  })

describe("an entry is complete", () => {
  test("so the next item is asked for, until all is ready", () => {
    given(askedCard)
      .when(entry("card-number", 10, { brand: "visa", required: ["expiry", "security-code"] }))
      .then([captured("card-number", 10, "visa"), prompted("expiry")], [due(capture("expiry"))])
    given(askedExpiry)
      .when(entry("expiry", 20, { required: ["security-code"] }))
      .then([captured("expiry", 20), prompted("security-code")], [due(capture("security-code"))])
    const last = given(askedCode).when(entry("security-code", 30, { required: [] }))
    last.then([captured("security-code", 30)])
    const call = last.call()
    expect(call && currentPayment(call)?.status).toBe("ready")
  })
  test("in the configured order", () =>
    given([
      ...talking,
      opened({ items: ["expiry", "card-number", "security-code"] }),
      ...[started, prompted("expiry")],
    ])
      .when(entry("expiry", 10, { required: ["card-number", "security-code"] }))
      .then([captured("expiry", 10), prompted("card-number")], [due(capture("card-number"))]))
  test("of a brand that nobody knows, or of none", () => {
    given(askedCard)
      .when(entry("card-number", 10, { brand: "mystery", required: ["expiry"] }))
      .then([captured("card-number", 10, "mystery"), prompted("expiry")], [due(capture("expiry"))])
    given(askedCard)
      .when(entry("card-number", 10, { required: ["expiry"] }))
      .then([captured("card-number", 10), prompted("expiry")], [due(capture("expiry"))])
  })
  test("though neither PartialResult nor Required came: the value shows it", () => {
    given(askedCode)
      .when(entry("security-code", 30, { required: null }))
      .then([captured("security-code", 30)])
    given(askedCard)
      .when(entry("card-number", 10))
      .then([captured("card-number", 10), prompted("expiry")], [due(capture("expiry"))])
    given(askedExpiry)
      .when(entry("expiry", 20))
      .then([captured("expiry", 20), prompted("security-code")], [due(capture("security-code"))])
  })
  test("though it has no date", () =>
    given(askedExpiry)
      .when(entry("expiry", null, { required: ["security-code"] }))
      .then([captured("expiry", null), prompted("security-code")], [due(capture("security-code"))]))
  test("and shows one whose own callback was lost", () =>
    given([...askedCard, prompted("expiry", true)])
      .when(
        entry("expiry", 20, {
          values: { "card-number": maskOf("card-number"), expiry: maskOf("expiry") },
          ...{ brand: "visa", required: ["security-code"] },
        }),
      )
      .then(
        [captured("card-number", 20, "visa"), captured("expiry", 20), prompted("security-code")],
        [due(capture("security-code"))],
      ))
  test("but Twilio wants one again that we hold: it is asked for", () =>
    given(askedExpiry)
      .when(entry("expiry", 20, { required: ["card-number", "security-code"] }))
      .then([captured("expiry", 20), prompted("card-number")], [due(capture("card-number"))]))
  test("while the agent asked for another: that one stays asked for", () =>
    given([...askedExpiry, prompted("card-number", true)])
      .when(
        entry("expiry", 20, {
          values: { "card-number": maskOf("card-number"), expiry: maskOf("expiry") },
          required: ["security-code"],
        }),
      )
      .then([captured("expiry", 20)]))
  test("twice or late: nothing new", () => {
    const again = entry("card-number", 10, { brand: "visa", required: ["expiry", "security-code"] })
    given(askedExpiry).when(again).thenNothing()
    given([...ready, prompted("card-number", true)])
      .when(again)
      .thenNothing()
    given(ready)
      .when(entry("expiry", 20, { required: ["security-code"] }))
      .thenNothing()
  })
  test("after the payment was submitted, ended or tried again: nothing new", () => {
    const late = entry("security-code", 40, { required: [] })
    given(submitting).when(late).thenNothing()
    given([...askedCode, cancelled()])
      .when(late)
      .thenNothing()
    given([...askedCode, ended, cancelled("hang-up")])
      .when(late)
      .thenNothing()
  })
})

describe("digits arrive", () => {
  test("and are told, never stored (R9)", () =>
    given(askedCard)
      .when(digits("xxx", 5))
      .thenTyping({ paymentId: "P1", item: "card-number", masked: maskCardNumber("xxx"), updatedAt: 5 }))
  test("with an empty Required or none, and are still being typed", () => {
    const typing: Typing = {
      paymentId: "P1",
      item: "card-number",
      masked: maskCardNumber("xxx"),
      updatedAt: 5,
    }
    given(askedCard)
      .when(callback({ item: "card-number", updatedAt: 5, values: { "card-number": maskCardNumber("xxx") } }))
      .thenTyping(typing)
    given(askedCard)
      .when(
        callback({
          ...{ item: "card-number", updatedAt: 5, partial: true, required: [] },
          values: { "card-number": maskCardNumber("xxx") },
        }),
      )
      .thenTyping(typing)
  })
  test("for an item that is no longer asked for: nothing", () =>
    given(askedExpiry).when(digits("xxx", 15)).thenNothing())
  test("late, when the item was captured and is asked for again: nothing", () =>
    given([...ready, prompted("card-number", true)])
      .when(digits("xxxxx", 9))
      .thenNothing())
  test("none yet: the echo of our own request says nothing", () =>
    given(askedCard)
      .when(callback({ item: "card-number", partial: true, updatedAt: 5, required: ["card-number"] }))
      .thenNothing())
})

describe("a callback overtakes the REST answer", () => {
  const adopted = [started, prompted("card-number")]
  test("so the session is taken from it, and the first item asked for", () =>
    given(opening)
      .when(callback())
      .then(adopted, [due(capture("card-number"))]))
  test("with the result already: nothing more is asked", () => {
    given(opening)
      .when(callback({ result: { outcome: "hang-up" } }))
      .then([...adopted, cancelled("hang-up")])
    given(opening)
      .when(
        callback({
          result: { outcome: "error", cause: "session-already-open", detail: "", answered: true },
        }),
      )
      .then([...adopted, failed("session-already-open")])
  })
  test("of a session that nobody wants any more: it is dropped", () => {
    given([...opening, cancelled()])
      .when(callback())
      .then([], [due(drop())])
    given([...opening, failed("twilio-unreachable", null), retried])
      .when(callback())
      .then([], [due(drop())])
  })
  test("of a session that nobody wants and that is over, or whose call ended: nothing", () => {
    given([...opening, cancelled()])
      .when(callback({ result: { outcome: "cancelled" } }))
      .thenNothing()
    given([...opening, ended, cancelled("hang-up")])
      .when(callback())
      .thenNothing()
  })
  test("of an attempt that nobody knows, or that it does not name", () => {
    given(opening)
      .when(callback({ attempt: { paymentId: "P9", attempt: 1 } }))
      .thenNothing()
    const { attempt: _, ...unnamed } = (
      callback() as Extract<ReturnType<typeof callback>, { type: "ReceivePayUpdate" }>
    ).update
    given(opening).when({ type: "ReceivePayUpdate", update: unnamed, at: 0 }).thenNothing()
    given([]).when(callback()).thenNothing()
  })
  test("of the attempt before, after another card was tried: its result changes nothing", () =>
    given([...submitting, declined, retried])
      .when(callback({ result: decline }))
      .thenNothing())
})

test("after a success nothing changes any more", () => {
  const paid = [...submitting, succeeded]
  for (const late of [entry("expiry", 40, { required: [] }), wrong("expiry", "timeout", 41), digits("x", 42)])
    given(paid).when(late).thenNothing()
  given(paid)
    .when(callback({ result: success }))
    .thenNothing()
  given(paid)
    .when(callback({ result: decline }))
    .thenNothing()
})
