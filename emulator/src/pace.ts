// How long things take that take time on a real phone line.

/** All in milliseconds. */
export type Pace = {
  /** One key press, counted before its tone is sounded. */
  keyMs: number
  /** The `w` of a digit string: half a second, as in Twilio's SendDigits. */
  keyPauseMs: number
  /** Speech of `<Say>`, per character, and its longest. */
  sayMsPerCharacter: number
  sayLongestMs: number
  /** One `<Play>` of a recording, whatever its true length. */
  playMs: number
  /** What the payment gateway takes to answer. */
  gatewayMs: number
  /** How long POST /emulator/calls/{CallSid}/answer waits for a phone to ring. */
  answerWaitMs: number
  /** How long a caller in an open payment session waits to be asked for an item before keying anyway. */
  promptWaitMs: number
  /** The silence that ends speech where `speechTimeout` is `auto`. */
  speechPauseMs: number
  /** How long a person speaks who answers, and a fax machine until it is known; an answering machine's greeting. */
  helloMs: number
  greetingMs: number
  /** From the end of a waiting document of a queue or conference to its next request. */
  waitLoopMs: number
}

/** Brisk, but long enough for a person to see each step. */
export const defaultPace: Pace = {
  keyMs: 60,
  keyPauseMs: 500,
  sayMsPerCharacter: 20,
  sayLongestMs: 2_500,
  playMs: 1_000,
  gatewayMs: 400,
  answerWaitMs: 5_000,
  promptWaitMs: 2_000,
  speechPauseMs: 1_000,
  helloMs: 800,
  greetingMs: 5_000,
  waitLoopMs: 250,
}
