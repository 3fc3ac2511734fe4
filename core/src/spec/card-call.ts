// The call that specs tell of: facts, commands and callbacks of one caller, one agent and one card. Only tests import it.
import { type CaptureError, type CaptureItem, type Masked, maskItem } from "../capture-item.ts"
import type { AgentCommand, PayResult, PayUpdate, TwilioPayCommand } from "../commands.ts"
import type { EffectRequest, PayEffect } from "../effects.ts"
import type { Fact, PaymentFact } from "../facts.ts"
import { due } from "./given.ts"

/** Our clock stands still in specs; Twilio's (`updatedAt`) counts 10, 20, 30 per captured item. */
export const at = 1_000
const of = { paymentId: "P1", at }
const attempt = { paymentId: "P1", attempt: 1 }
export const items: readonly CaptureItem[] = ["card-number", "expiry", "security-code"]

const keyed: Record<CaptureItem, string> = {
  "card-number": "4242424242424242",
  expiry: "1230",
  "security-code": "123",
  "postal-code": "94105",
}
export const maskOf = (item: CaptureItem): Masked => maskItem(item, keyed[item])

type Of<T extends Fact["type"]> = Extract<Fact, { type: T }>

export const opened = (changes: Partial<Of<"PaymentOpened">> = {}): Fact => ({
  ...{ type: "PaymentOpened", amountMinor: 1_000, tipMinor: 250, currency: "USD", items, ...of },
  ...changes,
})
export const started: PaymentFact = { type: "PaySessionStarted", sessionSid: "PK1", ...of }
export const prompted = (item: CaptureItem, byAgent = false): PaymentFact => ({
  ...{ type: "FieldPrompted", item, byAgent, ...of },
})
export const captured = (item: CaptureItem, updatedAt: number | null, brand?: string): PaymentFact => ({
  ...{ type: "FieldCaptured", item, masked: maskOf(item), updatedAt, ...of },
  ...(brand && { brand }),
})
export const rejected = (item: CaptureItem, error: CaptureError, updatedAt: number | null): PaymentFact => ({
  ...{ type: "FieldRejected", item, error, updatedAt, ...of },
})
export const submitted: PaymentFact = { type: "PaymentSubmitted", ...of }
export const outcomeUnknown: PaymentFact = { type: "PaymentOutcomeUnknown", ...of }
export const cleared: PaymentFact = { type: "PaymentCleared", ...of }
export const cancelled = (cause: Of<"PaymentCancelled">["cause"] = "agent"): Of<"PaymentCancelled"> => ({
  ...{ type: "PaymentCancelled", cause, ...of },
})
export const declined: Of<"PaymentDeclined"> = {
  ...{ type: "PaymentDeclined", reason: "Your card was declined.", code: "card_declined", ...of },
}
export const failed = (
  cause: Of<"PaymentFailed">["cause"],
  detail: string | null = "",
): Of<"PaymentFailed"> => ({ ...{ type: "PaymentFailed", cause, detail, ...of } })
export const succeeded: Of<"PaymentSucceeded"> = {
  ...{ type: "PaymentSucceeded", confirmationCode: "ch_1", token: null, ...of },
}
export const lookedUp = (
  found: Of<"PaymentLookedUp">["found"],
  ids: readonly string[] = [],
): Of<"PaymentLookedUp"> => ({ ...{ type: "PaymentLookedUp", found, ids, over: false, ...of } })
export const retried: PaymentFact = { type: "PaymentRetried", attempt: 2, ...of }
export const ended: Fact = { type: "CallEnded", outcome: "completed", at }

/** The story so far, chapter by chapter. */
export const ringing: readonly Fact[] = [
  { type: "CallRang", callSid: "CA1", from: "+15551230001", to: "+15550001000", at },
  { type: "CallOffered", agentId: "ada", phone: "+15550002001", at },
]
export const talking: readonly Fact[] = [...ringing, { type: "CallAnswered", at }]
export const opening: readonly Fact[] = [...talking, opened()]
export const askedCard: readonly Fact[] = [...opening, started, prompted("card-number")]
export const askedExpiry: readonly Fact[] = [
  ...askedCard,
  captured("card-number", 10, "visa"),
  prompted("expiry"),
]
export const askedCode: readonly Fact[] = [...askedExpiry, captured("expiry", 20), prompted("security-code")]
export const ready: readonly Fact[] = [...askedCode, captured("security-code", 30)]
export const submitting: readonly Fact[] = [...ready, submitted]

type Ask<T extends AgentCommand["type"]> = Partial<Extract<AgentCommand, { type: T }>>
const by = { by: "ada", at }

