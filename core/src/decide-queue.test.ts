// Specs of finding an agent: a call goes on to the next one, waits, is offered, and does not wait for ever.
import { describe, expect, test } from "vitest"
import { callRow, fold, inQueue } from "./call.ts"
import { missedIn } from "./call-row.ts"
import type { VoiceCommand } from "./commands.ts"
import type { Fact } from "./facts.ts"
import { agent, at, ended, opened, ringing, talking } from "./spec/card-call.ts"
import { due, given } from "./spec/given.ts"

const ben = { agentId: "ben", phone: "sip:ben@pbx.example.com" }
const [rang] = ringing as [Fact]
const until = at + 600_000
const queued: Fact = { type: "CallQueued", until, at }
const waiting: readonly Fact[] = [rang, queued]
const notAnswered = (outcome: "busy" | "no-answer" = "no-answer"): Fact => ({
  ...{ type: "CallNotAnswered", agentId: "ada", outcome, at },
})
const toBen: Fact = { type: "CallOffered", ...ben, at }
const pass = (changes: Partial<Extract<VoiceCommand, { type: "PassCall" }>> = {}): VoiceCommand => ({
  ...{ type: "PassCall", offer: 1, outcome: "no-answer", next: ben, maxWaitMs: 600_000, at },
  ...changes,
})
const queueCall: VoiceCommand = {
  ...{ type: "QueueCall", callSid: "CA1", from: "+15551230001", to: "+15550001000" },
  ...{ maxWaitMs: 600_000, checkAfterMs: 60_000, at },
}
const endWait = due({ kind: "EndWait" }, 600_000)

describe("a call that rings in vain", () => {
  test("goes on to the next agent", () => given(ringing).when(pass()).then([notAnswered(), toBen]))
  test("waits when nobody else is free, and not for ever (I20)", () =>
    given(ringing)
      .when(pass({ next: "queue", outcome: "busy" }))
      .then([notAnswered("busy"), queued], [endWait]))
  test("ends where callers do not wait", () =>
    given(ringing)
      .when(pass({ next: null }))
      .then([notAnswered(), { ...ended, outcome: "no-answer" } as Fact]))
  test("goes on once, though the webhook comes twice or late (R8)", () => {
    given([...ringing, notAnswered(), toBen])
      .when(pass())
      .thenNothing()
    given(talking).when(pass()).thenNothing()
    given([...ringing, ended])
      .when(pass())
      .thenNothing()
    given([]).when(pass()).thenNothing()
  })
  test("is nobody else's when it was for one phone, or when a payment was begun (R10)", () => {
    const forAda = [{ ...rang, forwardTo: "+15550002001" } as Fact, ...ringing.slice(1)]
    given(forAda)
      .when(pass())
      .then([{ ...ended, outcome: "no-answer" } as Fact])
    const facts = given([...ringing, opened()])
      .when(pass())
      .call()
    expect(facts).toMatchObject({ status: "ended", agent: { agentId: "ada" } })
  })
  test("is missed by each agent whom it rang in vain", () => {
    expect(missedIn([notAnswered("busy"), toBen])).toEqual([{ agentId: "ada", outcome: "busy", at }])
  })
  test("is answered by the phone that rings now, not by one before (R8)", () => {
    const atBen = [...ringing, notAnswered(), toBen]
    given(atBen).when({ type: "AnswerCall", offer: 1, at }).thenNothing()
    given(atBen)
      .when({ type: "AnswerCall", offer: 2, at })
      .then([{ type: "CallAnswered", at }])
  })
  test("is out of reach for the agent who did not take it (R10)", () =>
    given([...ringing, notAnswered(), toBen])
      .when(agent.open())
      .thenRefused("no-such-call"))
})

describe("a caller who waits", () => {
  test("rang, waits, and is looked after", () =>
    given([])
      .when(queueCall)
      .then(waiting, [endWait, due({ kind: "CheckCall" }, 60_000)]))
  test("waits once, though the webhook comes twice", () => given(waiting).when(queueCall).thenNothing())
  test("is offered to an agent who is free, and led there", () =>
    given(waiting)
      .when({ type: "OfferCall", ...ben, at })
      .then([toBen], [due({ kind: "LeadCall", offer: 1 })]))
  test("is offered to one agent at a time (I18)", () => {
    given([...waiting, toBen])
      .when({ type: "OfferCall", ...ben, at })
      .thenNothing()
    given(ringing)
      .when({ type: "OfferCall", ...ben, at })
      .thenNothing()
  })
  test("comes back with the time that is left, and leaves when there is none", () => {
    const atBen = [...waiting, toBen]
    const missed: Fact = { type: "CallNotAnswered", agentId: "ben", outcome: "no-answer", at: at + 20_000 }
    given(atBen)
      .when(pass({ next: "queue", at: at + 20_000 }))
      .then([missed, { ...queued, at: at + 20_000 } as Fact], [due({ kind: "EndWait" }, 580_000)])
    given(atBen)
      .when(pass({ next: "queue", at: until }))
      .then([{ ...missed, at: until } as Fact, { ...ended, outcome: "no-answer", at: until } as Fact])
  })
  test("waits no longer than that, and is led to the end", () => {
    given(waiting)
      .when({ type: "EndWait", at: until })
      .then([{ ...ended, outcome: "no-answer", at: until } as Fact], [due({ kind: "LeadCall", offer: 0 })])
    given([...waiting, toBen])
      .when({ type: "EndWait", at: until })
      .thenNothing()
  })
  test("hangs up: Twilio's queue had answered, but nobody of us had", () =>
    given(waiting)
      .when({ type: "EndCall", outcome: "completed", at })
      .then([{ ...ended, outcome: "canceled" } as Fact]))
  test("is nobody's call (R10)", () => given(waiting).when(agent.open()).thenRefused("no-such-call"))
  test("has a row that says so", () => {
    const call = fold(waiting)
    expect(call && callRow(call)).toMatchObject({ waiting: true, agentId: null, answeredAt: null })
  })
})

test("callers are served in the order in which they called", () => {
  const call = (callSid: string, rangAt: number, status = "queued") => ({ callSid, rangAt, status }) as const
  const calls = [call("CA3", 9), call("CA2", 5), call("CA4", 1, "ringing"), call("CA1", 5)] as const
  expect(inQueue(calls as unknown as Parameters<typeof inQueue>[0]).map(({ callSid }) => callSid)).toEqual([
    "CA1",
    "CA2",
    "CA3",
  ])
})
