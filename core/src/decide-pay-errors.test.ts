// Specs of entries that Twilio did not take: what was wrong is said, and the item asked for again.
import { describe, expect, test } from "vitest"
import { currentPayment } from "./call.ts"
import {
  askedCard,
  askedCode,
  askedExpiry,
  callback,
  capture,
  captured,
  entry,
  opened,
  prompted,
  ready,
  rejected,
  started,
  submitting,
  talking,
  wrong,
} from "./spec/card-call.ts"
import { due, given } from "./spec/given.ts"

describe("an entry is wrong", () => {
  const stillAll = { required: ["card-number", "expiry", "security-code"] } as const
  test.each(["invalid-card-number", "invalid-card-type", "timeout", "other"] as const)(
    "(%s): it is asked for again at once",
    (error) =>
      given(askedCard)
        .when(wrong("card-number", error, 5, stillAll))
        .then([rejected("card-number", error, 5), prompted("card-number")], [due(capture("card-number"))]),
  )
  test("and the agent reads why while it is asked for again", () => {
    const call = given(askedCard)
      .when(wrong("card-number", "invalid-card-number", 5, stillAll))
      .call()
    expect(call && currentPayment(call)?.items[0]?.state).toEqual({
      ...{ status: "prompted", error: "invalid-card-number" },
    })
  })
  test("without saying which: the one that is asked for", () =>
    given(askedExpiry)
      .when(callback({ error: "invalid-expiry", updatedAt: 15 }))
      .then([rejected("expiry", "invalid-expiry", 15), prompted("expiry")], [due(capture("expiry"))]))

  const idle = (updatedAt: number) => [rejected("card-number", "timeout", updatedAt), prompted("card-number")]
  test("three times in a row with nobody at the keypad: then it waits for the agent", () =>
    given([...askedCard, ...idle(1), ...idle(2)])
      .when(wrong("card-number", "timeout", 3, stillAll))
      .then([rejected("card-number", "timeout", 3)]))
  test("with somebody at the keypad between two time-outs: the count starts afresh", () =>
    given([
      ...askedCard,
      ...idle(1),
      ...idle(2),
      ...[rejected("card-number", "invalid-card-number", 3), prompted("card-number")],
    ])
      .when(wrong("card-number", "timeout", 4, stillAll))
      .then([rejected("card-number", "timeout", 4), prompted("card-number")], [due(capture("card-number"))]))
  test("as often as the caller likes, as long as they key something in", () => {
    const mistake = (updatedAt: number) => [
      rejected("card-number", "invalid-card-number", updatedAt),
      prompted("card-number"),
    ]
    given([...askedCard, ...mistake(1), ...mistake(2), ...mistake(3)])
      .when(wrong("card-number", "invalid-card-number", 4, stillAll))
      .then(
        [rejected("card-number", "invalid-card-number", 4), prompted("card-number")],
        [due(capture("card-number"))],
      )
  })
  test("and one that waits for the agent is left alone when another is captured", () =>
    given([
      ...askedCard,
      ...idle(1),
      ...idle(2),
      rejected("card-number", "timeout", 3),
      prompted("expiry", true),
    ])
      .when(entry("expiry", 20, { required: ["card-number", "security-code"] }))
      .then([captured("expiry", 20)]))
  test("because the card number has to come first: that is asked for, and the code after it by itself", () => {
    const before = [
      ...[...talking, opened({ items: ["card-number", "security-code"] }), started],
      prompted("security-code"),
    ]
    const cardFirst = [rejected("security-code", "card-number-first", 5), prompted("card-number")]
    given(before)
      .when(wrong("security-code", "card-number-first", 5))
      .then(cardFirst, [due(capture("card-number"))])
    given([...before, ...cardFirst])
      .when(entry("card-number", 10, { required: ["security-code"] }))
      .then([captured("card-number", 10), prompted("security-code")], [due(capture("security-code"))])
  })
  test("of an item that the agent has left meanwhile: their choice stands", () =>
    given([...askedCard, prompted("expiry", true)])
      .when(wrong("card-number", "timeout", 5, stillAll))
      .thenNothing())
  test("of an item that we thought was never asked for, because the answer to that request was lost", () =>
    given([...askedCard, rejected("card-number", "not-asked", null)])
      .when(wrong("card-number", "invalid-card-number", 5, stillAll))
      .then(
        [rejected("card-number", "invalid-card-number", 5), prompted("card-number")],
        [due(capture("card-number"))],
      ))
  test("twice or late: nothing new", () => {
    const mistake = wrong("card-number", "invalid-card-number", 5, stillAll)
    given([...askedCard, rejected("card-number", "invalid-card-number", 5), prompted("card-number")])
      .when(mistake)
      .thenNothing()
    given(askedExpiry).when(mistake).thenNothing()
    given(askedExpiry)
      .when(wrong("card-number", "timeout", 15))
      .thenNothing()
    given(submitting)
      .when(wrong("expiry", "timeout", 50))
      .thenNothing()
  })
  test("of what is not collected: nothing", () =>
    given(askedCard)
      .when(wrong("postal-code", "invalid-postal-code", 5))
      .thenNothing())
  test("after two time-outs: wrong is not idle, so it is asked for again", () =>
    given([...askedCard, ...idle(1), ...idle(2)])
      .when(wrong("card-number", "invalid-card-number", 3, stillAll))
      .then(
        [rejected("card-number", "invalid-card-number", 3), prompted("card-number")],
        [due(capture("card-number"))],
      ))
  test("of an item that we hold: nothing", () =>
    given(ready)
      .when(wrong("expiry", "invalid-expiry", 40))
      .thenNothing())
  test("of the security code while the card is not there: the card number is asked for", () =>
    given([
      ...[...askedCode, rejected("security-code", "not-asked", null)],
      ...[prompted("card-number", true), rejected("card-number", "not-asked", null)],
    ])
      .when(wrong("security-code", "invalid-security-code", 40))
      .then(
        [rejected("security-code", "invalid-security-code", 40), prompted("card-number")],
        [due(capture("card-number"))],
      ))
})
