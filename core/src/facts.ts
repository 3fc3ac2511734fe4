// What has happened, in the past tense: the only thing the ledger keeps. Times (`at`, `updatedAt`) are epoch milliseconds.
import type { CaptureError, CaptureItem, Masked } from "./capture-item.ts"
import type { CancelCause, Evidence, FailureCause, LookUpFinding } from "./payment.ts"

/** `released`: the agent let go of an attached call, which goes on without us. */
export type CallOutcome = "completed" | "busy" | "no-answer" | "failed" | "canceled" | "released"

interface OfPayment {
  paymentId: string
  at: number
}

/** Absent where the gateway itself answered the submit. */
interface ByEvidence extends OfPayment {
  evidence?: Evidence
}

export type CallFact =
  /** `forwardTo`: the number that the voice URL names; such a call is for that phone and nobody else's. */
  | { type: "CallRang"; callSid: string; from: string; to: string; forwardTo?: string; at: number }
  | { type: "CallOffered"; agentId: string; phone: string; at: number }
  /** It rang there in vain; the next agent, the queue or the end follows. */
  | { type: "CallNotAnswered"; agentId: string; outcome: CallOutcome; at: number }
  /** Nobody was free. `until`: how long the caller may wait at most. */
  | { type: "CallQueued"; until: number; at: number }
  | { type: "CallAnswered"; at: number }
  /** An agent who is on this call brought it here: it was routed elsewhere. It may be one that had ended for us. */
  | {
      type: "CallAttached"
      callSid: string
      from: string
      to: string
      agentId: string
      phone: string
      at: number
    }
  | { type: "CallEnded"; outcome: CallOutcome; at: number }

export type PaymentFact =
  | ({
      type: "PaymentOpened"
      amountMinor: number
      tipMinor: number
      currency: string
      items: readonly CaptureItem[]
      /** Of the customer, and for colleagues; absent where the agent wrote none. */
      reference?: string
      note?: string
    } & OfPayment)
  | ({ type: "PaymentRetried"; attempt: number } & OfPayment)
  | ({ type: "PaySessionStarted"; sessionSid: string } & OfPayment)
  | ({ type: "FieldPrompted"; item: CaptureItem; byAgent: boolean } & OfPayment)
  | ({
      type: "FieldCaptured"
      item: CaptureItem
      masked: Masked
      brand?: string
      updatedAt: number | null
    } & OfPayment)
  | ({
      type: "FieldRejected"
      item: CaptureItem
      error: CaptureError
      updatedAt: number | null
    } & OfPayment)
  | ({ type: "PaymentSubmitted" } & OfPayment)
  | ({
      type: "PaymentSucceeded"
      confirmationCode: string | null
      token: string | null
    } & ByEvidence)
  | ({
      type: "PaymentDeclined"
      reason: string
      code: string | null
    } & ByEvidence)
  | ({
      type: "PaymentFailed"
      cause: FailureCause
      detail: string | null
    } & ByEvidence)
  /** `by` is the supervisor who did it, if one did. */
  | ({ type: "PaymentCancelled"; cause: CancelCause; by?: string } & OfPayment)
  | ({ type: "PaymentOutcomeUnknown" } & OfPayment)
  /** The gateway's record was asked and settled nothing. `over`: it is not asked again. */
  | ({ type: "PaymentLookedUp"; found: LookUpFinding; ids: readonly string[]; over: boolean } & OfPayment)
  | ({ type: "PaymentCleared" } & OfPayment)

export type Fact = CallFact | PaymentFact
export type FactType = Fact["type"]
