// <Dial> of phones: <Number>, <Client> and <Sip>, or a number as its own text (facts 4.4, 4.5).
import type { StatusCallbackTarget } from "../voice/call.ts"
import { mayCallFrom } from "../voice/caller-id.ts"
import { type Conversation, converse } from "../voice/conversation.ts"
import { toE164 } from "../voice/phone-number.ts"
import { SEND_DIGITS, SENDABLE } from "../voice/play-digits.ts"
import { recordedParams } from "../voice/recorded.ts"
import { startRecording, stopRecording } from "../voice/recordings.ts"
import { type Dialled, type Rung, ringPhones } from "../voice/ring-phones.ts"
import { readEvents } from "../voice/status-callbacks.ts"
import type { FormParams } from "../webhook/signature.ts"
import { methodAttribute } from "./attributes.ts"
import { readCallback } from "./callback-attribute.ts"
import { type DialOutcome, unreached } from "./dial-outcome.ts"
import type { DialSettings } from "./dial-settings.ts"
import { readMachineDetection } from "./machine-detection-attributes.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { complain, type Finish, goTo, type Stage } from "./stage.ts"

const MOST_NOUNS = 10
const CALLER_ID = /^(\+?[0-9]{3,15}|client:.+|sips?:.+)$/

/**
 * The caller's own number may always be shown on, and the one they called; another must be one's own. Who calls from
 * a client has no number to show to a phone (13214).
 */
function isCallerId({ world, call }: Stage, written: string, phones: readonly Dialled[]): boolean {
  if (!CALLER_ID.test(written)) return false
  if (written.startsWith("client:") && phones.some(({ to }) => to.startsWith("+"))) return false
  return written === call.from || written === call.to || mayCallFrom(world, written)
}

function statusTarget(stage: Stage, noun: TwimlNode): StatusCallbackTarget | null {
  const callback = readCallback(stage, noun, "statusCallback")
  return callback && { ...callback, events: readEvents(noun.attributes.statusCallbackEvent ?? "") }
}

function sipAddress(written: string): string | null {
  return /^sips?:[^@\s]+@?\S+$/.test(written) ? written : null
}

/** Where a noun rings: a number as E.164, `client:ada`, `sip:ada@example.com`; null, with error 13223, for none. */
function addressOf(stage: Stage, noun: TwimlNode): string | null {
  const identity = noun.children.find((child) => child.name === "Identity")?.text ?? noun.text
  if (noun.name === "Client" && identity !== "") return `client:${identity}`
  const address = noun.name === "Sip" ? sipAddress(noun.text) : toE164(noun.text)
  if (noun.name !== "Client" && address !== null) return address
  const code = noun.name === "Sip" ? 13243 : 13223
  stage.world.diary.fail(stage.call.sid, `<Dial><${noun.name}> cannot call "${noun.text}"`, code)
  return null
}

function sendDigitsOf(stage: Stage, noun: TwimlNode): string {
  const written = noun.attributes.sendDigits ?? ""
  if (SEND_DIGITS.test(written)) return written
  complain(stage)(`<Number sendDigits="${written}"> is not ${SENDABLE}: nothing is sent`, 13222)
  return ""
}

/** The phones that a Dial names; what is no phone is left out. */
function readPhones(stage: Stage, node: TwimlNode): Dialled[] {
  const nouns = node.children.filter((child) => ["Number", "Client", "Sip"].includes(child.name))
  for (const other of node.children) {
    if (!nouns.includes(other)) complain(stage)(`<${other.name}> does not belong into <Dial>: it is skipped`)
  }
  const own: TwimlNode = { name: "Number", attributes: {}, text: node.text, children: [] }
  const named = nouns.length > 0 || node.text === "" ? nouns.slice(0, MOST_NOUNS) : [own]
  return named.flatMap((noun) => {
    const to = addressOf(stage, noun)
    const { url } = noun.attributes
    const whisper = url ? goTo(stage, url, methodAttribute(noun, "method"), `<${noun.name} url>`) : null
    if (to === null) return []
    const sendDigits = sendDigitsOf(stage, noun)
    const machineDetection = readMachineDetection(stage, noun)
    return [{ to, whisper, status: statusTarget(stage, noun), sendDigits, machineDetection }]
  })
}

/** All at once, or one after the other, each for the whole time-out. */
async function ring(stage: Stage, settings: DialSettings, phones: readonly Dialled[]): Promise<Rung> {
  const { world, call, signal } = stage
  const { callerId, timeoutMs } = settings
  const ask = (some: readonly Dialled[]) =>
    ringPhones(world, { caller: call, callerId, phones: some, timeoutMs, signal })
  if (!settings.sequential) return ask(phones)
  const [first, ...others] = phones
  let rung = await ask(first ? [first] : [])
  for (const phone of others) {
    if (rung.answered || signal.aborted) break
    rung = await ask([phone])
  }
  return rung
}

function outcomeOf({ status, child, bridged }: Conversation, more: FormParams): DialOutcome {
  const seconds = child?.answeredAt ? child.seconds : null
  return { status, callSid: child?.sid ?? null, seconds, bridged, more }
}

/**
 * Rings, joins the first that answers, and records where asked. Never throws for a phone that cannot be rung. Answers
 * a Finish where the phone referred the caller: the documents of referUrl have led on instead. Throws as they do.
 */
export async function dialPhones(
  stage: Stage,
  node: TwimlNode,
  settings: DialSettings,
): Promise<DialOutcome | Finish> {
  const { world, call, signal } = stage
  const phones = readPhones(stage, node)
  if (!isCallerId(stage, settings.callerId, phones)) {
    const text = `<Dial callerId="${settings.callerId}"> is no number of the account, nor a verified one`
    world.diary.fail(call.sid, text, 13214)
    return unreached("failed")
  }
  if (phones.length === 0) return unreached("failed")
  const { record, timeLimitMs, hangupOnStar } = settings
  const early = record?.from === "ringing" ? startRecording(world, call, record.settings) : null
  if (settings.ringTone !== null) call.hear("signal", `Ringing tone, ${settings.ringTone}`)
  const rung = await ring(stage, settings, phones)
  const recording = early ?? (rung.answered && record ? startRecording(world, call, record.settings) : null)
  const stop = () => recording && stopRecording(world, recording)
  // A phone that refers the caller may be gone long before the Dial is over.
  if (rung.answered) rung.child.gone.addEventListener("abort", stop)
  const { follow } = stage
  const { refer, answerOnBridge } = settings
  const ask = { caller: call, rung, timeLimitMs, hangupOnStar, refer, answerOnBridge, follow, signal }
  const conversation = await converse(world, ask)
  stop()
  if (conversation.finish) return conversation.finish
  return outcomeOf(conversation, recording ? recordedParams(world, recording) : [])
}
