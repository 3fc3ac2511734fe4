// Asking the gateway's own record about a submitted payment: when, how often, and until when.
import type { EffectRequest } from "./effects.ts"
import type { Payment } from "./payment.ts"

const FIRST_PAUSE_MS = 60_000
const LONGEST_PAUSE_MS = 3_600_000
/** After that it is up to a supervisor: a charge that did not show in a day will not. */
const LOOK_UP_FOR_MS = 24 * 3_600_000

/** The next question, first at once and then with growing pauses. None where no money was asked for: only a charge is found. */
export function lookUp({
  paymentId,
  attempt,
  totalMinor,
  currency,
  submittedAt,
  lookUp,
}: Payment): EffectRequest[] {
  if (submittedAt === null || totalMinor === 0) return []
  const tries = (lookUp?.tries ?? 0) + 1
  const afterMs = tries === 1 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (tries - 2), LONGEST_PAUSE_MS)
  return [
    {
      effect: { kind: "LookUpOutcome", paymentId, attempt, tries, totalMinor, currency, submittedAt },
      afterMs,
    },
  ]
}

export function isLookUpOver(submittedAt: number, at: number): boolean {
  return at - submittedAt >= LOOK_UP_FOR_MS
}

/** By what one attempt is found in the gateway's record. */
export function paymentReference({ paymentId, attempt }: { paymentId: string; attempt: number }): string {
  return `AgentPay ${paymentId}/${attempt}`
}

/** What the gateway is given with a charge: our reference, and the customer's where the agent wrote one. */
export function paymentDescription(of: { paymentId: string; attempt: number; reference?: string }): string {
  return of.reference ? `${paymentReference(of)}, ${of.reference}` : paymentReference(of)
}

/**
 * Our reference in a text of the gateway's record, whatever a connector has put around it; null when there is none.
 * Only the first: what follows was written by an agent, and may look like another payment's.
 */
export function referenceIn(text: string): string | null {
  return /AgentPay [\w-]+\/\d+/.exec(text)?.[0] ?? null
}
