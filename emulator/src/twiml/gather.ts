// <Gather>: asks for digits or words and takes them to the action URL (Twilio's documents of the verb).
import { postStatusCallback } from "../voice/status-callbacks.ts"
import { standardVoiceParams } from "../voice/voice-params.ts"
import type { FormParams } from "../webhook/signature.ts"
import { goToAction } from "./action.ts"
import { attributeCode } from "./attribute-codes.ts"
import { booleanAttribute, methodAttribute, numberAttribute } from "./attributes.ts"
import { type Collected, collectInput, type InputRules } from "./collect-input.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { requireHttps } from "./require-https.ts"
import { speakAll } from "./speak.ts"
import { complain, goTo, type Next, type Stage } from "./stage.ts"

const LONGEST_SPEECH_S = 60

/** A whole number of `name`; `auto`, which is for speech, counts as `fallback`. */
function whole(stage: Stage, node: TwimlNode, name: string, fallback: number, lowest: number): number {
  if (node.attributes[name] === "auto") return fallback
  const limits = { fallback, lowest, highest: Number.MAX_SAFE_INTEGER }
  return numberAttribute(node, name, limits, complain(stage))
}

function readKeys(stage: Stage, node: TwimlNode): InputRules["keys"] {
  const finishOnKey = node.attributes.finishOnKey ?? "#"
  const right = /^[0-9*#]?$/.test(finishOnKey)
  if (!right) complain(stage)(`<Gather finishOnKey="${finishOnKey}"> is not one key: # is used`, 13310)
  return {
    finishOnKey: right ? finishOnKey : "#",
    most: whole(stage, node, "numDigits", Number.MAX_SAFE_INTEGER, 1),
  }
}

/** Tells the partialResultCallback what was understood so far; its answers are not waited for, nor run. */
function partialResults(stage: Stage, node: TwimlNode): (words: string) => void {
  const written = node.attributes.partialResultCallback
  if (!written) return () => {}
  const method = methodAttribute(node, "partialResultCallbackMethod")
  const { url } = goTo(stage, written, method, "<Gather partialResultCallback>")
  const { world, call } = stage
  let sequenceNumber = 0
  let previous = Promise.resolve()
  return (words) => {
    const params: FormParams = [
      ...standardVoiceParams(world.account.sid, call),
      ["UnstableSpeechResult", words],
      ["StableSpeechResult", ""],
      ["Stability", "0.9"],
      ["SequenceNumber", String(sequenceNumber++)],
    ]
    previous = previous.then(() => postStatusCallback(world, call, { url, method }, params))
  }
}

function readSpeech(stage: Stage, node: TwimlNode, timeoutMs: number): InputRules["speech"] {
  const { speechPauseMs } = stage.world.pace
  const auto = node.attributes.speechTimeout === "auto"
  return {
    // Its default is the value of timeout.
    speechTimeoutMs: auto ? speechPauseMs : whole(stage, node, "speechTimeout", timeoutMs / 1000, 1) * 1000,
    longestSpeechMs: whole(stage, node, "maxSpeechTime", LONGEST_SPEECH_S, 1) * 1000,
    onPartial: partialResults(stage, node),
  }
}

function readRules(stage: Stage, node: TwimlNode): InputRules {
  const inputs = (node.attributes.input ?? "dtmf").split(/\s+/)
  const unknown = inputs.filter((input) => !["dtmf", "speech"].includes(input))
  if (unknown.length > 0) {
    const text = `<Gather input="${unknown.join(" ")}"> is unknown: dtmf is used`
    complain(stage)(text, attributeCode("Gather", "input"))
    inputs.push("dtmf")
  }
  const timeoutMs = whole(stage, node, "timeout", 5, 0) * 1000
  return {
    timeoutMs,
    bargeIn: booleanAttribute(node, "bargeIn", true),
    keys: inputs.includes("dtmf") ? readKeys(stage, node) : null,
    speech: inputs.includes("speech") ? readSpeech(stage, node, timeoutMs) : null,
  }
}

/** What the action is told of the input; `listened` to nothing but speech, an empty result is an empty SpeechResult. */
function inputParams(stage: Stage, collected: Collected, rules: InputRules): FormParams {
  if (collected.kind === "speech") {
    return [
      ["SpeechResult", collected.words],
      ["Confidence", String(collected.confidence)],
    ]
  }
  if (!rules.keys) return [["SpeechResult", ""]]
  const key: FormParams =
    stage.world.switches["FinishedOnKey on the Gather action"] === "send"
      ? [
          ["msg", "Gather End"],
          ["FinishedOnKey", collected.finishedOn],
        ]
      : []
  return [["Digits", collected.digits], ...key]
}

/**
 * Runs `<Gather>`: prompts, collects, and goes to the action with `Digits` or `SpeechResult`. Without either it falls
 * through to the next verb, unless actionOnEmptyResult is set. The default action is the current document's URL.
 */
export async function runGather(stage: Stage, node: TwimlNode): Promise<Next> {
  const { call, world } = stage
  call.answer()
  const action = node.attributes.action ?? stage.document.baseUrl ?? ""
  if (node.attributes.action) {
    requireHttps(world, goToAction(stage, node, action).url, "<Gather action>", 13337)
  }
  const rules = readRules(stage, node)
  const collected = await collectInput(stage, rules, (signal) =>
    speakAll(stage, node.children, "Gather", signal),
  )
  const empty = collected.kind === "digits" && collected.digits === ""
  if (empty && !booleanAttribute(node, "actionOnEmptyResult", false)) return { kind: "on" }
  const got = collected.kind === "digits" ? `${collected.digits.length} digits` : "speech"
  world.diary.note(call.sid, `<Gather> got ${got}`)
  const errand = goToAction(stage, node, action)
  return { kind: "go", errand: { ...errand, params: inputParams(stage, collected, rules) } }
}
