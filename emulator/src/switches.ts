// Every question that Twilio's documents leave open, as data: the answers one may choose, and why the first is the default.

import { closest } from "./closest.ts"

type Answer = string | number

/** The first of `answers` is the default. `evidence` says what is known (docs/EMULATOR.md explains its grades). */
type Question = { answers: readonly [Answer, ...Answer[]]; evidence: string }

const ask = <const Answers extends readonly [Answer, ...Answer[]]>(
  evidence: string,
  ...answers: Answers
) => ({
  answers,
  evidence,
})

/** One key per question. Those of the facts' register (section 10) come first. */
export const QUESTIONS = {
  "HTTP status of 64xxx": ask("none; every generic validation error is 400", 400, 403, 422),
  "Payments on ended/not-answered call": ask("none; Calls answers 400/21220", 21220, 64021, 20404),
  "Payments on unknown call": ask("[C] 20404 was seen for Calls", 20404, 21220),
  "Wrong PK or PK of another call": ask("none", 20404, 64021),
  "PCI mode": ask("[D] Pay needs it", "on", "off"),
  "http URLs in PCI mode": ask(
    "[D] 64016, 13337; a host that Twilio cannot reach proves nothing either way",
    "local hosts only",
    "refuse",
    "allow",
  ),
  "PCI mode off": ask("none", 64020, 20003),
  "Unknown connector": ask("[D] 64004 exists, not when it is told", "64004 at create", "64004 on complete"),
  "No connector named and none called Default": ask("[D] one may be named Default", 64004, "the first one"),
  "Second create while open": ask(
    "[D] contradicting: error 64021, and an ErrorType session-in-progress",
    64021,
    "201 and session-in-progress callback",
  ),
  "Create after previous session ended": ask("[D] a new session is needed after cancel", "allow", 64021),
  "Update after end": ask("none; the text of 64021 fits", 64021, 20404),
  "Capture not applicable": ask("none", 64020, "accept and ignore"),
  "CVV before card": ask("[D] an ErrorType, not on which channel", "callback", 64020),
  "Callback on accepted update before digits": ask('[D] "when update request is made"', "send", "none"),
  "PartialResult on final item callback": ask("[D] false; [K] absent in one client's runs", "false", "omit"),
  "Required when empty": ask("[K] both were seen", "empty", "omit"),
  "Per-digit for CVV/expiry": ask("[K] described for the card only", "every digit", "card only"),
  "Digits pressed with no Capture active": ask("none", "ignore", "keep for the next Capture"),
  "Inter-digit timeout": ask("[D] Timeout is between digits", "validate what is there", "input-timeout"),
  "First-digit wait": ask("none; [D] Timeout counts after the first digit", "unlimited", "timeout"),
  "Result for Status=cancel": ask("[?] one client's type", "transaction-cancelled", "omit"),
  "Session after decline": ask("none", "closed", "open"),
  "Hang-up mid-session": ask("[D] PAYRES", "caller-hung-up", "no callback"),
  Star: ask("[D] ends Pay at any time", "caller-interrupted-with-star", "ignore"),
  "Callback failure": ask("[D] one retry on a failed connection", "one retry on connect failure", "no retry"),
  "Idempotency replay": ask("none", "same response, no new effect", "new effect"),
  "GPC timeout": ask("[D] 10 s, up to 5 tries; what then: none", 64002, 64008),
  "64008 vs 64012 on decline": ask("[D] titles only", "64012 when the card is refused", "64008 always"),

  "code of a missing or invalid parameter": ask("none; all three are in the dictionary", 64020, 20001, 20422),
  "ChargeAmount with TokenType": ask(
    "[D] ignored; [K] 64020 was answered once",
    "ignore TokenType",
    "refuse",
  ),
  "which StatusCallback is told": ask(
    "[D] contradicting: of each request, of create",
    "the latest",
    "of create",
  ),
  "half-typed digits when Capture changes": ask("none", "discard", "keep"),
  "first input after a failed match": ask("[D] a sample prompt asks for both again", "asked again", "kept"),
  "leg that stopped ringing unanswered": ask("[D] both words are used", "canceled", "no-answer"),
  "signed URL of default port": ask("[K] back ends differ", "without port", "with port"),
  "certificate of an https URL": ask("[D] an account setting", "must be trusted", "is not checked"),
  "FinishedOnKey on the Gather action": ask("[K] sent, not in the documents", "send", "omit"),
  "recording of a <Play>": ask(
    "[D] fetched, 12300 for what is no audio; [K] an application error without it; ours to do without",
    "fetched",
    "taken as played",
  ),
  "<Pay> in inline Twiml": ask("[K] silently does nothing", "does nothing", "runs"),
  "PaymentError in webhooks": ask("[K] two clients decode it", "as it is", "URL-encoded once more"),
  "maxAttempts of <Pay>": ask("[D] contradicting", "retries", "attempts"),
  "Result on the status callback of <Pay>": ask("[D] on both, or on one", "send", "omit"),
  "Dial of an empty queue": ask("none", "waits", "ends at once"),
  "DialCallStatus after an empty queue": ask("[K] sources differ", "no-answer", "completed"),
  "caller at <Record>": ask("ours: nobody speaks into an emulated phone", "speaks", "stays silent"),
  "From of an outbound call": ask("[D] must be one's own or verified (21210)", "own number", "any"),
  "code of a 4xx or 5xx answer": ask("[D] contradicting: the texts of both codes name it", 11200, 11217),
  "Last-Modified without Cache-Control": ask(
    "[D] cached as ETag and Last-Modified allow, as by a browser; for how long: RFC 9111 suggests a tenth",
    "fresh for a tenth of its age",
    "checked every time",
  ),
  "cards that are no test numbers": ask(
    "ours, not Twilio's: nobody should key a real card",
    "refuse",
    "accept",
  ),
} as const satisfies Record<string, Question>

type Questions = typeof QUESTIONS
export type QuestionName = keyof Questions

/** One answer per question: a misspelt question or an unknown answer does not compile. */
export type Switches = { -readonly [Name in QuestionName]: Questions[Name]["answers"][number] }

const NAMES = Object.keys(QUESTIONS) as QuestionName[]

export const defaultSwitches = Object.fromEntries(
  NAMES.map((name) => [name, QUESTIONS[name].answers[0]]),
) as Switches

/** Reads a change of switches; throws a RangeError that names what is unknown and what could be chosen. */
export function readSwitches(written: unknown): Partial<Switches> {
  if (typeof written !== "object" || written === null || Array.isArray(written)) {
    throw new RangeError(`Switches are a JSON object of questions and answers, e.g. {"PCI mode": "off"}.`)
  }
  for (const [name, value] of Object.entries(written)) {
    const question: Question | undefined = Object.hasOwn(QUESTIONS, name)
      ? QUESTIONS[name as QuestionName]
      : undefined
    if (!question) {
      const meant = closest(name, NAMES, 3).map((one) => `"${one}"`)
      throw new RangeError(
        `There is no switch "${name}": is ${meant.join(" or ")} meant? GET /emulator/switches and docs/EMULATOR.md list all.`,
      )
    }
    if (!question.answers.includes(value)) {
      const choice = question.answers.map((answer) => JSON.stringify(answer)).join(", ")
      throw new RangeError(`The switch "${name}" can be ${choice}, not ${JSON.stringify(value)}.`)
    }
  }
  return written
}

/** Every question with what it is set to. */
export function listSwitches(switches: Switches) {
  return NAMES.map((name) => ({ name, value: switches[name], ...QUESTIONS[name] }))
}
