// The invariants of docs/RULES.md, held against single steps and against a whole history. Only tests import it.
import type { Call } from "../call.ts"
import { maskItem } from "../capture-item.ts"
import type { Command, PayUpdate } from "../commands.ts"
import { decide } from "../decide.ts"
import type { Accepted, Decision } from "../decision.ts"
import type { Fact } from "../facts.ts"
import { isOpen, isUnsettled, itemOf, type Payment } from "../payment.ts"
import { canonical } from "./given.ts"

export interface Step {
  before: Call | null
  command: Command
  decision: Decision
  after: Call | null
}

const nothing: Accepted = { facts: [], effects: [] }
const accepted = ({ decision }: Step): Accepted => ("refusal" in decision ? nothing : decision)
const payments = (call: Call | null): readonly Payment[] => call?.payments ?? []
const updateOf = ({ command }: Step): PayUpdate | null =>
  command.type === "ReceivePayUpdate" ? command.update : null
const factsOf = <T extends Fact["type"]>(step: Step, type: T) =>
  accepted(step).facts.filter((fact): fact is Extract<Fact, { type: T }> => fact.type === type)
const effectsOf = (step: Step) => accepted(step).effects.map(({ effect }) => effect)
const was = (step: Step, paymentId: string) => payments(step.before).find((p) => p.paymentId === paymentId)
const underWay = (payment: Payment) => isOpen(payment) || payment.status === "submitting"
const remasked = (item: Parameters<typeof maskItem>[0], masked: string) => maskItem(item, masked) === masked

/** By number; each says whether a step keeps it. */
export const ofSteps: Record<string, (step: Step) => boolean> = {
  I2: (step) => canonical(decide(step.command, step.before)) === canonical(step.decision),
  I3: (step) => payments(step.after).filter(underWay).length <= 1,
  I4: (step) =>
    payments(step.after)
      .slice(0, -1)
      .every((payment) => !underWay(payment)),
  I5: ({ before, after }) =>
    payments(before).every((payment, index) => {
      const now = payments(after)[index]
      return (
        payment.status !== "succeeded" ||
        canonical({ ...now, cleared: false }) === canonical({ ...payment, cleared: false })
      )
    }),
  I6: (step) => {
    const { command } = step
    const result = updateOf(step)?.result
    const record = command.type === "ReportLookUp" ? command.answer.found : null
    const code = command.type === "ResolvePayment" ? command.confirmationCode : undefined
    const declines = (result?.outcome === "connector-error" && result.answered) || record === "refusal"
    return accepted(step).facts.every((fact) => {
      if (fact.type === "PaymentSucceeded")
        return result?.outcome === "success" || record === "charge" || typeof code === "string"
      if (fact.type === "PaymentDeclined") return declines
      if (fact.type === "PaymentFailed" && fact.cause === "not-charged")
        return record === "nothing" || code === null
      return true
    })
  },
  I7: (step) =>
    effectsOf(step).every((effect) => {
      if (effect.kind !== "CompletePaySession") return true
      const payment = was(step, effect.paymentId)
      const complete = payment?.items.every(({ state }) => state.status === "captured") ?? false
      return payment?.status === "ready" && complete && factsOf(step, "PaymentSubmitted").length === 1
    }),
  I9: (step) =>
    factsOf(step, "PaymentRetried").every(({ paymentId, attempt }) => {
      const payment = was(step, paymentId)
      const tryable = payment !== undefined && (payment.submittedAt === null || payment.status === "declined")
      return tryable && attempt === payment.attempt + 1
    }),
  I10: (step) =>
    payments(step.after).every(
      ({ items }) => items.filter(({ state }) => state.status === "prompted").length <= 1,
    ),
  I11: (step) =>
    effectsOf(step).every((effect) => {
      if (effect.kind !== "CaptureField" || effect.item !== "security-code") return true
      const payment = payments(step.after).find((p) => p.paymentId === effect.paymentId)
      const card = payment && itemOf(payment, "card-number")
      return !card || card.state.status === "captured"
    }),
  I12: (step) => {
    const { typing } = accepted(step)
    return (
      factsOf(step, "FieldCaptured").every(({ item, masked }) => remasked(item, masked)) &&
      (!typing || remasked(typing.item, typing.masked))
    )
  },
  I13: (step) =>
    step.after?.status !== "ended" ||
    (payments(step.after).every((payment) => !isOpen(payment)) &&
      effectsOf(step).every(
        ({ kind }) =>
          kind === "CancelPaySession" ||
          kind === "LookUpOutcome" ||
          (kind === "LeadCall" && step.command.type === "EndWait"),
      )),
  I14: (step) => {
    const { command, after } = step
    if (command.type !== "ReceivePayUpdate" || command.update.updatedAt === null) return true
    const again = decide(command, after)
    return !("refusal" in again) && again.facts.length === 0
  },
  I15: (step) =>
    accepted(step).facts.every((fact) => {
      const cancelled =
        fact.type === "PaymentCancelled" && ["agent", "supervisor", "timeout"].includes(fact.cause)
      const failed = fact.type === "PaymentFailed" && !updateOf(step) && fact.cause !== "not-charged"
      if (!cancelled && !failed) return true
      const sessionSid = was(step, fact.paymentId)?.sessionSid ?? null
      return sessionSid === null || effectsOf(step).some((effect) => effect.kind === "CancelPaySession")
    }),
  I18: (step) => {
    let holder = step.before?.agent?.agentId ?? null
    return accepted(step).facts.every((fact) => {
      if (fact.type === "CallNotAnswered") {
        const had = holder
        holder = null
        return had === fact.agentId && step.before?.status === "ringing" && step.before.payments.length === 0
      }
      if (fact.type !== "CallOffered") return true
      const free = holder === null
      holder = fact.agentId
      return free
    })
  },
  I19: ({ before, after }) =>
    before?.status !== "in-progress" || after?.agent?.agentId === before.agent?.agentId,
  I20: (step) =>
    step.after?.status !== "queued" ||
    step.before?.status === "queued" ||
    effectsOf(step).some(({ kind }) => kind === "EndWait"),
  I16: ({ before, command, decision }) => {
    if (!("by" in command) || "refusal" in decision) return true
    if (command.type === "AttachCall")
      return (
        command.role === "agent" && (before?.status !== "in-progress" || before.agent?.agentId === command.by)
      )
    return "role" in command ? command.role !== "agent" : before?.agent?.agentId === command.by
  },
}

