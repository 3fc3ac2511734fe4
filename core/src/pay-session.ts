// A payment's session with Twilio: beginning it, asking it for an item, ending it.
import type { Call } from "./call.ts"
import type { CaptureItem } from "./capture-item.ts"
import { type Accepted, nothing } from "./decision.ts"
import type { Effect, EffectRequest } from "./effects.ts"
import { type CollectedItem, needsCardFirst, type Payment } from "./payment.ts"

interface OfSession {
  paymentId: string
  attempt: number
  sessionSid: string | null
}

export const now = (effect: Effect): EffectRequest => ({ effect, afterMs: 0 })

/** Asks the caller for an item. */
export function ask(of: OfSession, item: CaptureItem, at: number, byAgent = false): Accepted {
  const { paymentId, attempt, sessionSid } = of
  if (sessionSid === null) return nothing
  return {
    facts: [{ type: "FieldPrompted", paymentId, item, byAgent, at }],
    effects: [now({ kind: "CaptureField", paymentId, attempt, sessionSid, item })],
  }
}

/** The session is open, whether its REST answer or its callback told so first: remember it and ask for the first item. */
export function startCapture(payment: Payment, sessionSid: string, at: number): Accepted {
  const { paymentId } = payment
  const first = nextItem(payment.items)
  const asked = first ? ask({ ...payment, sessionSid }, first, at) : nothing
  return {
    facts: [{ type: "PaySessionStarted", paymentId, sessionSid, at }, ...asked.facts],
    effects: asked.effects,
  }
}

/** Errors that may repeat with nobody touching the keypad: after three in a row the agent decides. */
export const MOST_IDLE_REJECTIONS = 3

/**
 * What to ask for next without the agent, in the configured order; the security code only once the card number is there.
 * @param required what Twilio says it still wants: it knows better than we do what it has
 */
export function nextItem(
  items: readonly CollectedItem[],
  required: readonly CaptureItem[] = [],
): CaptureItem | undefined {
  const held = items.filter(({ item, state }) => state.status === "captured" && !required.includes(item))
  return items.find(
    (collected) =>
      !held.includes(collected) &&
      collected.rejections < MOST_IDLE_REJECTIONS &&
      !needsCardFirst(collected.item, held),
  )?.item
}

/** Nothing where there is no session yet: one that opens late is dropped when it shows itself. */
export function cancelSession({ paymentId, attempt, sessionSid }: OfSession): EffectRequest[] {
  return sessionSid === null ? [] : [now({ kind: "CancelPaySession", paymentId, attempt, sessionSid })]
}

/** Closes a session that nobody wants any more: its payment was cancelled or given up while it was opening. */
export function dropSession(call: Call, of: OfSession): Accepted {
  return call.status === "ended" ? nothing : { facts: [], effects: cancelSession(of) }
}
