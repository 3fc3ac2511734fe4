// given(facts).when(command).then(facts, effects): how specs of decide read. Only tests import it.
import { type Call, fold } from "../call.ts"
import type { Command } from "../commands.ts"
import { decide } from "../decide.ts"
import type { Accepted, Typing } from "../decision.ts"
import type { Effect, EffectRequest } from "../effects.ts"
import type { Fact } from "../facts.ts"
import type { RefusalCode } from "../refusal.ts"

/** Throws when anybody writes to it: decide and evolve are pure. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) deepFreeze(part)
  }
  return value
}

/** Text that is equal for equal values, whatever the order of their keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

function mustEqual(what: string, actual: unknown, expected: unknown): void {
  if (canonical(actual) === canonical(expected)) return
  // Vitest prints the difference of an error that carries both.
  throw Object.assign(new Error(`${what} differ`), { actual, expected, showDiff: true })
}

export const due = (effect: Effect, afterMs = 0): EffectRequest => ({ effect, afterMs })

export interface Outcome {
  /** Exactly these facts, and these effects or none. */
  then(facts: readonly Fact[], effects?: readonly EffectRequest[]): void
  thenNothing(): void
  thenTyping(typing: Typing): void
  thenRefused(code: RefusalCode): void
  /** The call after the facts, for what a list of facts cannot show. */
  call(): Call | null
}

export function given(facts: readonly Fact[]): { when(command: Command): Outcome } {
  const call = deepFreeze(fold(deepFreeze(facts)))
  return {
    when(command) {
      const decision = decide(deepFreeze(command), call)
      const accepted = (): Accepted => {
        if (!("refusal" in decision)) return decision
        throw new Error(`${command.type} was refused: ${decision.refusal.code}`)
      }
      const mustBe = (expected: Accepted): void => mustEqual("facts and effects", accepted(), expected)
      return {
        // biome-ignore lint/suspicious/noThenProperty: it reads as given, when, then, and nobody awaits it
        then: (facts, effects = []) => mustBe({ facts, effects }),
        thenNothing: () => mustBe({ facts: [], effects: [] }),
        thenTyping: (typing) => mustBe({ facts: [], effects: [], typing }),
        thenRefused: (code) =>
          mustEqual("refusals", "refusal" in decision ? decision.refusal.code : decision, code),
        call: () => fold(accepted().facts, call),
      }
    },
  }
}