/** I17: what each state waits for, if nobody does anything any more. */
function timerOf(payment: Payment): string | null {
  const { paymentId, attempt, status, lookUp, totalMinor } = payment
  if (isOpen(payment)) return `AwaitSubmit ${paymentId} ${attempt}`
  if (status === "submitting") return `AwaitOutcome ${paymentId} ${attempt}`
  if (!isUnsettled(payment) || totalMinor === 0 || lookUp?.over) return null
  return `LookUpOutcome ${paymentId} ${attempt} ${(lookUp?.tries ?? 0) + 1}`
}

/** I17: no payment hangs. The effects that a history asked for hold the timer of every state it led to. */
export function noneHangs(steps: readonly Step[]): boolean {
  const asked = new Set<string>()
  return steps.every((step) => {
    for (const effect of effectsOf(step))
      if ("attempt" in effect) {
        const { kind, paymentId, attempt } = effect
        asked.add([kind, paymentId, attempt, ...("tries" in effect ? [effect.tries] : [])].join(" "))
      }
    return payments(step.after).every((payment) => {
      const timer = timerOf(payment)
      return timer === null || asked.has(timer)
    })
  })
}

/** I8: what may cost money or opens a session is asked for once per attempt, over the whole history. */
export function onceAnAttempt(steps: readonly Step[]): boolean {
  const costly = steps
    .flatMap(effectsOf)
    .filter(({ kind }) => kind === "StartPaySession" || kind === "CompletePaySession")
    .map((effect) => ("attempt" in effect ? `${effect.kind} ${effect.paymentId} ${effect.attempt}` : ""))
  return new Set(costly).size === costly.length
}
