// Specs of what an agent may ask for, and what is refused.
import { describe, expect, test } from "vitest"
import { currentPayment } from "./call.ts"
import type { CaptureItem } from "./capture-item.ts"
import type { AgentCommand } from "./commands.ts"
import { wouldRefuse } from "./decide.ts"
import {
  agent,
  askedCard,
  askedCode,
  askedExpiry,
  at,
  begin,
  cancelled,
  capture,
  captured,
  cleared,
  complete,
  declined,
  drop,
  ended,
  failed,
  opened,
  opening,
  outcomeUnknown,
  prompted,
  ready,
  rejected,
  retried,
  started,
  submitted,
  submitting,
  succeeded,
  talking,
} from "./spec/card-call.ts"
import { due, given } from "./spec/given.ts"

const everyCommand: [string, AgentCommand][] = [
  ["open", agent.open()],
  ["ask", agent.ask("expiry")],
  ["submit", agent.submit()],
  ["cancel", agent.cancel()],
  ["retry", agent.retry()],
  ["clear", agent.clear()],
]

describe.each(everyCommand)("%s", (_name, command) => {
  test("is for the call's own agent (R10)", () =>
    given(ready)
      .when({ ...command, by: "ben" })
      .thenRefused("no-such-call"))
  test("needs a call", () => {
    given([]).when(command).thenRefused("no-such-call")
    expect(wouldRefuse(command, null)).toEqual({ code: "no-such-call" })
  })
})

describe("prompt", () => {
  test("opens a payment and a session", () => given(talking).when(agent.open()).then([opened()], begin()))
  test("keeps reference and note, and hands the reference on", () =>
    given(talking)
      .when(agent.open({ reference: " INV-2041 ", note: "Pays for\n her mother " }))
      .then(
        [opened({ reference: "INV-2041", note: "Pays for her mother" })],
        begin({ reference: "INV-2041" }),
      ))
  test.each(["reference", "note"] as const)("refuses a card number in the %s (R7)", (field) =>
    given(talking)
      .when(agent.open({ [field]: "it is 4242 4242 4242 4242" }))
      .thenRefused("card-digits"),
  )
  test.each([
    ["reference", 65],
    ["note", 301],
  ])("refuses a %s of %i signs", (field, length) =>
    given(talking)
      .when(agent.open({ [field]: "x".repeat(length) }))
      .thenRefused("text-too-long"),
  )
  test("without a tip", () =>
    given(talking)
      .when(agent.open({ tip: " " }))
      .then([opened({ tipMinor: 0 })], begin({ totalMinor: 1_000 })))
  test("for zero asks for a token", () =>
    given(talking)
      .when(agent.open({ amount: "0", tip: "" }))
      .then([opened({ amountMinor: 0, tipMinor: 0 })], begin({ totalMinor: 0 })))
  test("with a bad amount says what is wrong, and nothing happens", () =>
    given(talking)
      .when(agent.open({ amount: "abc" }))
      .thenRefused("amount-invalid"))
  test("twice is refused, under the same id or another", () => {
    given(opening).when(agent.open()).thenRefused("payment-open")
    given(askedCard)
      .when(agent.open({ paymentId: "P2" }))
      .thenRefused("payment-open")
  })
  test("after the submit is refused", () =>
    given(submitting)
      .when(agent.open({ paymentId: "P2" }))
      .thenRefused("payment-submitted"))
  test("again needs the desk cleared first", () => {
    const over = [...submitting, succeeded]
    const again = agent.open({ paymentId: "P2" })
    given(over).when(again).thenRefused("payment-not-cleared")
    given([...over, cleared])
      .when(again)
      .then([opened({ paymentId: "P2" })], begin({ paymentId: "P2" }))
  })
  test("under an id that was used before is refused", () =>
    given([...submitting, succeeded, cleared])
      .when(agent.open())
      .thenRefused("try-again"))
  test("after the call is refused", () =>
    given([...talking, ended])
      .when(agent.open())
      .thenRefused("call-ended"))
})

