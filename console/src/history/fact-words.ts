// What happened, fact by fact, in a sentence each: who did it, and what came of it.
import { captureErrorWords, type Fact, formatMoney, type Person } from "@agentpay/core"
import { entryWords } from "../words/card-words.ts"
import { itemInSentence, reasonWords } from "../words/payment-words.ts"
import { clockWords } from "../words/time-words.ts"

type Words = {
  [T in Fact["type"]]: (fact: Extract<Fact, { type: T }>, nameOf: (id: string) => string) => string
}

const lookUps = {
  nothing: "The gateway's record was asked: it showed no charge.",
  unclear: "The gateway's record was asked: it could not tell.",
  "no-answer": "The gateway's record could not be asked.",
} as const

function byEvidence(
  evidence: Extract<Fact, { type: "PaymentSucceeded" }>["evidence"],
  nameOf: (id: string) => string,
) {
  if (!evidence) return ""
  if (evidence.from === "gateway-record") return " Known from the gateway's record."
  return ` Resolved by ${nameOf(evidence.by)}. Seen: ${evidence.seen}. Note: ${evidence.note}.`
}

const words: Words = {
  CallRang: ({ from, to }) => `${from} called ${to}.`,
  CallOffered: ({ agentId, phone }, nameOf) => `The call rang for ${nameOf(agentId)} on ${phone}.`,
  CallNotAnswered: ({ agentId }, nameOf) => `${nameOf(agentId)} did not take the call.`,
  CallQueued: ({ until, at }) =>
    `Nobody was free, so the caller waited, at most until ${clockWords(until, at)}.`,
  CallAnswered: () => "The agent answered.",
  CallAttached: ({ from, agentId }, nameOf) =>
    `${nameOf(agentId)} took the payment on a call with ${from} that was under way elsewhere.`,
  CallEnded: ({ outcome }) => (outcome === "completed" ? "The call ended." : `The call ended: ${outcome}.`),
  PaymentOpened: ({ amountMinor, tipMinor, currency }) =>
    `Prompt: ${formatMoney(amountMinor, currency)}${tipMinor > 0 ? ` and a tip of ${formatMoney(tipMinor, currency)}` : ""}.`,
  PaymentRetried: ({ attempt }) => `Another card: attempt ${attempt}.`,
  PaySessionStarted: ({ sessionSid }) => `Twilio opened the payment session ${sessionSid}.`,
  FieldPrompted: ({ item, byAgent }) =>
    `${byAgent ? "The agent had the caller asked" : "The caller was asked"} for the ${itemInSentence(item)}.`,
  FieldCaptured: ({ item, masked }) =>
    `The caller keyed in the ${itemInSentence(item)}: ${entryWords(item, masked)}.`,
  FieldRejected: ({ item, error }) =>
    `The ${itemInSentence(item)} was not taken. ${captureErrorWords[error]}`,
  PaymentSubmitted: () => "The agent submitted the payment.",
  PaymentSucceeded: ({ confirmationCode, token, evidence }, nameOf) =>
    `${confirmationCode ? `Paid. Confirmation code ${confirmationCode}.` : token ? `Card stored. Token ${token}.` : "Paid."}${byEvidence(evidence, nameOf)}`,
  PaymentDeclined: ({ reason, code, evidence }, nameOf) =>
    `Declined. ${reasonWords(reason)}${code ? ` (${code})` : ""}${byEvidence(evidence, nameOf)}`,
  PaymentFailed: ({ cause, detail, evidence }, nameOf) =>
    `Failed. ${[reasonWords(cause), reasonWords(detail ?? "")].filter(Boolean).join(" ")}${byEvidence(evidence, nameOf)}`,
  PaymentCancelled: ({ cause, by }, nameOf) =>
    by ? `${nameOf(by)} cancelled the payment for the agent.` : reasonWords(cause),
  PaymentOutcomeUnknown: () => "No answer came in time: the outcome was unknown.",
  PaymentLookedUp: ({ found, ids, over }) =>
    `${lookUps[found]}${ids.length > 0 ? ` Possible charges: ${ids.join(", ")}.` : ""}${over ? " It is not asked again." : ""}`,
  PaymentCleared: () => "The agent cleared the payment from the desk.",
}

export function factWords(fact: Fact, people: readonly Person[]): string {
  const nameOf = (id: string) => people.find(({ userId }) => userId === id)?.name ?? "a colleague"
  const say = words[fact.type] as (fact: Fact, nameOf: (id: string) => string) => string
  return say(fact, nameOf)
}
