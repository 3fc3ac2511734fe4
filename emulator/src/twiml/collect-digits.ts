// Collects keys of a phone until one finishes them, there are enough, or no more come.
import { type CancelTimer, Interrupted, unlessInterrupted } from "../clock.ts"
import { deferred } from "../deferred.ts"
import { listenToKeys } from "../voice/call.ts"
import type { Stage } from "./stage.ts"

/** What ends the digits. `timeoutMs` runs from the end of the prompt, and again from every key. */
export type DigitRules = { timeoutMs: number; finishOnKey: string; most: number; bargeIn: boolean }

/** The digits before the finish key; `finishedOn` is empty when time or number ended them. */
export type Collected = { digits: string; finishedOn: string }

/**
 * Prompts with `prompt`, which the first key interrupts where `bargeIn` says so, and listens meanwhile. Throws
 * Interrupted when the stage's signal aborts. The page is told how many digits came, never which.
 */
export async function collectDigits(
  stage: Stage,
  rules: DigitRules,
  prompt: (signal: AbortSignal) => Promise<void>,
): Promise<Collected> {
  const { call, world, signal } = stage
  const keyed = new AbortController()
  const finished = deferred<Collected>()
  let digits = ""
  let prompting = true
  let cancelTimer: CancelTimer = () => {}
  const show = () => {
    const hint = rules.finishOnKey === "" ? "" : `, ${rules.finishOnKey} ends them`
    call.showActivity(`Waits for digits (${digits.length} keyed${hint})`)
  }
  const restartTimer = () => {
    cancelTimer()
    if (!prompting)
      cancelTimer = world.clock.after(rules.timeoutMs, () => finished.resolve({ digits, finishedOn: "" }))
  }
  const stopListening = listenToKeys(call, (key) => {
    if (rules.bargeIn) keyed.abort()
    if (key === rules.finishOnKey) return finished.resolve({ digits, finishedOn: key })
    digits += key
    show()
    if (digits.length >= rules.most) finished.resolve({ digits, finishedOn: "" })
    else restartTimer()
  })
  show()
  try {
    await prompt(AbortSignal.any([signal, keyed.signal])).catch((error) => {
      if (!(error instanceof Interrupted) || signal.aborted) throw error
    })
    prompting = false
    restartTimer()
    return await unlessInterrupted(signal, finished.promise)
  } finally {
    cancelTimer()
    stopListening()
    call.showActivity("")
  }
}
