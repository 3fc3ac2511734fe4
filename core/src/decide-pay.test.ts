// Specs of Twilio's REST answers, and of the alarm when a submit stays unanswered.
import { describe, test } from "vitest"
import type { Command } from "./commands.ts"
import {
  agent,
  askedCard,
  askedExpiry,
  askRecord,
  at,
  begin,
  cancelled,
  capture,
  cleared,
  declined,
  drop,
  ended,
  failed,
  giveUp,
  opened,
  opening,
  outcomeUnknown,
  prompted,
  ready,
  rejected,
  rest,
  retried,
  started,
  submitting,
  succeeded,
  talking,
} from "./spec/card-call.ts"
import { due, given } from "./spec/given.ts"

describe("the session is open", () => {
  test("so the first item is asked for, in the configured order", () => {
    given(opening)
      .when(rest.start())
      .then([started, prompted("card-number")], [due(capture("card-number"))])
    given([...talking, opened({ items: ["expiry", "card-number", "security-code"] })])
      .when(rest.start())
      .then([started, prompted("expiry")], [due(capture("expiry"))])
  })
  test("never the security code before the card number, whatever is configured", () =>
    given([...talking, opened({ items: ["security-code", "card-number", "expiry"] })])
      .when(rest.start())
      .then([started, prompted("card-number")], [due(capture("card-number"))]))
  test("as its callback said already", () => given(askedCard).when(rest.start()).thenNothing())
  test("a second one for the same attempt is dropped", () =>
    given(askedCard)
      .when(rest.start({ sessionSid: "PK2" }))
      .then([], [due(drop({ sessionSid: "PK2" }))]))
  test("but the payment was cancelled meanwhile: it is dropped", () =>
    given([...opening, cancelled()])
      .when(rest.start())
      .then([], [due(drop())]))
  test("but the payment was cancelled and cleared, and another is open: it is dropped", () =>
    given([...opening, cancelled(), cleared, opened({ paymentId: "P2" })])
      .when(rest.start())
      .then([], [due(drop())]))
  test("for an earlier attempt: it is dropped, and the new attempt waits for its own", () =>
    given([...opening, cancelled(), retried])
      .when(rest.start())
      .then([], [due(drop())]))
  test("but the call ended: Twilio closed it", () =>
    given([...opening, ended, cancelled("hang-up")])
      .when(rest.start())
      .thenNothing())
  test("for a payment or a call that nobody knows", () => {
    given(opening)
      .when(rest.start(undefined, { paymentId: "P9", attempt: 1 }))
      .thenNothing()
    given([]).when(rest.start()).thenNothing()
  })
})

describe("the session could not be opened", () => {
  const refused = { refused: "connector", detail: "64004: no such connector" } as const
  test("because Twilio refused", () =>
    given(opening)
      .when(rest.start(refused))
      .then([failed("connector", "64004: no such connector")]))
  test("because Twilio could not be reached", () =>
    given(opening)
      .when(rest.start("unreachable"))
      .then([failed("twilio-unreachable", null)]))
  test("so the agent may try again", () =>
    given([...opening, failed("twilio-unreachable", null)])
      .when(agent.retry())
      .then([retried], begin({ attempt: 2 })))
  test("but a callback had shown that it is open", () => {
    given(askedCard).when(rest.start("unreachable")).thenNothing()
    given(askedCard).when(rest.start(refused)).thenNothing()
  })
  test("after the agent cancelled, or tried again", () => {
    given([...opening, cancelled()])
      .when(rest.start(refused))
      .thenNothing()
    given([...opening, cancelled(), retried])
      .when(rest.start("unreachable"))
      .thenNothing()
  })
})

describe("an item could not be asked for", () => {
  test("because Twilio refused: the payment failed, and its session does not stay open", () =>
    given(askedCard)
      .when(rest.capture("card-number", { refused: "refused-by-twilio", detail: "64020" }))
      .then([failed("refused-by-twilio", "64020")], [due(drop())]))
  test("because the session is over: that is not another session in the way", () =>
    given(askedCard)
      .when(rest.capture("card-number", { refused: "session-already-open", detail: "64021" }))
      .then([failed("session-lost", "64021")], [due(drop())]))
  test("because Twilio could not be reached: the agent may ask again", () => {
    const unasked = [...askedCard, rejected("card-number", "not-asked", null)]
    given(askedCard)
      .when(rest.capture("card-number", "unreachable"))
      .then([rejected("card-number", "not-asked", null)])
    given(unasked)
      .when(agent.ask("card-number"))
      .then([prompted("card-number", true)], [due(capture("card-number"))])
  })
  test("but it was captured or asked for again meanwhile", () =>
    given(askedExpiry).when(rest.capture("card-number", "unreachable")).thenNothing())
  test("after the payment was submitted, ended or tried again", () => {
    const refused = { refused: "refused-by-twilio", detail: "" } as const
    given(submitting).when(rest.capture("expiry", refused)).thenNothing()
    given([...askedCard, cancelled()])
      .when(rest.capture("expiry", "unreachable"))
      .thenNothing()
    given([...askedCard, cancelled(), retried])
      .when(rest.capture("card-number", refused))
      .thenNothing()
  })
})

describe("the submit was refused", () => {
  const refused = rest.submit({ refused: "submit-refused", detail: "64019" })
  test("so nothing was charged, and the session is closed to make room", () =>
    given(submitting)
      .when(refused)
      .then([failed("submit-refused", "64019")], [due(drop()), askRecord()]))
  test("after we had stopped waiting", () =>
    given([...submitting, outcomeUnknown])
      .when(refused)
      .then([failed("submit-refused", "64019")], [due(drop())]))
  test("but the gateway's answer stands", () => {
    given([...submitting, succeeded])
      .when(refused)
      .thenNothing()
    given([...submitting, declined])
      .when(refused)
      .thenNothing()
    given([...submitting, declined, retried])
      .when(refused)
      .thenNothing()
  })
  test("twice", () =>
    given([...submitting, failed("submit-refused")])
      .when(refused)
      .thenNothing())
})

describe("nobody submitted in time", () => {
  const expire: Command = { type: "ExpirePayment", paymentId: "P1", attempt: 1, at }
  test.each([
    ["while it is opening, with no session to close yet", opening, []],
    ["while the card is asked for", askedCard, [due(drop())]],
    ["though all is ready", ready, [due(drop())]],
  ])("so the payment is cancelled, %s", (_when, facts, effects) =>
    given(facts)
      .when(expire)
      .then([cancelled("timeout")], effects),
  )
  test("but it was submitted, or is over, or another attempt is under way", () => {
    given(submitting).when(expire).thenNothing()
    given([...askedCard, cancelled()])
      .when(expire)
      .thenNothing()
    given([...submitting, declined, retried])
      .when(expire)
      .thenNothing()
  })
})

describe("nobody answered the submit in time", () => {
  test("so the outcome is unknown (R4)", () =>
    given(submitting).when(giveUp).then([outcomeUnknown], [askRecord()]))
  test("but the answer had come, or another attempt is under way", () => {
    given(ready).when(giveUp).thenNothing()
    given([...submitting, succeeded])
      .when(giveUp)
      .thenNothing()
    given([...submitting, outcomeUnknown])
      .when(giveUp)
      .thenNothing()
    given([...submitting, declined, retried])
      .when(giveUp)
      .thenNothing()
  })
})
