// What may be asked of a call, in the imperative. Times and ids arrive inside the command (R5); `at` is epoch milliseconds.
import type { CaptureError, CaptureItem, Masked } from "./capture-item.ts"
import type { CallOutcome } from "./facts.ts"
import type { FailureCause, LookUpFinding } from "./payment.ts"

export type VoiceCommand =
  | {
      type: "RingCall"
      callSid: string
      from: string
      to: string
      forwardTo?: string
      agentId: string
      phone: string
      checkAfterMs: number
      at: number
    }
  /** A new call for which nobody is free. */
  | {
      type: "QueueCall"
      callSid: string
      from: string
      to: string
      maxWaitMs: number
      checkAfterMs: number
      at: number
    }
  /** Somebody is free for a caller who waits. */
  | { type: "OfferCall"; agentId: string; phone: string; at: number }
  /** It rang in vain at the agent of this offer: on to the next one, into the queue, or to its end (null). */
  | {
      type: "PassCall"
      offer: number
      outcome: CallOutcome
      next: { agentId: string; phone: string } | "queue" | null
      maxWaitMs: number
      at: number
    }
  | { type: "EndWait"; at: number }
  /** `offer`: of the phone that answered, where it is known. */
  | { type: "AnswerCall"; offer?: number; at: number }
  | { type: "EndCall"; outcome: CallOutcome; at: number }
  /** The answer to CheckCall: the call still lives; look again later. */
  | { type: "CallStillThere"; checkAfterMs: number; at: number }

export const roles = ["agent", "supervisor", "admin"] as const
export type Role = (typeof roles)[number]

/** Sees everybody's calls and payments, and settles what is unknown. */
export const supervises = (role: Role): boolean => role !== "agent"

/** `by` is the user who asks; the server fills it in from the session, never the browser (R10). */
export type AgentCommand =
  | {
      type: "OpenPayment"
      by: string
      paymentId: string
      amount: string
      tip: string
      /** As typed. */
      reference?: string
      note?: string
      currency: string
      items: readonly CaptureItem[]
      /** How long the attempt may take until it is submitted. */
      expireAfterMs: number
      at: number
    }
  | {
      type: "AskItem"
      by: string
      paymentId: string
      item: CaptureItem
      at: number
    }
  | {
      type: "SubmitPayment"
      by: string
      paymentId: string
      attempt: number
      timeoutMs: number
      at: number
    }
  | { type: "CancelPayment"; by: string; paymentId: string; at: number }
  | {
      type: "RetryPayment"
      by: string
      paymentId: string
      attempt: number
      expireAfterMs: number
      at: number
    }
  | { type: "ClearPayment"; by: string; paymentId: string; at: number }

/** Of an agent who is on a call that was routed elsewhere. Twilio has said that it lives and who the caller is. */
export type AttachCommand =
  | {
      type: "AttachCall"
      by: string
      role: Role
      callSid: string
      /** The customer, and the number of ours. */
      from: string
      to: string
      /** The agent's; "" for none. */
      phone: string
      checkAfterMs: number
      at: number
    }
  | { type: "ReleaseCall"; by: string; at: number }

/** On anybody's call. `by` and `role` come from the session, never from the browser (R10). */
export type SupervisorCommand =
  | {
      type: "ResolvePayment"
      by: string
      role: Role
      paymentId: string
      /** Of the charge; null when nothing was charged. */
      confirmationCode: string | null
      /** Where it was seen, and what there is to say about it. */
      seen: string
      note: string
      at: number
    }
  | { type: "StopPayment"; by: string; role: Role; paymentId: string; at: number }

/** How a request to Twilio ended, when it was more than "accepted". */
export type PayAnswer = "accepted" | { refused: FailureCause; detail: string } | "unreachable"

/** What a payment session reports, in our words; every field already masked (R7). */
export interface PayUpdate {
  sessionSid: string
  /** Which attempt our own callback URL named, if it did: it ties the first callback to a payment before REST has answered. */
  attempt?: { paymentId: string; attempt: number }
  /** Twilio's time of this update, epoch milliseconds; null when it sent none. */
  updatedAt: number | null
  /** The item being keyed in, if this update is about one. */
  item: CaptureItem | null
  /** Digits are still arriving. */
  partial: boolean
  error: CaptureError | null
  /** What is known of each item so far. */
  values: Partial<Record<CaptureItem, Masked>>
  brand: string | null
  /** What Twilio still wants; null when it did not say. */
  required: readonly CaptureItem[] | null
  result: PayResult | null
}

/** `answered: false` is an error that leaves open whether the gateway charged (R4). */
export type PayResult =
  | {
      outcome: "success"
      confirmationCode: string | null
      token: string | null
    }
  | {
      outcome: "connector-error"
      reason: string
      code: string | null
      answered: boolean
    }
  | { outcome: "star-key" | "hang-up" | "cancelled" }
  | {
      outcome: "error"
      cause: FailureCause
      detail: string
      answered: boolean
    }

export type TwilioPayCommand =
  | {
      type: "ReportStart"
      paymentId: string
      attempt: number
      answer: { sessionSid: string } | Exclude<PayAnswer, "accepted">
      at: number
    }
  | {
      type: "ReportCapture"
      paymentId: string
      attempt: number
      item: CaptureItem
      answer: Exclude<PayAnswer, "accepted">
      at: number
    }
  | {
      type: "ReportSubmit"
      paymentId: string
      attempt: number
      answer: Exclude<PayAnswer, "accepted" | "unreachable">
      at: number
    }
  | { type: "ReceivePayUpdate"; update: PayUpdate; at: number }
  | { type: "ExpirePayment"; paymentId: string; attempt: number; at: number }
  | { type: "GiveUpWaiting"; paymentId: string; attempt: number; at: number }

/** What the gateway's own record says of one attempt. `nothing`: the record is complete and it is not in there. */
export type LookUpAnswer =
  | { found: "charge"; id: string }
  | { found: "refusal"; reason: string; code: string | null }
  | { found: LookUpFinding; ids: readonly string[] }

export interface ReportLookUp {
  type: "ReportLookUp"
  paymentId: string
  attempt: number
  /** Of the effect that this answers. */
  tries: number
  answer: LookUpAnswer
  /** How long after the submit a charge may still come to be; before that, "nothing" says nothing. */
  notChargedAfterMs: number
  at: number
}

export type Command =
  | VoiceCommand
  | AgentCommand
  | AttachCommand
  | SupervisorCommand
  | TwilioPayCommand
  | ReportLookUp
