// The browser tab's title, so that the state can be seen from another tab.
import { type Call, currentPayment } from "@agentpay/core"
import { callState, paymentState } from "../words/payment-words.ts"

/** @param standing how the agent stands, in words; null when no call can reach them for want of a phone. */
export function deskTitle(call: Call | null, standing: string | null, connected: boolean): string {
  return `${connected ? stateTitle(call, standing) : "Reconnecting"} · AgentPay`
}

function stateTitle(call: Call | null, standing: string | null): string {
  if (!call) return standing ?? "No phone"
  if (call.status === "ringing") return `Ringing ${call.from}`
  const payment = currentPayment(call)
  return payment ? paymentState(payment).words : `${callState(call).words} ${call.from}`
}
