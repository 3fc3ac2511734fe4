// Specs of what a supervisor may do on anybody's call, and of what a resolution has to say.
import { describe, test } from "vitest"
import type { SupervisorCommand } from "./commands.ts"
import {
  agent,
  askedCard,
  at,
  cancelled,
  cleared,
  drop,
  failed,
  opening,
  outcomeUnknown,
  ready,
  result,
  submitting,
  succeeded,
  success,
} from "./spec/card-call.ts"
import { due, given } from "./spec/given.ts"

const of = { paymentId: "P1", by: "sam", role: "supervisor", at } as const
const seen = { seen: "Stripe's dashboard", note: "The caller saw it on the statement." }
type Resolve = Extract<SupervisorCommand, { type: "ResolvePayment" }>
const resolve = (changes: Partial<Resolve> = {}): Resolve => ({
  ...{ type: "ResolvePayment", ...of, ...seen, confirmationCode: "ch_7" },
  ...changes,
})
const stop: SupervisorCommand = { type: "StopPayment", ...of }
const evidence = { from: "supervisor", by: "sam", ...seen } as const
const paid = { ...succeeded, confirmationCode: "ch_7", evidence }
const notCharged = { ...failed("not-charged", null), evidence }
const unknown = [...submitting, outcomeUnknown]

describe.each<[string, SupervisorCommand]>([
  ["resolve", resolve()],
  ["stop", stop],
])("%s", (_name, command) => {
  test("is for supervisors, also on the agent's own call (R10)", () => {
    given(ready)
      .when({ ...command, role: "agent", by: "ada" })
      .thenRefused("supervisors-only")
    given(unknown)
      .when({ ...command, role: "agent", by: "ada" })
      .thenRefused("supervisors-only")
  })
  test("needs a call and a payment", () => {
    given([]).when(command).thenRefused("no-such-call")
    given(unknown)
      .when({ ...command, paymentId: "P9" })
      .thenRefused("payment-not-open")
  })
  test("waits while the gateway is being asked", () =>
    given(submitting).when(command).thenRefused("payment-submitted"))
})

describe("resolve", () => {
  test("paid, with the code, who and from what", () => given(unknown).when(resolve()).then([paid]))
  test("not charged", () =>
    given(unknown)
      .when(resolve({ confirmationCode: null }))
      .then([notCharged]))
  test("one that failed after its submit", () =>
    given([...submitting, failed("submit-refused")])
      .when(resolve())
      .then([paid]))
  test("one that the agent has cleared, while another is under way", () =>
    given([...unknown, cleared, ...opening.slice(3).map((fact) => ({ ...fact, paymentId: "P2" }))])
      .when(resolve())
      .then([paid]))
  test("once: what is known stays", () => {
    given([...unknown, paid])
      .when(resolve({ confirmationCode: null }))
      .thenRefused("payment-settled")
    given([...unknown, notCharged])
      .when(resolve())
      .thenRefused("payment-settled")
  })
  test("not what was never submitted", () => given(ready).when(resolve()).thenRefused("payment-settled"))
  test.each(["confirmationCode", "seen", "note"] as const)("says everything: %s", (field) => {
    given(unknown)
      .when(resolve({ [field]: "  " }))
      .thenRefused("evidence-missing")
  })
  test.each(["confirmationCode", "seen", "note"] as const)("holds no card number: %s (R7)", (field) => {
    given(unknown)
      .when(resolve({ [field]: "4242 4242-4242.4242" }))
      .thenRefused("card-digits")
  })
  test("takes a code of digits alone, which some gateways give", () => {
    given(unknown)
      .when(resolve({ confirmationCode: " 288002073633 " }))
      .then([{ ...paid, confirmationCode: "288002073633" }])
  })
  test("and the gateway's own late word stands above it", () => {
    given([...unknown, notCharged])
      .when(result(success))
      .then([succeeded])
    given([...unknown, paid])
      .when(result(success))
      .thenNothing()
  })
})

describe("stop", () => {
  const stopped = { ...cancelled("supervisor"), by: "sam" }
  test.each([
    ["opening", opening, []],
    ["capturing", askedCard, [due(drop())]],
    ["ready", ready, [due(drop())]],
  ])("cancels the open payment of an agent who is not there: %s", (_what, facts, effects) =>
    given(facts).when(stop).then([stopped], effects),
  )
  test("not what is over", () =>
    given([...askedCard, cancelled()])
      .when(stop)
      .thenRefused("payment-not-open"))
  test("and the agent who is back may try again", () =>
    given([...askedCard, stopped])
      .when(agent.retry())
      .call())
})
