// Which call has the main place on the desk.
import { currentPayment } from "@agentpay/core"
import type { LiveCall } from "../live/live-state.ts"

/** A live call, the answered one first; else the newest one, as long as its payment's result is not cleared. */
export function callOnDesk(calls: readonly LiveCall[]): LiveCall | null {
  const live =
    calls.find(({ call }) => call.status === "in-progress") ??
    calls.find(({ call }) => call.status === "ringing")
  if (live) return live
  const newest = calls[0]
  return newest && currentPayment(newest.call) ? newest : null
}
