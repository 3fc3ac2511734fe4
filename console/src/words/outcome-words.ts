// What became of a payment, in the words of the lists: the desk's own words for the same.
import type { Outcome, PaymentRow } from "@agentpay/core"
import { reasonWords, type StateWords } from "./payment-words.ts"

export const outcomeWords: Record<Outcome, StateWords> = {
  "under-way": { words: "Under way", tone: "busy" },
  paid: { words: "Paid", tone: "good" },
  stored: { words: "Card stored", tone: "good" },
  declined: { words: "Declined", tone: "bad" },
  cancelled: { words: "Cancelled", tone: "idle" },
  failed: { words: "Failed", tone: "bad" },
  unknown: { words: "Outcome unknown", tone: "unsure" },
}

/** The code of a payment that went through, or why it did not; null where there is nothing to say. */
export function rowDetail({ confirmationCode, token, outcome, reason }: PaymentRow): string | null {
  return confirmationCode ?? token ?? (reason === null || outcome === "unknown" ? null : reasonWords(reason))
}
