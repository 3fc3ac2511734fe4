// Tells the agent when the outcome of an earlier call's payment arrives.
import { type Call, formatMoney } from "@agentpay/core"
import { notifications } from "@mantine/notifications"
import { useEffect, useRef } from "react"
import type { LiveCall } from "../live/live-state.ts"
import { spacedPhone } from "../words/groups.ts"
import { paymentState, resultCode } from "../words/payment-words.ts"
import { newOutcomes } from "./past-payments.ts"

export function useOutcomeNews(calls: readonly LiveCall[], onDesk: Call | null) {
  const before = useRef(calls)
  const deskSid = onDesk?.callSid
  useEffect(() => {
    for (const { call, payment } of newOutcomes(before.current, calls)) {
      if (!payment || (call.callSid === deskSid && !payment.cleared)) continue
      notifications.show({
        title: `${paymentState(payment).words}: ${formatMoney(payment.totalMinor, payment.currency)} from ${spacedPhone(call.from)}`,
        message: `The ${resultCode(payment) ? "code" : "reason"} stands in Recent calls.`,
        color: payment.status === "succeeded" ? "green" : "orange",
        autoClose: false,
      })
    }
    before.current = calls
  }, [calls, deskSid])
}
