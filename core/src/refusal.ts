// Why a command was not taken: a closed list, each with words for the agent (R11).

export type RefusalCode =
  | "agent-busy"
  | "agents-only"
  | "amount-invalid"
  | "call-ended"
  | "call-not-answered"
  | "call-not-attached"
  | "call-not-found"
  | "call-sid-invalid"
  | "call-taken"
  | "call-without-caller"
  | "card-digits"
  | "card-number-first"
  | "database-away"
  | "evidence-missing"
  | "fields-missing"
  | "item-not-collected"
  | "no-such-call"
  | "payment-open"
  | "payment-not-open"
  | "payment-not-cleared"
  | "payment-not-over"
  | "payment-resolved"
  | "payment-settled"
  | "payment-submitted"
  | "payment-unsettled"
  | "not-understood"
  | "session-opening"
  | "supervisors-only"
  | "text-too-long"
  | "too-many-requests"
  | "try-again"
  | "twilio-away"

/** A value, never thrown. `field` and `message` are there when one input of a form is at fault. */
export interface Refusal {
  code: RefusalCode
  field?: "amount" | "tip" | "reference" | "note" | "confirmationCode" | "seen"
  message?: string
}

const words: Record<RefusalCode, string> = {
  "agent-busy": "The agent is on another call.",
  "agents-only": "Only an agent can take a payment on a call.",
  "amount-invalid": "Check the amount.",
  "call-ended": "The call has ended, so nothing more can be asked of the caller.",
  "call-not-answered": "Nobody has answered that call yet. Try again when you speak with the caller.",
  "call-not-attached": "This call came through AgentPay: it leaves your desk when somebody hangs up.",
  "call-not-found": "Twilio knows no such call in this account. Check the Call SID.",
  "call-sid-invalid": "A Call SID is CA and 32 more signs, digits and letters from a to f.",
  "call-taken": "This call is in AgentPay already: another agent has it, or it is on its way to one.",
  "call-without-caller":
    "Only your own side of that call is connected. Enter the Call SID of the caller's side.",
  "card-digits": "Leave out numbers of 12 digits or more: it could be a card number, which must not be kept.",
  "card-number-first": "Ask for the card number first: the length of the security code depends on the card.",
  "evidence-missing": "Say where you saw it, and add a note.",
  "database-away":
    "The server cannot reach its database at the moment, so this was probably not done. Wait a moment, look at the payment, then try again.",
  "fields-missing": "Something is still missing. Submit unlocks when the caller has keyed in everything.",
  "item-not-collected": "This item is not part of the payment.",
  "no-such-call": "There is no such call on your desk.",
  "payment-open": "A payment is already under way on this call. Cancel or finish it first.",
  "payment-not-open": "There is no payment under way.",
  "payment-not-cleared": "Clear the last payment first.",
  "payment-not-over": "The payment is still under way. Cancel it first.",
  "payment-resolved": "This payment was checked and not charged. Clear it and open a new one.",
  "payment-settled": "The outcome of this payment is known.",
  "payment-submitted": "The payment was already submitted. Wait for the answer; do not submit it again.",
  "payment-unsettled": "Nobody knows yet whether this payment was charged, so it cannot be tried again here.",
  "not-understood": "The server did not understand that. Reload the page and try again.",
  "session-opening": "The payment session is still opening. One moment.",
  "supervisors-only": "Only a supervisor can do this.",
  "text-too-long": "That is too long.",
  "too-many-requests": "That was a lot in a short time. Wait a few seconds, then try again.",
  "try-again": "Nothing was done. Please try again.",
  "twilio-away": "Twilio could not be asked about this call. Try again in a moment.",
}

/** What the agent reads. */
export function refusalWords(refusal: Refusal): string {
  return refusal.message ?? words[refusal.code]
}
