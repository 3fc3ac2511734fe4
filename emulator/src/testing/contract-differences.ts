// Where the emulator differs from Twilio's OpenAPI file, and why: the contract test holds it to exactly these lists.

/** A request that is valid by the file and refused by the emulator, the code of the refusal, and why. */
export type Stricter = {
  operation: string
  form: Readonly<Record<string, string>>
  code: number
  why: string
}

/** A parameter whose wrong values the emulator takes, and why. */
export type Looser = { operation: string; parameters: readonly string[]; why: string }

const CALLS = "POST /Calls.json"
const CALL = "POST /Calls/{Sid}.json"
const RECORDING = "POST /Calls/{CallSid}/Recordings/{Sid}.json"
const NUMBERS = "POST /IncomingPhoneNumbers.json"
const NUMBER = "POST /IncomingPhoneNumbers/{Sid}.json"
const QUEUES = "POST /Queues.json"
const PAYMENTS = "POST /Calls/{CallSid}/Payments.json"
const PAYMENT = "POST /Calls/{CallSid}/Payments/{Sid}.json"

const CONFERENCE_RECORDING = "POST /Conferences/{ConferenceSid}/Recordings/{Sid}.json"
const PARTICIPANTS = "POST /Conferences/{ConferenceSid}/Participants.json"
const PARTICIPANT = "POST /Conferences/{ConferenceSid}/Participants/{CallSid}.json"

const RANGE = "the words beside the parameter name this limit, its schema does not"
const ERROR = "Twilio's error dictionary has this error, the schema cannot say it"

