// A payment's and a call's state in a few words, the same on the desk, in the lists and on the board.
import {
  type Call,
  type CallOutcome,
  type CancelCause,
  type FailureCause,
  itemNames,
  type LookUp,
  type Payment,
  type Person,
  promptedItem,
} from "@agentpay/core"
import type { Tone } from "./state-text.tsx"

export interface StateWords {
  words: string
  tone: Tone
}

export function callState(call: Call): StateWords {
  switch (call.status) {
    case "ringing":
      return { words: "Ringing", tone: "busy" }
    case "queued":
      return { words: "Waiting for an agent", tone: "unsure" }
    case "in-progress":
      return { words: "On the call", tone: "good" }
    case "ended":
      // How a call that was answered came to its end is the phone company's business.
      if (call.answeredAt !== null && call.outcome !== "released")
        return { words: endWords.completed, tone: "idle" }
      return { words: endWords[call.outcome], tone: "idle" }
  }
}

const endWords: Record<CallOutcome, string> = {
  completed: "Call ended",
  busy: "Call ended: the agent's phone was busy",
  "no-answer": "Call ended: nobody answered",
  failed: "Call ended: the agent's phone could not be reached",
  canceled: "Call ended: the caller hung up first",
  released: "Call let go",
}

export function paymentState(payment: Payment): StateWords {
  switch (payment.status) {
    case "opening":
      return { words: "Opening the session", tone: "busy" }
    case "capturing": {
      const item = promptedItem(payment)
      return item
        ? { words: `Asking for the ${itemInSentence(item)}`, tone: "busy" }
        : { words: "Waiting for the agent", tone: "unsure" }
    }
    case "ready":
      return { words: "Ready to submit", tone: "busy" }
    case "submitting":
      return { words: "Submitting", tone: "busy" }
    case "succeeded":
      return { words: payment.totalMinor === 0 ? "Card stored" : "Paid", tone: "good" }
    case "declined":
      return { words: "Declined", tone: "bad" }
    case "cancelled":
      return { words: "Cancelled", tone: "idle" }
    case "failed":
      return { words: "Failed", tone: "bad" }
    case "unknown":
      return { words: "Outcome unknown", tone: "unsure" }
  }
}

export function itemInSentence(item: keyof typeof itemNames): string {
  return itemNames[item].toLowerCase()
}

const cancelWords: Record<CancelCause, string> = {
  agent: "You cancelled the payment.",
  "star-key": "The caller cancelled with the star key.",
  supervisor: "A supervisor cancelled the payment.",
  timeout: "The payment was open for too long without Submit, so it was cancelled.",
  "hang-up": "The payment was not submitted during the call, so it was cancelled.",
  twilio: "Twilio closed the payment session, so the payment was cancelled.",
}

const failureWords: Record<FailureCause, string> = {
  "not-charged": "It was checked: the card was not charged.",
  "call-not-in-progress": "The caller was not connected any more.",
  "session-already-open": "Another payment session was still open on this call.",
  connector: "The payment gateway reported a problem.",
  "refused-by-twilio": "Twilio refused the payment session.",
  "session-lost": "The payment session was lost.",
  "submit-refused": "Twilio refused to submit the payment.",
  "twilio-unreachable": "Twilio could not be reached.",
}

/** Others' words may come with or without a full stop. */
function asSentence(text: string): string {
  const trimmed = text.trim()
  return trimmed === "" || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`
}

/**
 * Why it did not go through; null where there is nothing to explain.
 * @param agent who cancelled it, for everybody but themselves
 */
export function outcomeReason(payment: Payment, agent?: string): string | null {
  switch (payment.status) {
    case "declined":
      return asSentence(payment.reason) || "The bank gave no reason."
    case "cancelled":
      if (payment.cause === "agent" && agent) return `${agent} cancelled the payment.`
      return cancelWords[payment.cause]
    case "failed":
      return [failureWords[payment.cause], asSentence(payment.detail ?? "")].filter(Boolean).join(" ")
    default:
      return null
  }
}

/** A reason as lists keep it, a cause of ours or the gateway's own words, for whoever reads them. */
export function reasonWords(reason: string): string {
  const causes = { ...cancelWords, agent: "The agent cancelled the payment.", ...failureWords }
  return Object.hasOwn(causes, reason) ? causes[reason as keyof typeof causes] : asSentence(reason)
}

/** Whose word the outcome rests on; null where the gateway itself answered. */
export function evidenceWords(payment: Payment, people: readonly Person[]): string | null {
  const evidence = "evidence" in payment ? payment.evidence : null
  if (!evidence) return null
  if (evidence.from === "gateway-record") return "Found in the gateway's record."
  const name = people.find(({ userId }) => userId === evidence.by)?.name ?? "a supervisor"
  return `Resolved by ${name}: ${asSentence(evidence.seen)} ${asSentence(evidence.note)}`
}

/** What the gateway's record has said of a payment whose outcome is unknown. */
export function lookUpWords({ lookUp, totalMinor }: Payment): string {
  if (totalMinor === 0) return "No money was asked for. It is open whether the card was stored."
  if (!lookUp) return "The gateway has not answered, and its record has said nothing so far."
  return `${foundWords(lookUp)} ${lookUp.over ? "It is not asked again." : "It is asked again by itself."}`
}

function foundWords({ found, ids }: LookUp): string {
  if (found === "nothing") return "The gateway's record shows no charge so far."
  if (found === "no-answer") return "The gateway's record could not be asked."
  return ids.length > 0
    ? `The gateway's record has what may be it: ${ids.join(", ")}. Look at it there.`
    : "The gateway's record cannot tell: none of its charges carries our reference."
}

/** What the agent wrote beside it; "" for nothing. */
export function writtenWords({ reference, note }: Payment): string {
  return [reference, note].filter(Boolean).join(" · ")
}

/** The confirmation code, or the token of a stored card; null when there is none. */
export function resultCode(payment: Payment): string | null {
  if (payment.status !== "succeeded") return null
  return payment.confirmationCode || payment.token
}