export const agent = {
  open: (changes: Ask<"OpenPayment"> = {}): AgentCommand => ({
    ...{ type: "OpenPayment", paymentId: "P1", amount: "10", tip: "2.50", currency: "USD", items },
    ...{ expireAfterMs: 900_000, ...by },
    ...changes,
  }),
  ask: (item: CaptureItem, changes: Ask<"AskItem"> = {}): AgentCommand => ({
    ...{ type: "AskItem", paymentId: "P1", item, ...by },
    ...changes,
  }),
  submit: (changes: Ask<"SubmitPayment"> = {}): AgentCommand => ({
    ...{ type: "SubmitPayment", ...attempt, timeoutMs: 60_000, ...by },
    ...changes,
  }),
  cancel: (changes: Ask<"CancelPayment"> = {}): AgentCommand => ({
    ...{ type: "CancelPayment", paymentId: "P1", ...by },
    ...changes,
  }),
  retry: (changes: Ask<"RetryPayment"> = {}): AgentCommand => ({
    ...{ type: "RetryPayment", ...attempt, expireAfterMs: 900_000, ...by },
    ...changes,
  }),
  clear: (changes: Ask<"ClearPayment"> = {}): AgentCommand => ({
    ...{ type: "ClearPayment", paymentId: "P1", ...by },
    ...changes,
  }),
}

type Answer<T extends "ReportStart" | "ReportCapture" | "ReportSubmit"> = Extract<
  TwilioPayCommand,
  { type: T }
>["answer"]

export const rest = {
  start: (answer: Answer<"ReportStart"> = { sessionSid: "PK1" }, of = attempt): TwilioPayCommand => ({
    ...{ type: "ReportStart", answer, at, ...of },
  }),
  capture: (item: CaptureItem, answer: Answer<"ReportCapture">): TwilioPayCommand => ({
    ...{ type: "ReportCapture", item, answer, at, ...attempt },
  }),
  submit: (answer: Answer<"ReportSubmit">): TwilioPayCommand => ({
    ...{ type: "ReportSubmit", answer, at, ...attempt },
  }),
}
export const giveUp: TwilioPayCommand = { type: "GiveUpWaiting", at, ...attempt }

/** A callback of the session; what is not said is what Twilio's first callback leaves out. */
export const callback = (update: Partial<PayUpdate> = {}): TwilioPayCommand => ({
  type: "ReceivePayUpdate",
  at,
  update: {
    ...{ sessionSid: "PK1", attempt, updatedAt: null, item: null, partial: false, error: null },
    ...{ values: {}, brand: null, required: null, result: null },
    ...update,
  },
})
/** An item complete: Twilio repeats what it has and says what it still wants. */
export const entry = (
  item: CaptureItem,
  updatedAt: number | null,
  update: Partial<PayUpdate> = {},
): TwilioPayCommand => callback({ item, updatedAt, values: { [item]: maskOf(item) }, ...update })
export const wrong = (
  item: CaptureItem,
  error: CaptureError,
  updatedAt: number | null,
  update: Partial<PayUpdate> = {},
): TwilioPayCommand => callback({ item, error, updatedAt, ...update })
export const result = (result: PayResult): TwilioPayCommand => callback({ updatedAt: 99, result })

export const success: PayResult = { outcome: "success", confirmationCode: "ch_1", token: null }
export const decline: PayResult = {
  ...{ outcome: "connector-error", reason: "Your card was declined.", code: "card_declined" },
  answered: true,
}

const session = { ...attempt, sessionSid: "PK1" }
const start = (changes: Partial<Extract<PayEffect, { kind: "StartPaySession" }>> = {}): PayEffect => ({
  ...{ kind: "StartPaySession", ...attempt, totalMinor: 1_250, currency: "USD", items },
  ...changes,
})
/** What a new attempt asks for: its session, and its timer. */
export const begin = (changes: Parameters<typeof start>[0] = {}): EffectRequest[] => {
  const effect = start(changes)
  return [
    due(effect),
    due({ kind: "AwaitSubmit", paymentId: effect.paymentId, attempt: effect.attempt }, 900_000),
  ]
}
export const askRecord = (tries = 1, afterMs = 0): EffectRequest => {
  const of = { ...attempt, totalMinor: 1_250, currency: "USD", submittedAt: at }
  return due({ kind: "LookUpOutcome", ...of, tries }, afterMs)
}
export const capture = (item: CaptureItem): PayEffect => ({ kind: "CaptureField", ...session, item })
export const complete: PayEffect = { kind: "CompletePaySession", ...session }
export const drop = (changes: { attempt?: number; sessionSid?: string } = {}): PayEffect => ({
  kind: "CancelPaySession",
  ...session,
  ...changes,
})
