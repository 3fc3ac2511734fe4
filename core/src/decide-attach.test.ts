// Specs of calls that were routed elsewhere: attached by the agent who is on them, and let go.
import { expect, test } from "vitest"
import type { AttachCommand } from "./commands.ts"
import type { Fact } from "./facts.ts"
import { agent, askedCard, at, ended, opened, ringing, submitting, talking } from "./spec/card-call.ts"
import { due, given } from "./spec/given.ts"

const of = { callSid: "CA1", from: "+15551230001", to: "+15550001000", phone: "+15550002001" }
const attach = (changes: Partial<Extract<AttachCommand, { type: "AttachCall" }>> = {}): AttachCommand => ({
  ...{ type: "AttachCall", by: "ada", role: "agent", ...of, checkAfterMs: 10, at },
  ...changes,
})
const release: AttachCommand = { type: "ReleaseCall", by: "ada", at }
const attached: Fact = { type: "CallAttached", ...of, agentId: "ada", at }
const released: Fact = { type: "CallEnded", outcome: "released", at }
const check = due({ kind: "CheckCall" }, 10)

test("a call that we know nothing of is the agent's, and Twilio is asked for its end", () => {
  const outcome = given([]).when(attach())
  outcome.then([attached], [check])
  expect(outcome.call()).toMatchObject({
    ...{ status: "in-progress", from: of.from, attached: true, agent: { agentId: "ada" }, payments: [] },
  })
})
test("twice is once", () => given([attached]).when(attach()).thenNothing())
test.each([
  ["ringing", ringing],
  ["talking", talking],
  ["attached", [attached]],
])("not one that another agent has: %s", (_, facts) =>
  given(facts)
    .when(attach({ by: "ben" }))
    .thenRefused("call-taken"),
)
test.each(["supervisor", "admin"] as const)("not by a %s", (role) =>
  given([]).when(attach({ role })).thenRefused("agents-only"),
)
test("a payment is taken on it", () => {
  const outcome = given([attached]).when(agent.open())
  expect(outcome.call()?.payments).toHaveLength(1)
})
test("is let go, and may be taken over by another agent, payments and all", () => {
  given([attached]).when(release).then([released])
  const outcome = given([
    attached,
    opened(),
    { type: "PaymentCancelled", paymentId: "P1", cause: "agent", at },
    released,
  ]).when(attach({ by: "ben" }))
  outcome.then([{ ...attached, agentId: "ben" }], [check])
  expect(outcome.call()).toMatchObject({
    status: "in-progress",
    agent: { agentId: "ben" },
    payments: [{ status: "cancelled" }],
  })
})
test("is not let go by anybody else, nor while a payment is open or submitted", () => {
  given([attached])
    .when({ ...release, by: "ben" })
    .thenRefused("no-such-call")
  const take = (facts: readonly Fact[]) => [attached, ...facts.slice(talking.length)]
  given(take(askedCard)).when(release).thenRefused("payment-not-over")
  given(take(submitting)).when(release).thenRefused("payment-submitted")
})
test("a routed call is not let go", () => {
  given(talking).when(release).thenRefused("call-not-attached")
  given([...talking, ended])
    .when(release)
    .thenRefused("call-ended")
})
