// Reads how a call or a participant that REST calls finds out who answered: `MachineDetection` and its limits, `AsyncAmd`.
import { DETECTION_MODES, type MachineDetection } from "../voice/machine-detection.ts"
import { readFlag, readMethod, readUrl, readWhole } from "./request-form.ts"
import { TwilioError } from "./twilio-error.ts"

/** "Invalid Machine Detection configuration value". */
const INVALID_VALUE = 21234

function readMode(form: URLSearchParams): MachineDetection["mode"] | null {
  const written = form.get("MachineDetection") ?? ""
  const mode = DETECTION_MODES.find((known) => known === written)
  if (mode || written === "") return mode ?? null
  throw new TwilioError(
    400,
    INVALID_VALUE,
    `MachineDetection must be ${DETECTION_MODES.join(" or ")}: ${written}`,
  )
}

/**
 * Null where none is asked for, and beside `SendDigits`, as Twilio says; throws 400/21234. `callback` begins the name
 * of its status callback: `Amd` for a participant of a conference, who enters it meanwhile.
 */
export function readMachineDetection(
  form: URLSearchParams,
  callback: "AsyncAmd" | "Amd",
): MachineDetection | null {
  const whole = (name: string, fallback: number, lowest: number, highest: number) =>
    readWhole(form, `MachineDetection${name}`, { fallback, lowest, highest, code: INVALID_VALUE })
  const mode = readMode(form)
  const url = readUrl(form, `${callback}StatusCallback`)
  const method = readMethod(form, `${callback}StatusCallbackMethod`)
  const detection = {
    timeoutMs: whole("Timeout", 30, 3, 59) * 1000,
    speechThresholdMs: whole("SpeechThreshold", 2400, 1000, 6000),
    speechEndMs: whole("SpeechEndThreshold", 1200, 500, 5000),
    silenceMs: whole("SilenceTimeout", 5000, 2000, 10_000),
    inBackground: callback === "Amd" || readFlag(form, "AsyncAmd", false),
    callback: url === null ? null : { url, method },
  }
  return mode === null || form.get("SendDigits") ? null : { mode, ...detection }
}
