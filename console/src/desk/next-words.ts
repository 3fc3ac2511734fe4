// The one line that always says what happens next. Pure: every state has its words, and a test for them.
import {
  type Call,
  type CaptureItem,
  captureErrorWords,
  formatMoney,
  itemOf,
  type Payment,
  promptedItem,
} from "@agentpay/core"
import { brandName } from "../words/card-words.ts"
import { itemInSentence, outcomeReason, resultCode } from "../words/payment-words.ts"

/** What stands in the amount form while no payment is open. */
export type Draft = { is: "empty" | "invalid" } | { is: "valid"; totalMinor: number }

export interface Situation {
  call: Call
  /** The payment on the desk. */
  payment: Payment | null
  /** Whose digits are arriving right now. */
  typing: CaptureItem | null
  draft: Draft
  /** ISO 4217, of new payments. */
  currency: string
}

export function nextWords({ call, payment, typing, draft, currency }: Situation): string {
  if (!payment) return draftWords(call, draft, currency)
  const words = paymentWords(payment, typing, call.status === "ended")
  return call.status === "ended" ? `The call has ended. ${words}` : words
}

function draftWords(call: Call, draft: Draft, currency: string): string {
  if (call.status === "ended") return "The call has ended. No payment was taken."
  if (call.status === "ringing")
    return "Pick up your phone to speak with the caller. You can type the amount already."
  switch (draft.is) {
    case "empty":
      return "Type the amount, then click Prompt to ask the caller for the card."
    case "invalid":
      return "Correct what is marked, then click Prompt."
    case "valid":
      return draft.totalMinor === 0
        ? "Click Prompt to ask the caller for the card. The total is zero: nothing is charged, the card is stored."
        : `Click Prompt to ask the caller for the card, for ${formatMoney(draft.totalMinor, currency)}.`
  }
}

function paymentWords(payment: Payment, typing: CaptureItem | null, callEnded: boolean): string {
  const total = formatMoney(payment.totalMinor, payment.currency)
  switch (payment.status) {
    case "opening":
      return payment.attempt === 1
        ? "Opening the payment session. Ask the caller to have the card at hand."
        : "Opening a new payment session. Ask the caller to have the card at hand."
    case "capturing":
      return captureWords(payment, typing)
    case "ready":
      return payment.totalMinor === 0
        ? "Everything is there. Click Submit to store the card; nothing is charged."
        : `Everything is there. Tell the caller the total, ${total}, then click Submit.`
    case "submitting":
      return "Submitted. Wait for the bank's answer, and do not take this payment again."
    case "succeeded":
      return successWords(payment, total)
    case "declined":
      return `Declined. ${outcomeReason(payment)} Nothing was charged.${after(callEnded, "Ask for another card and click Try another card, or click Clear.")}`
    case "cancelled":
      return `${outcomeReason(payment)} Nothing was charged.${after(callEnded, "Click Try again to start over, or Clear.")}`
    case "failed":
      if (payment.cause === "not-charged")
        return `${outcomeReason(payment)} ${callEnded ? "Click Clear when you are done." : "Click Clear, then take the payment anew."}`
      return payment.unsettled
        ? `${outcomeReason(payment)} Nothing should have been charged, but let a supervisor check before you take it again.`
        : `${outcomeReason(payment)} Nothing was charged.${after(callEnded, "Click Try again to start over, or Clear.")}`
    case "unknown":
      return "No answer came: nobody knows yet whether the card was charged. Do not take this payment again. A supervisor will settle it, and the outcome will be shown here."
  }
}

function after(callEnded: boolean, words: string): string {
  return callEnded ? " Click Clear when you are done." : ` ${words}`
}

function successWords(payment: Payment, total: string): string {
  const code = resultCode(payment)
  if (payment.totalMinor === 0)
    return code
      ? "The card is stored and nothing was charged. The token stands below. Click Clear when you are done."
      : "The card is stored and nothing was charged. Click Clear when you are done."
  return code
    ? `Paid: ${total}. Read the confirmation code to the caller, then click Clear.`
    : `Paid: ${total}. The gateway sent no confirmation code. Click Clear when you are done.`
}

function captureWords(payment: Payment, typing: CaptureItem | null): string {
  const asked = payment.items.find(({ item }) => item === promptedItem(payment))
  if (!asked) return stalledWords(payment)
  const name = itemInSentence(asked.item)
  const how = howToKeyIn(asked.item, payment)
  if (typing === asked.item)
    return `The caller is keying in the ${name}.${how === ", then #" ? " The # key ends it." : ""}`
  const error = asked.state.status === "prompted" ? asked.state.error : undefined
  if (!error) return `Ask the caller to key in the ${name}${how}.`
  // The words about a wrong date say already how to key it in.
  return `${captureErrorWords[error]} Ask the caller to key in the ${name} again${error === "invalid-expiry" ? "" : how}.`
}

/** Nobody is being asked for anything: it is the agent's turn. */
function stalledWords(payment: Payment): string {
  const waiting =
    payment.items.find(({ state }) => state.status === "rejected") ??
    payment.items.find(({ state }) => state.status === "missing")
  if (!waiting) return "One moment."
  const name = itemInSentence(waiting.item)
  return waiting.state.status === "rejected"
    ? `${captureErrorWords[waiting.state.error]} Click Ask again beside the ${name} when the caller is ready.`
    : `The ${name} is still missing. Click Ask again beside it when the caller is ready.`
}

/** Twilio takes an expiry date and a security code as soon as they have all their digits: no # after these. */
function howToKeyIn(item: CaptureItem, payment: Payment): string {
  switch (item) {
    case "card-number":
      return ", then #"
    case "expiry":
      return ": four digits, the month and then the year"
    case "security-code":
      return `: ${codePlace(payment)}`
    case "postal-code":
      return ", then #"
  }
}

function codePlace(payment: Payment): string {
  const card = itemOf(payment, "card-number")?.state
  const brand = card?.status === "captured" ? brandName(card.brand) : null
  if (brand === "American Express") return "four digits on the front of the card"
  return brand ? "three digits on the back of the card" : "three or four digits on the card"
}
