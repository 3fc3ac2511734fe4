// The agent's earlier calls, so that a code can be read out again.
import { type Call, formatMoney } from "@agentpay/core"
import { Group, Paper, Stack, Text, Title } from "@mantine/core"
import { useScreen, useServerNow } from "../live/live-context.tsx"
import { spacedPhone } from "../words/groups.ts"
import { callState, outcomeReason, paymentState, resultCode, writtenWords } from "../words/payment-words.ts"
import { SampleMark } from "../words/sample-mark.tsx"
import { StateText } from "../words/state-text.tsx"
import { clockWords } from "../words/time-words.ts"
import { CopyCode } from "./copy-code.tsx"
import { type PastRow, pastRows } from "./past-payments.ts"
import classes from "./recent-calls.module.css"

export function RecentCalls({ onDesk }: { onDesk: Call | null }) {
  const { calls } = useScreen()
  const now = useServerNow(false)
  const rows = pastRows(calls, onDesk)
  return (
    <Stack component="section" gap="xs" aria-labelledby="recent-calls">
      <Title order={2} size="h4" id="recent-calls">
        Recent calls
      </Title>
      {rows.length === 0 ? (
        <Text c="dimmed">Your earlier calls will be listed here.</Text>
      ) : (
        <Paper withBorder component="ul" className={classes.list}>
          {rows.map((row) => (
            <Row key={row.key} row={row} now={now} />
          ))}
        </Paper>
      )}
    </Stack>
  )
}

function Row({ row: { at, call, payment }, now }: { row: PastRow; now: number }) {
  const state = payment ? paymentState(payment) : callState(call)
  const code = payment && resultCode(payment)
  const written = payment && writtenWords(payment)
  const reason = payment && outcomeReason(payment)
  return (
    <li className={classes.row}>
      <Text span c="dimmed" className={classes.time}>
        <time dateTime={new Date(at).toISOString()}>{clockWords(at, now)}</time>
      </Text>
      <Text span className={classes.caller}>
        {spacedPhone(call.from)} <SampleMark callSid={call.callSid} />
      </Text>
      <Text span className={classes.outcome}>
        <StateText tone={state.tone}>{state.words}</StateText>
      </Text>
      <Text span fw={500} className={classes.amount}>
        {payment ? formatMoney(payment.totalMinor, payment.currency) : "No payment"}
      </Text>
      {written && (
        <Text size="sm" className={classes.more}>
          {written}
        </Text>
      )}
      {code ? (
        <Group gap="sm" className={classes.more} justify="space-between">
          <span className={classes.code}>{code}</span>
          <CopyCode code={code} size="xs" />
        </Group>
      ) : (
        reason && (
          <Text size="sm" c="dimmed" className={classes.more}>
            {reason}
          </Text>
        )
      )}
    </li>
  )
}
