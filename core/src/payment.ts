// What a payment is: its states (design section 5) as a union on `status`, so that an illegal read does not compile.
import type { CaptureError, CaptureItem, Masked } from "./capture-item.ts"

/** `rejected` waits for the agent; a wrong entry that was asked for again at once is `prompted` with its `error`. */
export type ItemState =
  | { status: "missing" }
  | { status: "prompted"; error?: CaptureError }
  | { status: "captured"; masked: Masked; brand?: string }
  | { status: "rejected"; error: CaptureError }

export interface CollectedItem {
  item: CaptureItem
  state: ItemState
  /** Rejections in a row that may repeat with nobody touching the keypad (isIdle). */
  rejections: number
}

interface PaymentBase {
  paymentId: string
  /** Who had the call when it was opened. */
  agentId: string | null
  /** 1 for the first card; each further try is a new attempt with a session of its own. */
  attempt: number
  amountMinor: number
  tipMinor: number
  totalMinor: number
  /** ISO 4217. */
  currency: string
  /** Order or invoice number; "" for none. */
  reference: string
  /** What the agent wrote for colleagues; "" for none. */
  note: string
  /** Epoch milliseconds. */
  openedAt: number
  /** In the order in which they are asked for. */
  items: readonly CollectedItem[]
  /** Twilio's payment session (PK...), null until it is known. */
  sessionSid: string | null
  /** Twilio's own time of the newest update that changed something, to tell older ones by (R8). Epoch milliseconds. */
  updatedAt: number | null
  /** The agent has made room for another payment. */
  cleared: boolean
  /** Of this attempt, epoch milliseconds; null before. */
  submittedAt: number | null
  /** What the gateway's record has said so far, while the outcome is not settled. */
  lookUp: LookUp | null
}

export interface LookUp {
  tries: number
  found: LookUpFinding
  /** Charges in the gateway's record that may be this one. */
  ids: readonly string[]
  at: number
  /** The record is not asked again. */
  over: boolean
}

/** What the gateway's record said when it settled nothing; `unclear`: a person has to look. */
export type LookUpFinding = "nothing" | "unclear" | "no-answer"

/** How the outcome is known, where it was not by the gateway's answer to the submit: who says so, and from what. */
export type Evidence =
  | { from: "gateway-record" }
  | { from: "supervisor"; by: string; seen: string; note: string }

export type CancelCause = "agent" | "star-key" | "hang-up" | "twilio" | "supervisor" | "timeout"

/** Why a payment could not be taken although nobody declined it. `not-charged`: evidence says so, after a submit. */
export type FailureCause =
  | "not-charged"
  | "call-not-in-progress"
  | "session-already-open"
  | "connector"
  | "refused-by-twilio"
  | "session-lost"
  | "submit-refused"
  | "twilio-unreachable"

export type Payment = PaymentBase &
  (
    | { status: "opening" }
    | { status: "capturing" }
    | { status: "ready" }
    | { status: "submitting" }
    | {
        status: "succeeded"
        confirmationCode: string | null
        token: string | null
        evidence: Evidence | null
        endedAt: number
      }
    | {
        status: "declined"
        reason: string
        code: string | null
        evidence: Evidence | null
        endedAt: number
      }
    | { status: "cancelled"; cause: CancelCause; endedAt: number }
    | {
        status: "failed"
        cause: FailureCause
        detail: string | null
        /** It was submitted, and only Twilio's word says that nothing was charged. */
        unsettled: boolean
        evidence: Evidence | null
        endedAt: number
      }
    | { status: "unknown"; endedAt: number }
  )

export type PaymentStatus = Payment["status"]

/** Open: the session with Twilio may still ask the caller for something. */
export function isOpen(payment: Payment): payment is Payment & { status: "opening" | "capturing" | "ready" } {
  return payment.status === "opening" || payment.status === "capturing" || payment.status === "ready"
}

/** Over: the agent may clear it. An unknown one is over for the agent, though not yet for the ledger. */
export function isOver(payment: Payment): boolean {
  return !isOpen(payment) && payment.status !== "submitting"
}

/** Submitted, and the gateway has not said whether it charged: never to be tried again here (R4). */
export function isUnsettled(payment: Payment): boolean {
  const { status } = payment
  return status === "submitting" || status === "unknown" || (status === "failed" && payment.unsettled)
}

export function itemOf(payment: Payment, item: CaptureItem): CollectedItem | undefined {
  return payment.items.find((collected) => collected.item === item)
}

/** Twilio needs the card to know the code's length (invalid-card-number-security-code-capture-sequence). */
export function needsCardFirst(item: CaptureItem, items: readonly CollectedItem[]): boolean {
  const card = items.find((collected) => collected.item === "card-number")
  return item === "security-code" && card?.state.status !== "captured"
}

/** The item that the caller is being asked for now. */
export function promptedItem(payment: Payment): CaptureItem | undefined {
  return payment.items.find((collected) => collected.state.status === "prompted")?.item
}
