// Any sequence of commands and callbacks, in any order and any number of times, keeps the invariants of docs/RULES.md.
import fc from "fast-check"
import { expect, test } from "vitest"
import { type Call, fold } from "./call.ts"
import { captureErrors, captureItems, maskItem } from "./capture-item.ts"
import type { Command, PayResult, PayUpdate } from "./commands.ts"
import { decide } from "./decide.ts"
import { promptedItem } from "./payment.ts"
import { changedPaymentRows, type PaymentRow, paymentRows } from "./payment-row.ts"
import { alphabet } from "./spec/alphabet.ts"
import { ringing } from "./spec/card-call.ts"
import { type Status, statusOf } from "./spec/explore.ts"
import { deepFreeze } from "./spec/given.ts"
import { noneHangs, ofSteps, onceAnAttempt, type Step } from "./spec/invariants.ts"
import { allStatuses } from "./spec/states-page.ts"

const item = fc.constantFrom(...captureItems)
const answered = fc.boolean()
const result: fc.Arbitrary<PayResult> = fc.oneof(
  fc.constant<PayResult>({ outcome: "success", confirmationCode: "ch_1", token: null }),
  fc.record({
    outcome: fc.constant("connector-error"),
    reason: fc.string(),
    code: fc.constant(null),
    answered,
  }),
  fc.record({
    ...{
      outcome: fc.constant("error"),
      cause: fc.constant("refused-by-twilio"),
      detail: fc.string(),
      answered,
    },
  }),
  fc.record({ outcome: fc.constantFrom("star-key", "hang-up", "cancelled") }),
)
const text = fc.stringMatching(/^[x\d]{0,19}$/)
const values: fc.Arbitrary<PayUpdate["values"]> = fc
  .dictionary(item, text)
  .map((all) => Object.fromEntries(captureItems.flatMap((i) => (all[i] ? [[i, maskItem(i, all[i])]] : []))))

/** Callbacks that no Twilio ever sent: any field may be there, missing or contradict another. */
const update: fc.Arbitrary<PayUpdate> = fc.record(
  {
    sessionSid: fc.constantFrom("PK-P1-1", "PK-P1-2", "PK-P2-1", "PK-other"),
    attempt: fc.record({ paymentId: fc.constantFrom("P1", "P2", "P9"), attempt: fc.constantFrom(1, 2) }),
    updatedAt: fc.option(fc.nat(40)),
    item: fc.option(item),
    partial: fc.boolean(),
    error: fc.option(fc.constantFrom(...captureErrors), { freq: 3 }),
    values,
    brand: fc.option(fc.constantFrom("visa", "mystery")),
    required: fc.option(fc.subarray([...captureItems])),
    result: fc.option(result, { freq: 5 }),
  },
  {
    requiredKeys: [
      "sessionSid",
      "updatedAt",
      "item",
      "partial",
      "error",
      "values",
      "brand",
      "required",
      "result",
    ],
  },
)

type Move =
  | { is: "onward" }
  | { is: "next"; pick: number }
  | { is: "again"; pick: number }
  | { is: "costly"; pick: number }
  | { is: "odd"; update: PayUpdate }
  | { is: "intruder"; pick: number }
const pick = fc.nat(10_000)
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 16, arbitrary: fc.record({ is: fc.constant("onward") }) },
  { weight: 12, arbitrary: fc.record({ is: fc.constant("next"), pick }) },
  { weight: 4, arbitrary: fc.record({ is: fc.constant("again"), pick }) },
  { weight: 10, arbitrary: fc.record({ is: fc.constant("costly"), pick }) },
  { weight: 4, arbitrary: fc.record({ is: fc.constant("odd"), update }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("intruder"), pick }) },
)

const moves = fc.array(move, { maxLength: 60, size: "max" })

/** What usually comes next: without it few sequences would get as far as a submit. */
const onward: Record<Status, string> = {
  ...{
    none: "Prompt",
    opening: "REST: session opened",
    capturing: "callback: entry complete",
    ready: "Submit",
  },
  ...{ submitting: "result: declined", unknown: "result: success", succeeded: "Clear", failed: "Clear" },
  ...{ declined: "Try another card", cancelled: "Try another card" },
}

/** What could charge twice: of sixty things that may happen, these would come too seldom at the moment that counts. */
const costly = ["Submit", "no answer to the submit in time", "Try another card"]

function onwardCommand(call: Call): Command | undefined {
  const payment = call.payments.at(-1)
  const asked = payment && promptedItem(payment)
  return alphabet(call)
    .filter(({ what }) => what === onward[statusOf(call)])
    .map(({ command }) => command)
    .find((command) => command.type !== "ReceivePayUpdate" || command.update.item === (asked ?? null))
}

function commandOf(move: Move, call: Call, steps: readonly Step[]): Command | undefined {
  if (move.is === "onward") return onwardCommand(call)
  if (move.is === "odd") return { type: "ReceivePayUpdate", update: move.update, at: 0 }
  if (move.is === "again") return steps[move.pick % Math.max(steps.length, 1)]?.command
  const letters = alphabet(call)
    .filter(({ what }) => move.is !== "costly" || costly.includes(what))
    .map(({ command }) => command)
  const command = letters[move.pick % letters.length]
  if (move.is !== "intruder" || !command || !("by" in command)) return command
  return "role" in command ? { ...command, by: "ben", role: "agent" } : { ...command, by: "ben" }
}

function play(moves: readonly Move[]): Step[] {
  const steps: Step[] = []
  let call = deepFreeze(fold(ringing))
  for (const move of moves) {
    const command = call && deepFreeze(commandOf(move, call, steps))
    if (!call || !command) continue
    const decision = deepFreeze(decide(command, call))
    const after: Call | null = "refusal" in decision ? call : deepFreeze(fold(decision.facts, call))
    steps.push({ before: call, command, decision, after })
    call = after
  }
  return steps
}

test("I1 to I20, whatever happens in whatever order, however often", () => {
  const statuses = new Set<string>(allStatuses)
  fc.assert(
    fc.property(moves, (sequence) => {
      const steps = play(sequence)
      for (const step of steps) {
        for (const [number, keeps] of Object.entries(ofSteps))
          if (!keeps(step)) expect.fail(`${number} is broken by ${step.command.type}`)
        for (const payment of step.after?.payments ?? [])
          if (!statuses.has(payment.status)) expect.fail(`I1 is broken by ${step.command.type}`)
      }
      expect(onceAnAttempt(steps), "I8").toBe(true)
      expect(noneHangs(steps), "I17").toBe(true)
    }),
    { numRuns: 500 },
  )
})

test("the story that is told again gives the same call: screens fold what the server folds", () => {
  fc.assert(
    fc.property(moves, (sequence) => {
      const steps = play(sequence)
      const facts = steps.flatMap(({ decision }) => ("refusal" in decision ? [] : decision.facts))
      expect(fold([...ringing, ...facts])).toEqual(steps.at(-1)?.after ?? fold(ringing))
    }),
    { numRuns: 200 },
  )
})

test("rows that are written only where a fact changed them are the rows of the call", () => {
  fc.assert(
    fc.property(moves, (sequence) => {
      const stored = new Map<string, PaymentRow>()
      let call: Call | null = null
      for (const { before, after } of play(sequence)) {
        call = after
        for (const row of after ? changedPaymentRows(before, after) : []) stored.set(row.paymentId, row)
      }
      expect([...stored.values()]).toEqual(call ? paymentRows(call) : [])
    }),
    { numRuns: 200 },
  )
})
