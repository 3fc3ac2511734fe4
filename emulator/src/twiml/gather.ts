// <Gather>: asks for digits and takes them to the action URL (Twilio's documents of the verb).
import { booleanAttribute, methodAttribute, numberAttribute } from "./attributes.ts"
import { collectDigits, type DigitRules } from "./collect-digits.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { speakAll } from "./speak.ts"
import { complain, goTo, type Next, type Stage } from "./stage.ts"

function readRules(stage: Stage, node: TwimlNode): DigitRules {
  const whole = (name: string, fallback: number, lowest: number) =>
    numberAttribute(node, name, { fallback, lowest, highest: Number.MAX_SAFE_INTEGER }, complain(stage))
  const finishOnKey = node.attributes.finishOnKey ?? "#"
  if (finishOnKey.length > 1 || !/^[0-9*#]?$/.test(finishOnKey)) {
    complain(stage)(`<Gather finishOnKey="${finishOnKey}"> is not one key: # is used`, 13310)
  }
  return {
    timeoutMs: whole("timeout", 5, 0) * 1000,
    finishOnKey: /^[0-9*#]?$/.test(finishOnKey) ? finishOnKey : "#",
    most: whole("numDigits", Number.MAX_SAFE_INTEGER, 1),
    bargeIn: booleanAttribute(node, "bargeIn", true),
  }
}

/** Nobody speaks here: a Gather that wants speech says so, and hears nothing but keys. */
function noteSpeech(stage: Stage, node: TwimlNode): void {
  const input = node.attributes.input ?? "dtmf"
  if (!input.includes("speech")) return
  const keys = input.includes("dtmf") ? "only keys are heard" : "the caller stays silent until the timeout"
  stage.world.diary.warn(stage.call.sid, `<Gather input="${input}">: speech is not recognised here, ${keys}`)
}

/**
 * Runs `<Gather>`: prompts, collects, and goes to the action with `Digits`. Without a digit it falls through to the
 * next verb, unless actionOnEmptyResult is set. The default action is the current document's URL.
 */
export async function runGather(stage: Stage, node: TwimlNode): Promise<Next> {
  const { call, world } = stage
  call.answer()
  noteSpeech(stage, node)
  const rules = readRules(stage, node)
  const { digits, finishedOn } = await collectDigits(stage, rules, (signal) =>
    speakAll(stage, node.children, "Gather", signal),
  )
  if (digits === "" && !booleanAttribute(node, "actionOnEmptyResult", false)) return { kind: "on" }
  const action = node.attributes.action ?? stage.document.baseUrl ?? ""
  const errand = goTo(stage, action, methodAttribute(node, "method"), "<Gather action>")
  world.diary.note(call.sid, `<Gather> got ${digits.length} digits`)
  const key =
    world.switches["FinishedOnKey on the Gather action"] === "send"
      ? [["msg", "Gather End"] as const, ["FinishedOnKey", finishedOn] as const]
      : []
  return { kind: "go", errand: { ...errand, params: [["Digits", digits], ...key] } }
}
