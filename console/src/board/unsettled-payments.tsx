// Payments whose outcome nobody knows: a supervisor looks them up at the gateway, and says here what was seen.
import { type Call, formatMoney, isUnsettled, type Payment } from "@agentpay/core"
import { Button, Group, Paper, Stack, Text, Title, VisuallyHidden } from "@mantine/core"
import { useState } from "react"
import { useScreen, useServerNow } from "../live/live-context.tsx"
import { CardList } from "../shell/card-list.tsx"
import { PhoneNumber } from "../words/grouped.tsx"
import { lookUpWords, paymentState } from "../words/payment-words.ts"
import { StateText } from "../words/state-text.tsx"
import { clockWords } from "../words/time-words.ts"
import { agentName } from "./board-row.ts"
import { ResolveDialog } from "./resolve-dialog.tsx"

/** Oldest first: who waits longest comes first. One that waits for its answer is not among them yet. */
function unsettledPayments(calls: readonly Call[]): { call: Call; payment: Payment }[] {
  return calls
    .flatMap((call) => call.payments.map((payment) => ({ call, payment })))
    .filter(({ payment }) => isUnsettled(payment) && payment.status !== "submitting")
    .sort((a, b) => a.payment.openedAt - b.payment.openedAt)
}

export function UnsettledPayments() {
  const { calls, people } = useScreen()
  const now = useServerNow(false)
  const [resolving, setResolving] = useState<string | null>(null)
  const unsettled = unsettledPayments(calls.map(({ call }) => call))
  if (unsettled.length === 0) return null
  const open = unsettled.find(({ payment }) => payment.paymentId === resolving)
  return (
    <Stack component="section" gap="xs" aria-labelledby="unsettled">
      <Title order={2} size="h3" id="unsettled">
        Outcome unknown
      </Title>
      <Text c="dimmed">
        Nobody knows whether these were charged. They stand here until the gateway answers or you resolve
        them.
      </Text>
      <CardList label="Outcome unknown" beside>
        {unsettled.map(({ call, payment }) => (
          <Paper key={payment.paymentId} withBorder p="md" component="li">
            <Stack gap="xs">
              <Group justify="space-between" gap="xs">
                <Text fw={600}>{formatMoney(payment.totalMinor, payment.currency)}</Text>
                <StateText tone="unsure">{paymentState(payment).words}</StateText>
              </Group>
              <Text>
                <PhoneNumber number={call.from} />, {agentName(call, people)},{" "}
                <time dateTime={new Date(payment.openedAt).toISOString()}>
                  {clockWords(payment.openedAt, now)}
                </time>
              </Text>
              <Text size="sm">{lookUpWords(payment)}</Text>
              <Button size="sm" variant="default" onClick={() => setResolving(payment.paymentId)}>
                Resolve
                <VisuallyHidden>
                  , {formatMoney(payment.totalMinor, payment.currency)} from {call.from}
                </VisuallyHidden>
              </Button>
            </Stack>
          </Paper>
        ))}
      </CardList>
      {open && <ResolveDialog key={open.payment.paymentId} {...open} onClose={() => setResolving(null)} />}
    </Stack>
  )
}
