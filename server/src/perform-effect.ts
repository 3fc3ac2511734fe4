// What each effect means: what Twilio is asked, and how its answer comes back to handle. An effect's id is Twilio's
// IdempotencyKey (R4).
import { once } from "node:events"
import { setTimeout as wait } from "node:timers/promises"
import {
  type Call,
  type Command,
  type Effect,
  fold,
  type LookUpAnswer,
  type PayEffect,
  paymentReference,
} from "@agentpay/core"
import type { Handle } from "./handle.ts"
import { leadCaller } from "./lead-caller.ts"
import type { DueEffect, Ledger } from "./ledger/ledger.ts"
import type { ChargeRecord } from "./stripe/charge-record.ts"
import type { RestAnswer, TwilioRest } from "./twilio/rest-client.ts"

export interface PerformEffectParts {
  ledger: Ledger
  handle: Handle
  twilio: TwilioRest
  /** How long a live call waits between two questions whether it still lives, milliseconds. */
  checkAfterMs(call: Call): number
  /** The longest pause before a second try, milliseconds; each further pause may be twice as long. */
  firstPauseMs: number
  /** The gateway's own record of charges, and how long after a submit it may still get one; null when there is no access. */
  lookUps: { record: ChargeRecord; notChargedAfterMs: number } | null
  failed(error: unknown, effect: DueEffect | null): void
  /** The process ends: what waits for another try is given up or given back. */
  stopping: AbortSignal
}

const MOST_TRIES = 5
/** Well within the lease. */
const LOOK_UP_MS = 30_000
const noAnswer: LookUpAnswer = { found: "no-answer", ids: [] }

type Of<K extends PayEffect["kind"]> = Extract<PayEffect, { kind: K }>

/** Returns how to perform one effect. What it throws leaves the effect to its lease. */
export function performEffect(parts: PerformEffectParts): (due: DueEffect) => Promise<unknown> {
  const { ledger, handle, twilio, lookUps, firstPauseMs, stopping } = parts
  /** Full jitter: callers that failed together do not come back together. */
  const pauseMs = (tries: number): number => Math.random() * firstPauseMs * 2 ** (tries - 1)

  /**
   * Asks until there is an answer, each time with the same key. It waits here and not in the ledger, so that later
   * effects of the call do not overtake: Twilio would go back to an item that nobody asks for any more.
   */
  async function ask(due: DueEffect, effect: PayEffect, repeatLost: boolean) {
    for (let tries = 1; ; tries++) {
      const answer = await twilio.pay(due.callSid, effect, due.id)
      const mayRepeat = "again" in answer && (repeatLost || answer.again !== "lost")
      if (!mayRepeat || tries === MOST_TRIES) return answer
      await wait(pauseMs(tries), null, { signal: stopping }).catch(() => {})
      if (stopping.aborted) return answer
    }
  }

  /** Asks what may be repeated at will. Null: the process ends, and the next one will ask. */
  async function insist(due: DueEffect, effect: PayEffect) {
    const answer = await ask(due, effect, true)
    if (!("again" in answer)) return answer
    if (!stopping.aborted) return "unreachable"
    await ledger.postponeEffect(due.id, Date.now())
    return null
  }

  /**
   * A complete may charge, so it is sent again only where it surely had no effect, and never once a taker was lost with
   * it: then the answer comes by callback, or the alarm calls the outcome unknown.
   */
  async function complete(due: DueEffect, effect: Of<"CompletePaySession">): Promise<unknown> {
    if (due.attempts > 1) return ledger.settleEffect(due.id)
    const answer = await ask(due, effect, false)
    const maySucceed = "done" in answer || ("again" in answer && answer.again === "lost")
    if (maySucceed) return ledger.settleEffect(due.id)
    const { paymentId, attempt } = effect
    const why = submitRefusal(answer)
    const report: Command = { type: "ReportSubmit", paymentId, attempt, answer: why, at: Date.now() }
    return handle(due.callSid, report, { settles: due.id })
  }

  async function checkCall({ callSid, id }: DueEffect): Promise<unknown> {
    const call = fold((await ledger.load(callSid)).facts)
    if (!call || call.status === "ended") return ledger.settleEffect(id)
    const answer = await twilio.callOutcome(callSid)
    const at = Date.now()
    const checkAfterMs = parts.checkAfterMs(call)
    if (!("done" in answer)) return ledger.postponeEffect(id, at + checkAfterMs)
    return answer.done === null
      ? handle(callSid, { type: "CallStillThere", checkAfterMs, at }, { settles: id })
      : handle(callSid, { type: "EndCall", outcome: answer.done, at }, { settles: id })
  }

  /** Only read, so it may be asked as often as need be. Without a record to ask, a supervisor has to look. */
  async function lookUpOutcome(
    due: DueEffect,
    effect: Extract<Effect, { kind: "LookUpOutcome" }>,
  ): Promise<unknown> {
    if (!lookUps) return ledger.settleEffect(due.id)
    const { paymentId, attempt, tries, totalMinor, currency, submittedAt } = effect
    const sought = { reference: paymentReference(effect), totalMinor, currency, submittedAt }
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(LOOK_UP_MS)])
    const ended = once(signal, "abort").then(() => noAnswer)
    const asked = lookUps.record.find(sought, signal).catch((error) => {
      if (!signal.aborted) parts.failed(error, due)
      return noAnswer
    })
    const answer = await Promise.race([asked, ended])
    if (stopping.aborted) return ledger.postponeEffect(due.id, Date.now())
    const { notChargedAfterMs } = lookUps
    const of = { paymentId, attempt, tries, notChargedAfterMs, at: Date.now() }
    return handle(due.callSid, { type: "ReportLookUp", answer, ...of }, { settles: due.id })
  }

  const leadCall = leadCaller(parts)

  return async (due) => {
    const { effect } = due
    const report = (command: Command) => handle(due.callSid, command, { settles: due.id })
    switch (effect.kind) {
      case "StartPaySession": {
        const { paymentId, attempt } = effect
        const answer = await insist(due, effect)
        if (answer === null) return
        const said = answer !== "unreachable" && "done" in answer ? answer.done : answer
        return report({ type: "ReportStart", paymentId, attempt, answer: said, at: Date.now() })
      }
      case "CaptureField": {
        const { paymentId, attempt, item } = effect
        const answer = await insist(due, effect)
        if (answer === null) return
        if (answer !== "unreachable" && "done" in answer) return ledger.settleEffect(due.id)
        return report({ type: "ReportCapture", paymentId, attempt, item, answer, at: Date.now() })
      }
      case "CompletePaySession":
        return complete(due, effect)
      case "CancelPaySession":
        // A refusal means that the session is over already: what was wanted.
        if ((await insist(due, effect)) !== null) await ledger.settleEffect(due.id)
        return
      case "AwaitSubmit": {
        const { paymentId, attempt } = effect
        return report({ type: "ExpirePayment", paymentId, attempt, at: Date.now() })
      }
      case "LookUpOutcome":
        return lookUpOutcome(due, effect)
      case "AwaitOutcome": {
        const { paymentId, attempt } = effect
        return report({ type: "GiveUpWaiting", paymentId, attempt, at: Date.now() })
      }
      case "LeadCall":
        return leadCall(due, effect.offer)
      case "EndWait":
        return report({ type: "EndWait", at: Date.now() })
      case "CheckCall":
        return checkCall(due)
    }
  }
}

function submitRefusal(answer: Exclude<RestAnswer<unknown>, { done: unknown }>) {
  return "again" in answer
    ? { refused: "twilio-unreachable" as const, detail: "" }
    : { refused: "submit-refused" as const, detail: answer.detail }
}
