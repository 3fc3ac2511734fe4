// Reads and checks the parameters of calls that REST places or changes (facts 1.11).
import type { Errand } from "../twiml/errand.ts"
import type { Fallback, StatusCallbackTarget } from "../voice/call.ts"
import { mayCallFrom } from "../voice/caller-id.ts"
import { toE164 } from "../voice/phone-number.ts"
import type { OutboundCall } from "../voice/place-outbound-call.ts"
import { SEND_DIGITS } from "../voice/play-digits.ts"
import { readEvents } from "../voice/status-callbacks.ts"
import type { World } from "../world.ts"
import { readMachineDetection } from "./machine-detection-params.ts"
import { readRecordingSettings } from "./recordings-resource.ts"
import { readFlag, readMethod, readUrl, readWhole } from "./request-form.ts"
import { TwilioError } from "./twilio-error.ts"

const LONGEST_TWIML = 4000
const LONGEST_CALL_SECONDS = 86_400

function refuse(code: number, message: string): TwilioError {
  return new TwilioError(400, code, message)
}

/** Where `Url` or `Twiml` sends the call; null when neither was sent. `Twiml` is ignored beside `Url` (32019). */
export function readErrand({ diary }: World, form: URLSearchParams): Errand | null {
  const [url, method] = [readUrl(form, "Url"), readMethod(form, "Method")]
  const twiml = form.get("Twiml") ?? ""
  if (url !== null) {
    if (twiml !== "") diary.warn(null, "Twiml and Url are both set: Url is used", 32019)
    return { kind: "fetch", url, method, params: [] }
  }
  if (twiml === "") return null
  if (twiml.length > LONGEST_TWIML) {
    throw refuse(32018, `Twiml has ${twiml.length} characters; at most ${LONGEST_TWIML} are allowed`)
  }
  return { kind: "inline", twiml }
}

/** Who is told of the call, or null when `StatusCallback` was not sent. */
export function readStatusCallback(form: URLSearchParams): StatusCallbackTarget | null {
  const [url, method] = [readUrl(form, "StatusCallback"), readMethod(form, "StatusCallbackMethod")]
  if (url === null) return null
  return { url, method, events: readEvents(form.getAll("StatusCallbackEvent").join(" ")) }
}

/** Where the call goes when its documents fail, or null when `FallbackUrl` was not sent. */
export function readFallback(form: URLSearchParams): Fallback | null {
  const [url, method] = [readUrl(form, "FallbackUrl"), readMethod(form, "FallbackMethod")]
  return url === null ? null : { url, method }
}

/** Milliseconds, or null when there is no limit. */
export function readTimeLimit(form: URLSearchParams): number | null {
  if ((form.get("TimeLimit") ?? "") === "") return null
  return readWhole(form, "TimeLimit", { fallback: 1, lowest: 1, highest: LONGEST_CALL_SECONDS }) * 1000
}

/** A phone number as E.164, a client or a SIP address as they are; null for anything else. */
function readEndpoint(written: string): string | null {
  if (/^(client|sip|sips):\S+$/i.test(written)) return written
  return toE164(written)
}

/** Whether the CallToken is of a call that came from this number: then it may be shown on. */
function vouched({ calls }: World, token: string | null, from: string): boolean {
  if (!token) return false
  return [...calls.values()].some((call) => {
    return call.direction === "inbound" && call.token === token && call.from === from
  })
}

function readEnds(world: World, form: URLSearchParams): { to: string; from: string } {
  const [toWritten, fromWritten] = [form.get("To")?.trim() ?? "", form.get("From")?.trim() ?? ""]
  if (toWritten === "") throw refuse(21201, "No 'To' number is specified")
  if (fromWritten === "") throw refuse(21213, "Caller phone number is required: 'From' is missing")
  const to = readEndpoint(toWritten)
  if (to === null)
    throw refuse(21211, `The phone number you are attempting to call, ${toWritten}, is not valid.`)
  const from = readEndpoint(fromWritten)
  if (from === null || (to.startsWith("+") && !from.startsWith("+"))) {
    throw refuse(21212, `The 'From' number ${fromWritten} is not a valid phone number`)
  }
  if (!mayCallFrom(world, from) && !vouched(world, form.get("CallToken"), from)) {
    const own = [...world.numbers.keys()].join(", ")
    throw refuse(21210, `The 'From' number ${from} is neither yours nor verified: there is ${own}`)
  }
  return { to, from }
}

/** What to run once it is answered; an application is never known, because none is emulated. */
function readFirst(world: World, form: URLSearchParams): Errand {
  const application = form.get("ApplicationSid") ?? ""
  if (application !== "") throw refuse(21218, `ApplicationSid ${application} is not valid: none is emulated`)
  const first = readErrand(world, form)
  if (first === null) throw refuse(21205, "Url parameter is required (or Twiml, or ApplicationSid)")
  return first
}

function readSendDigits(form: URLSearchParams): string {
  const digits = form.get("SendDigits") ?? ""
  if (!SEND_DIGITS.test(digits)) throw refuse(20001, `SendDigits is not valid: ${digits}`)
  return digits
}

/** What calls and participants are placed with alike; `lowest` is the shortest Timeout in seconds, `amd` a callback's name. */
export function readPlacement(
  world: World,
  form: URLSearchParams,
  { lowest, amd }: { lowest: number; amd: "AsyncAmd" | "Amd" },
): Omit<OutboundCall, "first" | "fallback" | "sendDigits"> {
  const recording = readRecordingSettings(form, "OutboundAPI")
  return {
    ...readEnds(world, form),
    statusCallback: readStatusCallback(form),
    timeoutMs: readWhole(form, "Timeout", { fallback: 60, lowest, highest: 600 }) * 1000,
    timeLimitMs: readTimeLimit(form),
    recording: readFlag(form, "Record", false) ? recording : null,
    machineDetection: readMachineDetection(form, amd),
  }
}

/** All that a call can be placed with; throws the TwilioError that fits. */
export function readOutboundCall(world: World, form: URLSearchParams): OutboundCall {
  return {
    ...readPlacement(world, form, { lowest: 1, amd: "AsyncAmd" }),
    first: readFirst(world, form),
    fallback: readFallback(form),
    sendDigits: readSendDigits(form),
  }
}
