// All payment sessions: found by their own SID and by their call's, without a search through the others.
import type { PaySession } from "./pay-session.ts"

export type PaymentBook = {
  add(session: PaySession): void
  get(paymentSid: string): PaySession | undefined
  /** The sessions of one leg, oldest first. */
  of(callSid: string): readonly PaySession[]
  forget(callSid: string): void
}

export function createPaymentBook(): PaymentBook {
  const bySid = new Map<string, PaySession>()
  const byCall = new Map<string, PaySession[]>()
  return {
    add(session) {
      bySid.set(session.sid, session)
      const known = byCall.get(session.callSid)
      if (known) known.push(session)
      else byCall.set(session.callSid, [session])
    },
    get: (paymentSid) => bySid.get(paymentSid),
    of: (callSid) => byCall.get(callSid) ?? [],
    forget(callSid) {
      for (const session of byCall.get(callSid) ?? []) bySid.delete(session.sid)
      byCall.delete(callSid)
    },
  }
}
