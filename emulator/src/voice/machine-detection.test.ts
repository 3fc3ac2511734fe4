// Who is taken for whom, and when: by the length of their speech, the thresholds and the time-out.
import { expect, test } from "vitest"
import { defaultPace } from "../pace.ts"
import { type Answerer, judge, type MachineDetection, type Verdict } from "./machine-detection.ts"

const ENABLE: MachineDetection = {
  mode: "Enable",
  timeoutMs: 30_000,
  speechThresholdMs: 2400,
  speechEndMs: 1200,
  silenceMs: 5000,
  inBackground: false,
  callback: null,
}
const TO_THE_END: MachineDetection = { ...ENABLE, mode: "DetectMessageEnd" }

const trials: [Answerer, MachineDetection, Verdict["answeredBy"], number][] = [
  ["human", ENABLE, "human", 2000],
  ["human", TO_THE_END, "human", 2000],
  ["human", { ...ENABLE, speechEndMs: 500 }, "human", 1300],
  ["machine_start", ENABLE, "machine_start", 2400],
  ["machine_end_silence", { ...ENABLE, speechThresholdMs: 1000 }, "machine_start", 1000],
  ["machine_start", TO_THE_END, "machine_end_beep", 5000],
  ["machine_end_beep", TO_THE_END, "machine_end_beep", 5000],
  ["machine_end_silence", TO_THE_END, "machine_end_silence", 6200],
  ["machine_end_other", TO_THE_END, "machine_end_other", 5000],
  ["machine_start", { ...ENABLE, speechThresholdMs: 6000 }, "human", 6200],
  ["fax", TO_THE_END, "fax", 800],
  ["unknown", ENABLE, "unknown", 5000],
  ["unknown", { ...ENABLE, silenceMs: 2000 }, "unknown", 2000],
  ["machine_end_beep", { ...TO_THE_END, timeoutMs: 3000 }, "unknown", 3000],
]

test.each(trials)("%s with %o is %s after %i ms", (answerer, detection, answeredBy, afterMs) => {
  expect(judge(answerer, detection, defaultPace)).toEqual({ answeredBy, afterMs })
})

test("a person who talks on and on is taken for a machine that does not beep", () => {
  const chatty = { ...defaultPace, helloMs: 4000 }
  expect(judge("human", ENABLE, chatty)).toEqual({ answeredBy: "machine_start", afterMs: 2400 })
  expect(judge("human", TO_THE_END, chatty)).toEqual({ answeredBy: "machine_end_silence", afterMs: 5200 })
})
