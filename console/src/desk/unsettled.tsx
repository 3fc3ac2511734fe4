// Earlier payments whose outcome nobody knows yet: too important for a list.
import { type Call, formatMoney, isUnsettled, type Payment } from "@agentpay/core"
import { Alert, Stack, Text } from "@mantine/core"
import { IconHelpCircle } from "@tabler/icons-react"
import { useScreen } from "../live/live-context.tsx"
import { spacedPhone } from "../words/groups.ts"
import { pastRows } from "./past-payments.ts"

export function Unsettled({ onDesk }: { onDesk: Call | null }) {
  const { calls } = useScreen()
  const waiting = pastRows(calls, onDesk).flatMap(({ call, payment }) =>
    payment && isUnsettled(payment) ? [{ call, payment }] : [],
  )
  if (waiting.length === 0) return null
  return (
    <Alert color="orange" icon={<IconHelpCircle aria-hidden />} title="Still waiting for an outcome">
      <Stack gap={4}>
        {waiting.map(({ call, payment }) => (
          <Text key={payment.paymentId} size="sm">
            {formatMoney(payment.totalMinor, payment.currency)} from {spacedPhone(call.from)}:{" "}
            {waitingWords(payment)}
          </Text>
        ))}
      </Stack>
    </Alert>
  )
}

function waitingWords(payment: Payment): string {
  if (payment.status === "submitting") return "submitted, no answer yet. Do not take it again."
  if (payment.status === "failed")
    return "failed after it was submitted. Let a supervisor check before you take it again."
  return "nobody knows whether it was charged. Do not take it again; a supervisor will settle it."
}
