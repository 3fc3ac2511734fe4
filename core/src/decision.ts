// What a decision is: facts and effects, or a refusal.
import type { CaptureItem, Masked } from "./capture-item.ts"
import type { EffectRequest } from "./effects.ts"
import type { Fact } from "./facts.ts"
import type { Refusal } from "./refusal.ts"

/** Digits while they are typed: for the eye only, told live and never stored (R9). */
export interface Typing {
  paymentId: string
  item: CaptureItem
  masked: Masked
  /** Twilio's time of the update, epoch milliseconds, to drop those that come late. */
  updatedAt: number | null
}

export interface Accepted {
  facts: readonly Fact[]
  effects: readonly EffectRequest[]
  typing?: Typing
}

export type Decision = Accepted | { refusal: Refusal }

export const nothing: Accepted = { facts: [], effects: [] }
