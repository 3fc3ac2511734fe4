// Collects what a caller keys or says until it is finished, there is enough, or no more comes.
import { type CancelTimer, Interrupted, unlessInterrupted } from "../clock.ts"
import { deferred } from "../deferred.ts"
import { listenToKeys } from "../voice/call.ts"
import type { Stage } from "./stage.ts"

/**
 * What ends the input. `timeoutMs` runs from the end of the prompt, and again from every key; `speechTimeoutMs` from
 * the last words, and `longestSpeechMs` from the first. Null for what is not listened to.
 */
export type InputRules = {
  timeoutMs: number
  bargeIn: boolean
  keys: { finishOnKey: string; most: number } | null
  speech: {
    speechTimeoutMs: number
    longestSpeechMs: number
    /** Told all the words so far, with every word that comes. */
    onPartial: (words: string) => void
  } | null
}

/** Keys or words, whichever came first; `finishedOn` is empty when time or number ended the digits. */
export type Collected =
  | { kind: "digits"; digits: string; finishedOn: string }
  | { kind: "speech"; words: string; confidence: number }

/**
 * Prompts with `prompt`, which the first input interrupts where `bargeIn` says so, and listens meanwhile. Throws
 * Interrupted when the stage's signal aborts. The page is told how many digits came, never which.
 */
export async function collectInput(
  stage: Stage,
  rules: InputRules,
  prompt: (signal: AbortSignal) => Promise<void>,
): Promise<Collected> {
  const { call, world, signal } = stage
  const { keys, speech } = rules
  const came = new AbortController()
  const finished = deferred<Collected>()
  let digits = ""
  let words = ""
  let confidence = 0
  let prompting = true
  let cancelTimer: CancelTimer = () => {}
  let cancelLimit: CancelTimer = () => {}

  const soFar = (): Collected =>
    words === "" ? { kind: "digits", digits, finishedOn: "" } : { kind: "speech", words, confidence }
  const finish = () => finished.resolve(soFar())
  const show = () => {
    const hint = keys?.finishOnKey ? `, ${keys.finishOnKey} ends them` : ""
    const forKeys = keys && words === "" ? `digits (${digits.length} keyed${hint})` : ""
    const forWords = speech && digits === "" ? "words" : ""
    call.showActivity(`Waits for ${[forKeys, forWords].filter((part) => part !== "").join(" or ")}`)
  }
  const startTimer = (milliseconds: number) => {
    cancelTimer()
    if (!prompting) cancelTimer = world.clock.after(milliseconds, finish)
  }
  const quiet = () => startTimer(words === "" ? rules.timeoutMs : (speech?.speechTimeoutMs ?? 0))

  const stopListening = listenToKeys(call, (key) => {
    if (!keys || words !== "") return
    if (rules.bargeIn) came.abort()
    if (key === keys.finishOnKey) return finished.resolve({ kind: "digits", digits, finishedOn: key })
    digits += key
    show()
    if (digits.length >= keys.most) finish()
    else quiet()
  })
  if (speech) {
    call.onSpeech = (said) => {
      if (digits !== "") return
      if (rules.bargeIn) came.abort()
      if (words === "") cancelLimit = world.clock.after(speech.longestSpeechMs, finish)
      for (const word of said.words.split(/\s+/).filter((part) => part !== "")) {
        words = words === "" ? word : `${words} ${word}`
        speech.onPartial(words)
      }
      confidence = said.confidence
      show()
      quiet()
    }
  }
  show()
  try {
    await prompt(AbortSignal.any([signal, came.signal])).catch((error) => {
      if (!(error instanceof Interrupted) || signal.aborted) throw error
    })
    prompting = false
    quiet()
    return await unlessInterrupted(signal, finished.promise)
  } finally {
    cancelTimer()
    cancelLimit()
    stopListening()
    call.onSpeech = null
    call.showActivity("")
  }
}
