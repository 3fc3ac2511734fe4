// What happened on each call, in order and by party: who asked, posted, answered and keyed what. Digits are masked.
import type { Clock } from "./clock.ts"

/** Who takes part in a call. `server` is the developer's. */
export type Party = "caller" | "agent" | "twilio" | "server" | "gateway"

/** One step. `times` counts repeats in a row, `answer` is empty until there is one. */
export type Step = {
  at: number
  from: Party
  to: Party
  text: string
  detail: string
  answer: string
  /** Something went wrong here. */
  trouble: boolean
  times: number
}

export type Timeline = {
  /** Adds a step to the call that `callSid` is a leg of; answers it, so that its answer can be filled in later. */
  add(callSid: string, step: Pick<Step, "from" | "to" | "text"> & Partial<Step>): Step
  of(callSid: string): readonly Step[]
  forget(callSid: string): void
}

const MOST_OF_A_CALL = 400
const MOST_OF_ALL = 40_000

/** Hides every run of digits that is long enough for a card or account number; phone numbers stand after a +. */
export function maskDigits(text: string): string {
  return text.replace(/(?<![+\d\w])\d{9,}(?!\w)/g, (digits) => "x".repeat(digits.length))
}

/** `rootOf` leads from any leg to the customer's. The oldest calls lose their steps when all have 40,000. */
export function createTimeline(clock: Clock, rootOf: (callSid: string) => string): Timeline {
  const calls = new Map<string, Step[]>()
  let kept = 0
  const forget = (callSid: string) => {
    kept -= calls.get(callSid)?.length ?? 0
    calls.delete(callSid)
  }
  const dropOldest = (newest: string) => {
    for (const callSid of calls.keys()) {
      if (kept <= MOST_OF_ALL || callSid === newest) return
      forget(callSid)
    }
  }
  return {
    add(callSid, given) {
      const root = rootOf(callSid)
      const steps = calls.get(root) ?? []
      if (!calls.has(root)) calls.set(root, steps)
      const step = { at: clock.now(), detail: "", answer: "", trouble: false, times: 1, ...given }
      steps.push(step)
      kept += 1
      if (steps.length > MOST_OF_A_CALL) {
        steps.shift()
        kept -= 1
      }
      if (kept > MOST_OF_ALL) dropOldest(root)
      return step
    },
    of: (callSid) => calls.get(callSid) ?? [],
    forget,
  }
}
