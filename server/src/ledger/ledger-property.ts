// Any sequence of calls: an engine answers as the model in memory does.
import * as fc from "fast-check"
import { expect } from "vitest"
import type { Append, Ledger } from "./ledger.ts"
import { ledgerModel } from "./ledger-model.ts"
import { effect, empty, everything, fact, lines, payment } from "./ledger-samples.ts"

const sid = fc.constantFrom("CA1", "CA2", "CA3")
const agent = fc.constantFrom("ada", "ben")
const time = fc.integer({ min: 0, max: 9 })
const effectId = fc.integer({ min: 0, max: 12 }).map((n) => `e${n}`)

const row = fc.record({
  agentId: fc.option(agent),
  from: fc.string().filter((text) => !text.includes("\0")),
  to: fc.constant("+1"),
  rangAt: time,
  offeredAt: fc.option(time),
  answeredAt: fc.option(time),
  endedAt: fc.option(time),
  unsettled: fc.boolean(),
  waiting: fc.boolean(),
})
const payments = fc.uniqueArray(
  fc.record({
    paymentId: fc.constantFrom("P1", "P2"),
    outcome: fc.constantFrom("under-way", "paid", "declined"),
    reason: fc.option(fc.string({ unit: "grapheme" })),
  }),
  { selector: ({ paymentId }) => paymentId },
)
const wish = fc.record(
  {
    callSid: sid,
    // Mostly the right version; else one that is off by a little.
    off: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: -2, max: 2 })),
    facts: fc.array(fc.jsonValue(), { maxLength: 3 }),
    dueAts: fc.array(time, { maxLength: 2 }),
    settles: effectId,
    row,
    payments,
  },
  { requiredKeys: ["callSid", "off", "facts", "dueAts", "row", "payments"] },
)
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ append: wish }) },
  fc.record({ take: fc.record({ now: time, leaseMs: time, limit: fc.integer({ min: 1, max: 3 }) }) }),
  fc.record({ postpone: effectId, dueAt: time }),
  fc.record({ settle: effectId }),
)

/** Compares every answer of `runs` random sequences, and everything that can be read after each. */
export async function behavesLikeTheModel(ledger: Ledger, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await empty(ledger)
      const model = ledgerModel()
      let effects = 0
      for (const one of steps) {
        if ("append" in one) {
          const { off, facts, dueAts, callSid, payments, ...rest } = one.append
          const expected = Math.max(0, (await ledger.load(callSid)).version + off)
          const append: Append = {
            ...rest,
            callSid,
            expected,
            payments: payments.map((changes) => payment({ callSid, ...changes })),
            // Through JSON once: minus zero is no JSON.
            facts: facts.map((note) => fact(JSON.parse(JSON.stringify(note)))),
            effects: dueAts.map((dueAt) => ({ id: `e${effects++}`, effect: effect(dueAt), dueAt })),
          }
          expect(await ledger.append(append)).toBe(model.append(append))
        } else if ("take" in one) {
          expect(await ledger.takeDueEffects(one.take)).toEqual(model.takeDueEffects(one.take))
        } else if ("postpone" in one) {
          await ledger.postponeEffect(one.postpone, one.dueAt)
          model.postponeEffect(one.postpone, one.dueAt)
        } else {
          await ledger.settleEffect(one.settle)
          model.settleEffect(one.settle)
        }
      }
      expect(await ledger.nextEffectAt()).toBe(model.nextEffectAt())
      expect((await everything(ledger)).payments).toMatchObject(model.payments())
      expect(await lines(ledger)).toEqual(model.agentLines())
      expect(await ledger.waitingCalls()).toEqual(model.waitingCalls())
      for (const ask of [{ limit: 9 }, { limit: 2 }, { limit: 9, agentId: "ada" }]) {
        expect(await ledger.recentCalls(ask)).toEqual(model.recentCalls(ask))
      }
    }),
    { numRuns: runs },
  )
}
