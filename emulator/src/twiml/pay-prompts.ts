// What <Pay> says before each item: the <Prompt> of the document that fits best, else a text of ours.
import { askFor, type PayStep } from "../pay/pay-words.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { speakAll } from "./speak.ts"
import type { Stage } from "./stage.ts"

/** Where the customer stands: `errorType` is why the step is repeated, empty at its first attempt. */
export type Asking = { step: PayStep; errorType: string; attempt: number; cardType: string }

/** How many of a Prompt's conditions hold; null when one does not. Facts 2.7: here a time-out is called `timeout`. */
function fit(prompt: TwimlNode, asking: Asking): number | null {
  const { errorType, attempt, cardType } = prompt.attributes
  const error = asking.errorType === "input-timeout" ? "timeout" : asking.errorType
  const conditions = [
    [errorType, error],
    [attempt, String(asking.attempt)],
    [cardType, asking.cardType],
  ] as const
  const given = conditions.filter(([written]) => written !== undefined && written !== "")
  return given.every(([written = "", actual]) => written.split(/\s+/).includes(actual)) ? given.length : null
}

/** Whether a Prompt is for this step: the one with requireMatchingInputs asks for the same item a second time. */
export function isFor(prompt: TwimlNode, step: PayStep): boolean {
  const named = prompt.attributes.for
  const again = prompt.attributes.requireMatchingInputs?.toLowerCase() === "true"
  return prompt.name === "Prompt" && (named === step ? !again : again && `${named}-matcher` === step)
}

/** The Prompt with the most conditions that all hold, the first of equals; null where none fits. */
function choosePrompt(pay: TwimlNode, asking: Asking): TwimlNode | null {
  const named = pay.children.filter((node) => isFor(node, asking.step))
  let best: { node: TwimlNode; score: number } | null = null
  for (const node of named) {
    const score = fit(node, asking)
    if (score !== null && (best === null || score > best.score)) best = { node, score }
  }
  return best?.node ?? null
}

/** Says the prompt to its end, or ours in `language`; throws Interrupted when `signal` aborts first. */
export function sayPrompt(
  stage: Stage,
  pay: TwimlNode,
  language: string,
  asking: Asking,
  signal: AbortSignal,
): Promise<void> {
  const chosen = choosePrompt(pay, asking)
  if (chosen) return speakAll(stage, chosen.children, "Prompt", signal)
  const text = askFor(language, asking.step, asking.errorType)
  return speakAll(stage, [{ name: "Say", attributes: {}, text, children: [] }], "Pay", signal)
}
