// Which attributes TwiML elements have; what Twilio's schema does not know is warned of.
import { BEEPS, REGIONS } from "../voice/conference/conference.ts"
import { DETECTION_MODES } from "../voice/machine-detection.ts"
import { attributeCode } from "./attribute-codes.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { complain, type Stage } from "./stage.ts"

const RECORDING =
  "recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent recordingConfigurationId trim"
const STATUS = "statusCallback statusCallbackMethod statusCallbackEvent"
const MACHINE =
  "machineDetection machineDetectionTimeout machineDetectionSpeechThreshold machineDetectionSpeechEndThreshold machineDetectionSilenceTimeout amdStatusCallback amdStatusCallbackMethod"

/** As in the official helper library. Elements that are not listed, e.g. SSML, may have any. */
export const ATTRIBUTES: Readonly<Record<string, string>> = {
  Say: "voice language loop",
  Play: "loop digits",
  Pause: "length",
  Gather:
    "input action method timeout speechTimeout maxSpeechTime finishOnKey numDigits partialResultCallback partialResultCallbackMethod language hints profanityFilter bargeIn debug actionOnEmptyResult speechModel enhanced",
  Dial: `action method timeout hangupOnStar timeLimit callerId record recordingTrack answerOnBridge ringTone sequential referUrl referMethod events passports ${RECORDING}`,
  Number: `url method sendDigits byoc ${STATUS} ${MACHINE}`,
  Client: `url method ${STATUS}`,
  Sip: `username password url method ${STATUS} ${MACHINE}`,
  Queue: "url method reservationSid postWorkActivitySid",
  Conference: `muted beep startConferenceOnEnter endConferenceOnExit waitUrl waitMethod maxParticipants record region coach participantLabel jitterBufferSize eventCallbackUrl ${STATUS} ${RECORDING}`,
  Enqueue: "action maxQueueSize method waitUrl waitUrlMethod workflowSid",
  Leave: "",
  Record: `action method timeout finishOnKey maxLength playBeep transcribe transcribeCallback ${RECORDING}`,
  Reject: "reason",
  Redirect: "method",
  Hangup: "",
  Pay: "input action statusCallback statusCallbackMethod paymentConnector paymentMethod tokenType chargeAmount currency description bankAccountType timeout maxAttempts minPostalCodeLength postalCode securityCode validCardTypes language requireMatchingInputs confirmation",
  Prompt: "for errorType cardType attempt requireMatchingInputs",
  Parameter: "name value",
}

const BOOLEANS: Readonly<Record<string, string>> = {
  Gather: "profanityFilter bargeIn debug actionOnEmptyResult enhanced",
  Dial: "hangupOnStar answerOnBridge sequential",
  Conference: "muted startConferenceOnEnter endConferenceOnExit",
  Record: "playBeep transcribe",
  Pay: "securityCode confirmation",
}

/** Attributes that have one of a few values. */
const CHOICES: Readonly<Record<string, string>> = {
  "Conference beep": BEEPS.join(" "),
  "Conference record": "do-not-record record-from-start true false",
  "Conference trim": "trim-silence do-not-trim true false",
  "Conference region": REGIONS.join(" "),
  "Conference jitterBufferSize": "small medium large off",
  "Number machineDetection": DETECTION_MODES.join(" "),
  "Sip machineDetection": DETECTION_MODES.join(" "),
}

/** Why the value of an attribute is wrong, apart from numbers, which are judged where they are read; null when right. */
function fault(element: string, name: string, value: string): string | null {
  const allowed = ATTRIBUTES[element]
  if (allowed === undefined) return null
  if (!allowed.split(" ").includes(name)) return `<${element}> has no attribute ${name}: it is ignored`
  if (/method$/i.test(name) && name !== "paymentMethod" && !/^(GET|POST)$/i.test(value)) {
    return `<${element} ${name}="${value}"> must be GET or POST: POST is used`
  }
  if (BOOLEANS[element]?.split(" ").includes(name) && !/^(true|false)$/i.test(value)) {
    return `<${element} ${name}="${value}"> must be true or false: its default is used`
  }
  const choice = CHOICES[`${element} ${name}`]
  if (choice !== undefined && !choice.split(" ").includes(value)) {
    return `<${element} ${name}="${value}"> must be one of ${choice}: its default is used`
  }
  return null
}

/** Warns of every attribute of these elements, and of those in them, that Twilio's schema does not know. */
export function checkSchema(stage: Stage, nodes: readonly TwimlNode[]): void {
  for (const node of nodes) {
    for (const [name, value] of Object.entries(node.attributes)) {
      const text = fault(node.name, name, value)
      if (text !== null) complain(stage)(text, attributeCode(node.name, name))
    }
    checkSchema(stage, node.children)
  }
}
