// The browser tab's title, so that the state can be seen from another tab.
import { type Call, currentPayment } from "@agentpay/core"
import { callState, paymentState } from "../words/payment-words.ts"

/** @param phone the agent's own, null when no call can reach them. */
export function deskTitle(call: Call | null, phone: string | null, connected: boolean): string {
  return `${connected ? stateTitle(call, phone) : "Reconnecting"} · AgentPay`
}

function stateTitle(call: Call | null, phone: string | null): string {
  if (!call) return phone ? "Available" : "No phone"
  if (call.status === "ringing") return `Ringing ${call.from}`
  const payment = currentPayment(call)
  return payment ? paymentState(payment).words : `${callState(call).words} ${call.from}`
}
