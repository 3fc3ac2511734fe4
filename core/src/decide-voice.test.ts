// Specs of the call itself: it rings, is answered, ends.
import { describe, test } from "vitest"
import type { VoiceCommand } from "./commands.ts"
import {
  agent,
  askedCard,
  at,
  begin,
  cancelled,
  cleared,
  ended,
  opened,
  opening,
  outcomeUnknown,
  ready,
  ringing,
  submitting,
  talking,
} from "./spec/card-call.ts"
import { due, given } from "./spec/given.ts"

const ring: VoiceCommand = {
  ...{ type: "RingCall", callSid: "CA1", from: "+15551230001", to: "+15550001000" },
  ...{ agentId: "ada", phone: "+15550002001", checkAfterMs: 60_000, at },
}
const answer: VoiceCommand = { type: "AnswerCall", at }
const end: VoiceCommand = { type: "EndCall", outcome: "completed", at }
const stillThere: VoiceCommand = { type: "CallStillThere", checkAfterMs: 60_000, at }
const check = due({ kind: "CheckCall" }, 60_000)

describe("a call rings", () => {
  test("at an agent, and is looked after", () => given([]).when(ring).then(ringing, [check]))
  test("once, though the webhook comes twice", () => given(ringing).when(ring).thenNothing())
  test("once, though the webhook comes again after it was answered", () =>
    given(talking).when(ring).thenNothing())
})

describe("a call is answered", () => {
  test("once", () =>
    given(ringing)
      .when(answer)
      .then([{ type: "CallAnswered", at }]))
  test("and a second webhook says nothing new", () => given(talking).when(answer).thenNothing())
  test("not after it ended (R8)", () =>
    given([...ringing, ended])
      .when(answer)
      .thenNothing())
  test("not when nobody knows it", () => given([]).when(answer).thenNothing())
  test("without our hearing of it: the agent may prompt while we think that it rings", () =>
    given(ringing).when(agent.open()).then([opened()], begin()))
})

describe("a call ends", () => {
  test("without a payment", () => given(talking).when(end).then([ended]))
  test("unanswered", () =>
    given(ringing)
      .when({ ...end, outcome: "no-answer" })
      .then([{ ...ended, outcome: "no-answer" } as typeof ended]))
  test("once, though /finished and CheckCall both say so", () =>
    given([...talking, ended])
      .when({ ...end, outcome: "failed" })
      .thenNothing())
  test("unknown to us", () => given([]).when(end).thenNothing())
  test.each([
    ["opening", opening],
    ["capturing", askedCard],
    ["ready", ready],
  ])("while a payment is %s: it is cancelled, never paid", (_status, facts) =>
    given(facts)
      .when(end)
      .then([ended, cancelled("hang-up")]),
  )
  test("after the submit: the payment keeps waiting for the gateway's answer", () =>
    given(submitting).when(end).then([ended]))
  test("after a payment was settled or cleared: that payment stays what it was", () => {
    given([...submitting, outcomeUnknown])
      .when(end)
      .then([ended])
    given([...askedCard, cancelled(), cleared])
      .when(end)
      .then([ended])
  })
})

describe("a call is looked after, for its last webhook may never come (R8)", () => {
  test("again and again while it lives", () => given(talking).when(stillThere).then([], [check]))
  test("no longer after it ended", () =>
    given([...talking, ended])
      .when(stillThere)
      .thenNothing())
  test("not when nobody knows it", () => given([]).when(stillThere).thenNothing())
})
