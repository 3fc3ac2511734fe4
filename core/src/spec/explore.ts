// Walks every state of a call and its payment that the alphabet can reach, breadth first. Only tests import it.
import { type Call, evolve, fold } from "../call.ts"
import { decide } from "../decide.ts"
import type { Decision } from "../decision.ts"
import { isUnsettled, type Payment } from "../payment.ts"
import { alphabet, type Letter } from "./alphabet.ts"
import { ringing } from "./card-call.ts"
import { deepFreeze } from "./given.ts"

/** "none": no payment on the desk. */
export type Status = Payment["status"] | "none"

export interface Transition {
  from: Call
  letter: Letter
  decision: Decision
  to: Call
  /** The status before the first fact, and after each. */
  steps: { fact: string; from: Status; to: Status }[]
}

export function statusOf(call: Call): Status {
  const payment = call.payments.at(-1)
  return payment && !payment.cleared ? payment.status : "none"
}

/** What tells two states apart: all that decide looks at, no ids and times. Counters stop where nothing changes any more. */
function keyOf(call: Call): string {
  const payment = call.payments.at(-1)
  if (!payment) return JSON.stringify([call.status, call.attached, call.agent !== null, call.queue !== null])
  const { status, cleared, attempt, sessionSid, updatedAt, items, lookUp } = payment
  const open = status === "opening" || status === "capturing" || status === "ready"
  const entries = items.map(({ state, rejections }) => [state.status, Math.min(rejections, 3)])
  return JSON.stringify([
    ...[call.status, call.attached, status, cleared, Math.min(attempt, 2), sessionSid !== null],
    ...[
      status === "failed" && [payment.unsettled, payment.cause === "not-charged"],
      open && updatedAt !== null,
      open && entries,
    ],
    isUnsettled(payment) && Math.min(lookUp?.tries ?? 0, 1),
  ])
}

function take(from: Call, letter: Letter): Transition {
  const decision = decide(letter.command, from)
  const facts = "refusal" in decision ? [] : decision.facts
  const steps: Transition["steps"] = []
  let call = from
  for (const fact of facts) {
    const after = evolve(call, fact) ?? call
    steps.push({ fact: fact.type, from: statusOf(call), to: statusOf(after) })
    call = after
  }
  return { from, letter, decision, to: deepFreeze(call), steps }
}

/** A second payment on the call is as the first: the walk does not follow it. */
export function explore(): { states: Call[]; transitions: Transition[] } {
  const first = deepFreeze(fold(ringing))
  if (!first) throw new Error("a call that rang is a call")
  const states = new Map([[keyOf(first), first]])
  const transitions: Transition[] = []
  for (const call of states.values())
    for (const letter of alphabet(call)) {
      const transition = take(call, letter)
      transitions.push(transition)
      const { to } = transition
      if (to.payments.length < 2 && !states.has(keyOf(to))) states.set(keyOf(to), to)
    }
  return { states: [...states.values()], transitions }
}