describe("ask again", () => {
  test.each<CaptureItem>(["card-number", "expiry"])("for the %s, also while another is asked for", (item) =>
    given(askedCode)
      .when(agent.ask(item))
      .then([prompted(item, true)], [due(capture(item))]),
  )
  test.each<CaptureItem>(["card-number", "expiry", "security-code"])(
    "for the captured %s when all is ready: then it is ready no more",
    (item) => {
      const asked = given(ready).when(agent.ask(item))
      asked.then([prompted(item, true)], [due(capture(item))])
      const call = asked.call()
      expect(call && currentPayment(call)?.status).toBe("capturing")
    },
  )
  test("one that waits for the agent after idle time-outs starts counting afresh", () => {
    const idle = (updatedAt: number) => rejected("card-number", "timeout", updatedAt)
    const waiting = [
      ...askedCard,
      idle(1),
      prompted("card-number"),
      idle(2),
      prompted("card-number"),
      idle(3),
    ]
    const call = given(waiting).when(agent.ask("card-number")).call()
    expect(call && currentPayment(call)?.items[0]).toEqual({
      ...{ item: "card-number", state: { status: "prompted" }, rejections: 0 },
    })
  })
  test("leaves the one that was being asked for missing", () => {
    const call = given(askedExpiry).when(agent.ask("card-number")).call()
    const items = call && currentPayment(call)?.items
    expect(items?.map(({ state }) => state.status)).toEqual(["prompted", "missing", "missing"])
  })
  test("for the security code needs the card number", () => {
    given(askedCard).when(agent.ask("security-code")).thenRefused("card-number-first")
    given([...ready, prompted("card-number", true)])
      .when(agent.ask("security-code"))
      .thenRefused("card-number-first")
  })
  test("for what is not collected is refused", () =>
    given(askedCard).when(agent.ask("postal-code")).thenRefused("item-not-collected"))
  test.each([
    ["opening", opening, "session-opening"],
    ["submitting", submitting, "payment-submitted"],
    ["over", [...askedCard, cancelled()], "payment-not-open"],
    ["ended with its call", [...askedCard, ended, cancelled("hang-up")], "payment-not-open"],
    ["cleared", [...askedCard, cancelled(), cleared], "payment-not-open"],
  ] as const)("while the payment is %s is refused", (_what, facts, code) =>
    given(facts).when(agent.ask("expiry")).thenRefused(code),
  )
})

describe("submit", () => {
  const wait = due({ kind: "AwaitOutcome", paymentId: "P1", attempt: 1 }, 60_000)
  test("completes the session once, and waits so long for an answer", () =>
    given(ready)
      .when(agent.submit())
      .then([submitted], [due(complete), wait]))
  test("twice is refused: no second key (R4)", () =>
    given(submitting).when(agent.submit()).thenRefused("payment-submitted"))
  test("with something missing is refused", () => {
    given(opening).when(agent.submit()).thenRefused("fields-missing")
    given(askedCode).when(agent.submit()).thenRefused("fields-missing")
    given([...ready, prompted("expiry", true)])
      .when(agent.submit())
      .thenRefused("fields-missing")
  })
  test("of an earlier attempt, from a screen that lags behind, is refused", () =>
    given([...submitting, declined, retried])
      .when(agent.submit({ attempt: 1 }))
      .thenRefused("payment-not-open"))
  test.each([
    ["succeeded", succeeded],
    ["declined", declined],
    ["unknown", outcomeUnknown],
    ["failed", failed("submit-refused")],
  ])("after it %s is refused", (_what, fact) =>
    given([...submitting, fact])
      .when(agent.submit())
      .thenRefused("payment-not-open"),
  )
})

describe("cancel", () => {
  test("closes the session", () =>
    given(askedCard)
      .when(agent.cancel())
      .then([cancelled()], [due(drop())]))
  test("when all is ready", () =>
    given(ready)
      .when(agent.cancel())
      .then([cancelled()], [due(drop())]))
  test("while opening has no session to close yet", () =>
    given(opening).when(agent.cancel()).then([cancelled()]))
  test("after the submit is refused: it may be charged already", () =>
    given(submitting).when(agent.cancel()).thenRefused("payment-submitted"))
  test("twice is refused", () =>
    given([...askedCard, cancelled()])
      .when(agent.cancel())
      .thenRefused("payment-not-open"))
})

test("an unknown payment id is refused", () => {
  given(askedCard)
    .when(agent.cancel({ paymentId: "P9" }))
    .thenRefused("payment-not-open")
  given([...opening, started, prompted("card-number"), captured("card-number", null)])
    .when({ ...agent.ask("expiry"), paymentId: "P9", at } as AgentCommand)
    .thenRefused("payment-not-open")
})
