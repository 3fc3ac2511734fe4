// Who picked up, a person or a machine, as Twilio judges it: by how long they speak. The source is
// https://www.twilio.com/docs/voice/answering-machine-detection.
import type { Pace } from "../pace.ts"

/**
 * Who picks up, in the words of `AnsweredBy`. Those of a machine say how its greeting ends; `unknown` says nothing.
 */
export const ANSWERERS = [
  "human",
  "machine_start",
  "machine_end_beep",
  "machine_end_silence",
  "machine_end_other",
  "fax",
  "unknown",
] as const

export type Answerer = (typeof ANSWERERS)[number]

/** `Enable` tells a machine as soon as it is one, `DetectMessageEnd` when its greeting is over. */
export const DETECTION_MODES = ["Enable", "DetectMessageEnd"] as const

export type MachineDetection = {
  mode: (typeof DETECTION_MODES)[number]
  /** After which nobody knows. */
  timeoutMs: number
  /** Who speaks longer at a stretch is a machine. */
  speechThresholdMs: number
  /** The silence that ends a stretch of speech. */
  speechEndMs: number
  /** Of silence from the start, after which nobody knows. */
  silenceMs: number
  /** Whether the call goes on meanwhile and `callback` is told; else the voice URL is, and asked no sooner. */
  inBackground: boolean
  callback: { url: string; method: "GET" | "POST" } | null
}

/** What Twilio says of who picked up, and how long after the answer. */
export type Verdict = { answeredBy: Answerer; afterMs: number }

function listen(answerer: Answerer, detection: MachineDetection, pace: Pace): Verdict {
  if (answerer === "unknown") return { answeredBy: "unknown", afterMs: detection.silenceMs }
  if (answerer === "fax") return { answeredBy: "fax", afterMs: pace.helloMs }
  const spokenMs = answerer === "human" ? pace.helloMs : pace.greetingMs
  if (spokenMs < detection.speechThresholdMs) {
    return { answeredBy: "human", afterMs: spokenMs + detection.speechEndMs }
  }
  if (detection.mode === "Enable") {
    return { answeredBy: "machine_start", afterMs: detection.speechThresholdMs }
  }
  // Who talks like a machine but is none does not beep either; a machine of which nothing else is said does.
  const endings = { human: "machine_end_silence", machine_start: "machine_end_beep" } as const
  const answeredBy = answerer === "human" || answerer === "machine_start" ? endings[answerer] : answerer
  const silenceMs = answeredBy === "machine_end_silence" ? detection.speechEndMs : 0
  return { answeredBy, afterMs: spokenMs + silenceMs }
}

/** The verdict on who really picked up. A greeting shorter than the threshold is taken for a person's, as by Twilio. */
export function judge(answerer: Answerer, detection: MachineDetection, pace: Pace): Verdict {
  const verdict = listen(answerer, detection, pace)
  if (verdict.afterMs <= detection.timeoutMs) return verdict
  return { answeredBy: "unknown", afterMs: detection.timeoutMs }
}
