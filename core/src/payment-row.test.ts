// A payment's row says what became of it, and nothing that a text column cannot hold.
import { expect, test } from "vitest"
import { fold } from "./call.ts"
import type { Fact } from "./facts.ts"
import { changedPaymentRows, paymentRows } from "./payment-row.ts"
import * as story from "./spec/card-call.ts"

function rowAfter(...facts: readonly Fact[]) {
  const call = fold(facts)
  return call && paymentRows(call)[0]
}

const { ready, submitting, opening, opened, ended } = story
const notKnown = story.failed("session-lost")

test.each([
  ["under way while it is captured", ready, { outcome: "under-way", endedAt: null, lastFour: "4242" }],
  ["under way while it is submitted", submitting, { outcome: "under-way", reason: null }],
  ["paid", [...submitting, story.succeeded], { outcome: "paid", confirmationCode: "ch_1", endedAt: 1_000 }],
  [
    "stored when no money was asked for",
    [...story.talking, opened({ amountMinor: 0, tipMinor: 0 }), { ...story.succeeded, token: "tok_1" }],
    { outcome: "stored", token: "tok_1", totalMinor: 0, lastFour: null },
  ],
  ["declined", [...submitting, story.declined], { outcome: "declined", reason: "Your card was declined." }],
  ["cancelled", [...ready, story.cancelled("hang-up"), ended], { outcome: "cancelled", reason: "hang-up" }],
  ["failed before the submit", [...opening, notKnown], { outcome: "failed", reason: "session-lost" }],
  ["unknown when it failed after the submit", [...submitting, notKnown], { outcome: "unknown" }],
  ["unknown", [...submitting, story.outcomeUnknown], { outcome: "unknown", endedAt: 1_000 }],
  [
    "under way again with another card",
    [...submitting, story.declined, story.retried],
    { outcome: "under-way", endedAt: null, lastFour: null, reason: null },
  ],
] as const)("a payment is %s", (_, facts, row) => {
  expect(rowAfter(...facts)).toMatchObject({ paymentId: "P1", agentId: "ada", totalMinor: 1_250, ...row })
})

test("others' words are cut to what every engine can store", () => {
  const declined: Fact = { ...story.declined, reason: "No\u0000pe \ud800 🦉" }
  expect(rowAfter(...submitting, declined)?.reason).toBe("Nope \ufffd 🦉")
})

test("only a row that says something new is written", () => {
  const changes = (...facts: readonly Fact[]) => {
    const before = fold(submitting)
    const after = fold(facts, before)
    return after && changedPaymentRows(before, after).map(({ outcome, agentId }) => [outcome, agentId])
  }
  expect(changes(story.succeeded)).toEqual([["paid", "ada"]])
  expect(changes(story.lookedUp("nothing"))).toEqual([])
  // Whoever has the call later, the payment stays whose it was.
  expect(changes({ type: "CallOffered", agentId: "ben", phone: "+15550002002", at: 1 })).toEqual([])
})