export const stricter: readonly Stricter[] = [
  { operation: CALLS, form: { To: "nobody" }, code: 21211, why: ERROR },
  { operation: CALLS, form: { From: "nobody" }, code: 21212, why: ERROR },
  {
    operation: CALLS,
    form: { From: "+15559999999" },
    code: 21210,
    why: `${ERROR}; a number counts as verified when it is the account's or an agent's (switch "From of an outbound call")`,
  },
  {
    operation: CALLS,
    form: { Twiml: "" },
    code: 21205,
    why: "one of Url, Twiml and ApplicationSid is needed",
  },
  {
    operation: CALLS,
    form: { ApplicationSid: `AP${"0".repeat(32)}` },
    code: 21218,
    why: "applications are not emulated, so none is known",
  },
  { operation: CALLS, form: { Twiml: "x".repeat(4001) }, code: 32018, why: RANGE },
  { operation: CALLS, form: { SendDigits: "12E" }, code: 20001, why: RANGE },
  { operation: CALLS, form: { Timeout: "601" }, code: 20001, why: RANGE },
  { operation: CALLS, form: { Record: "true", Trim: "shave" }, code: 20001, why: RANGE },
  { operation: CALLS, form: { Record: "true", RecordingChannels: "many" }, code: 20001, why: RANGE },
  { operation: CALLS, form: { Record: "true", RecordingTrack: "b-side" }, code: 20001, why: RANGE },
  { operation: CALLS, form: { MachineDetection: "Maybe" }, code: 21234, why: RANGE },
  { operation: CALLS, form: { MachineDetectionTimeout: "60" }, code: 21234, why: RANGE },
  { operation: CALLS, form: { MachineDetectionSpeechThreshold: "999" }, code: 21234, why: RANGE },
  { operation: CALLS, form: { MachineDetectionSpeechEndThreshold: "499" }, code: 21234, why: RANGE },
  { operation: CALLS, form: { MachineDetectionSilenceTimeout: "1999" }, code: 21234, why: RANGE },
  { operation: CALLS, form: { AsyncAmd: "maybe" }, code: 20001, why: RANGE },
  { operation: CALL, form: { TimeLimit: "0" }, code: 20001, why: RANGE },
  {
    operation: CALL,
    form: { Status: "canceled" },
    code: 21220,
    why: "only a call that is not answered yet can be canceled: the words beside the parameter say so",
  },
  ...[RECORDING, CONFERENCE_RECORDING].flatMap((operation) =>
    ["processing", "completed", "absent"].map((Status) => ({
      operation,
      form: { Status },
      code: 20001,
      why: "nobody can set it: the words beside the parameter name `stopped`, `paused` and `in-progress`",
    })),
  ),
  { operation: PARTICIPANTS, form: { To: "nobody" }, code: 21211, why: ERROR },
  { operation: PARTICIPANTS, form: { From: "nobody" }, code: 21212, why: ERROR },
  { operation: PARTICIPANTS, form: { From: "+15559999999" }, code: 21210, why: ERROR },
  { operation: PARTICIPANTS, form: { Label: "a/b" }, code: 16024, why: ERROR },
  { operation: PARTICIPANTS, form: { Coaching: "true" }, code: 16002, why: ERROR },
  { operation: PARTICIPANTS, form: { CallSidToCoach: `CA${"0".repeat(32)}` }, code: 16028, why: ERROR },
  { operation: PARTICIPANTS, form: { Timeout: "4" }, code: 20001, why: RANGE },
  { operation: PARTICIPANTS, form: { MaxParticipants: "251" }, code: 20001, why: RANGE },
  { operation: PARTICIPANTS, form: { Beep: "once" }, code: 20001, why: RANGE },
  { operation: PARTICIPANTS, form: { ConferenceRecord: "sometimes" }, code: 20001, why: RANGE },
  { operation: PARTICIPANTS, form: { ConferenceTrim: "all" }, code: 20001, why: RANGE },
  { operation: PARTICIPANTS, form: { JitterBufferSize: "huge" }, code: 20001, why: RANGE },
  { operation: PARTICIPANTS, form: { Region: "mars" }, code: 20001, why: RANGE },
  { operation: PARTICIPANT, form: { Coaching: "true" }, code: 16002, why: ERROR },
  { operation: PARTICIPANT, form: { CallSidToCoach: `CA${"0".repeat(32)}` }, code: 16028, why: ERROR },
  {
    operation: NUMBERS,
    form: { PhoneNumber: "+15550001000" },
    code: 21422,
    why: `${ERROR}: the account has it`,
  },
  { operation: QUEUES, form: { FriendlyName: "x".repeat(65) }, code: 20001, why: RANGE },
  { operation: QUEUES, form: { MaxSize: "5001" }, code: 20001, why: RANGE },
  { operation: PAYMENTS, form: { ChargeAmount: "-1" }, code: 64003, why: ERROR },
  { operation: PAYMENTS, form: { ChargeAmount: "1.234" }, code: 64003, why: ERROR },
  { operation: PAYMENTS, form: { Currency: "XYZ" }, code: 64020, why: "it must be an ISO 4217 code" },
  {
    operation: PAYMENTS,
    form: { Input: "speech" },
    code: 64020,
    why: "`dtmf` is the only input Twilio names",
  },
  { operation: PAYMENTS, form: { PaymentConnector: "Nobody" }, code: 64004, why: ERROR },
  { operation: PAYMENTS, form: { PaymentMethod: "ach-debit" }, code: 64014, why: ERROR },
  { operation: PAYMENTS, form: { BankAccountType: "consumer-checking" }, code: 64017, why: ERROR },
  { operation: PAYMENTS, form: { Timeout: "601" }, code: 64020, why: RANGE },
  { operation: PAYMENTS, form: { ValidCardTypes: "unionpay" }, code: 64020, why: RANGE },
  {
    operation: PAYMENTS,
    form: { StatusCallback: "/relative" },
    code: 64020,
    why: "relative URLs are documented, and known not to work",
  },
  { operation: PAYMENT, form: {}, code: 64018, why: ERROR },
  { operation: PAYMENT, form: { Capture: "postal-code", Status: "cancel" }, code: 64018, why: ERROR },
  {
    operation: PAYMENT,
    form: { Capture: "bank-account-number" },
    code: 64020,
    why: "a card session has no bank account",
  },
  { operation: PAYMENT, form: { Status: "complete" }, code: 64019, why: ERROR },
]

const UNUSED = "taken and not looked at: what it is for is not emulated"

export const looser: readonly Looser[] = [
  {
    operation: CALLS,
    parameters: ["Byoc", "ClientNotificationUrl"],
    why: UNUSED,
  },
  {
    operation: PARTICIPANTS,
    parameters: ["EarlyMedia", "Byoc", "ClientNotificationUrl"],
    why: UNUSED,
  },
  {
    operation: PARTICIPANT,
    parameters: ["Muted"],
    why: "the words beside the parameter: anything but `true` is taken for `false`",
  },
  {
    operation: NUMBER,
    parameters: ["AccountSid"],
    why: "a number cannot be moved: there is one account",
  },
]

/** Fields that are null where the file, which cannot say so beside a reference, knows no null; and when. */
export const nulls: Readonly<Record<string, string>> = {
  reason_conference_ended: "until the conference has ended",
}
