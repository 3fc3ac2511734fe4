// The attributes of <Number> and <Sip> that ask who answered: machineDetection, its limits, amdStatusCallback.
import { DETECTION_MODES, type MachineDetection } from "../voice/machine-detection.ts"
import { numberAttribute } from "./attributes.ts"
import { readCallback } from "./callback-attribute.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { complain, type Stage } from "./stage.ts"

/** Null where it is not asked for. The phones talk meanwhile: a Dial never waits for the verdict. */
export function readMachineDetection(stage: Stage, noun: TwimlNode): MachineDetection | null {
  const mode = DETECTION_MODES.find((known) => known === noun.attributes.machineDetection)
  if (!mode) return null
  const whole = (name: string, fallback: number, lowest: number, highest: number) =>
    numberAttribute(noun, `machineDetection${name}`, { fallback, lowest, highest }, complain(stage))
  return {
    mode,
    timeoutMs: whole("Timeout", 30, 3, 60) * 1000,
    speechThresholdMs: whole("SpeechThreshold", 2400, 1000, 6000),
    speechEndMs: whole("SpeechEndThreshold", 1200, 500, 5000),
    silenceMs: whole("SilenceTimeout", 5000, 2000, 10_000),
    inBackground: true,
    callback: readCallback(stage, noun, "amdStatusCallback"),
  }
}
