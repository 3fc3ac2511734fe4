// What has to be done outside once the facts are stored: requests to Twilio, and alarms that survive a restart.
import type { CaptureItem } from "./capture-item.ts"

interface OfAttempt {
  paymentId: string
  attempt: number
}

export type PayEffect =
  | ({
      kind: "StartPaySession"
      totalMinor: number
      currency: string
      items: readonly CaptureItem[]
      /** The customer's, where there is one. */
      reference?: string
    } & OfAttempt)
  | ({
      kind: "CaptureField"
      sessionSid: string
      item: CaptureItem
    } & OfAttempt)
  | ({ kind: "CompletePaySession"; sessionSid: string } & OfAttempt)
  | ({ kind: "CancelPaySession"; sessionSid: string } & OfAttempt)

export type Effect =
  | PayEffect
  /** When this is due and the attempt is not submitted, it is cancelled. */
  | ({ kind: "AwaitSubmit" } & OfAttempt)
  /** When this is due and the submitted attempt has no answer, its outcome is unknown. */
  | ({ kind: "AwaitOutcome" } & OfAttempt)
  /** Asks the gateway's own record what came of the submitted attempt; `tries` counts up from 1. */
  | ({
      kind: "LookUpOutcome"
      tries: number
      totalMinor: number
      currency: string
      submittedAt: number
    } & OfAttempt)
  /** Takes the caller out of Twilio's queue: to the agent of this offer, or to the end. */
  | { kind: "LeadCall"; offer: number }
  /** When this is due and the caller still waits, the call ends. */
  | { kind: "EndWait" }
  /** When this is due, Twilio is asked whether the call still lives: its last webhook may never have come (R8). */
  | { kind: "CheckCall" }

/** An effect and how long it waits before it is due, in milliseconds. */
export interface EffectRequest {
  effect: Effect
  afterMs: number
}
