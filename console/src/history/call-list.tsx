// Calls that a search found, each with its payments in a few words. Each leads to its story.
import { type CallLine, formatMoney } from "@agentpay/core"
import { Group, Paper, Text } from "@mantine/core"
import { useScreen, useServerNow } from "../live/live-context.tsx"
import { CardList } from "../shell/card-list.tsx"
import { PhoneNumber } from "../words/grouped.tsx"
import { outcomeWords } from "../words/outcome-words.ts"
import { SampleMark } from "../words/sample-mark.tsx"
import { StateText } from "../words/state-text.tsx"
import { clockWords, timerWords } from "../words/time-words.ts"
import { agentNamed } from "./agent-named.ts"
import classes from "./history.module.css"
import { StoryLink } from "./story-link.tsx"

export function CallList({ rows }: { rows: readonly CallLine[] }) {
  const { people } = useScreen()
  const now = useServerNow(false)
  return (
    <CardList label="Calls">
      {rows.map((call) => (
        <Paper key={call.callSid} withBorder p="md" component="li">
          <Group justify="space-between" gap="xs">
            <Group gap="xs">
              <StoryLink callSid={call.callSid}>
                <time dateTime={new Date(call.rangAt).toISOString()}>{clockWords(call.rangAt, now)}</time>,{" "}
                <PhoneNumber number={call.caller} />
              </StoryLink>
              <SampleMark callSid={call.callSid} />
            </Group>
            <Text>{agentNamed(call.agentId, people)}</Text>
          </Group>
          <Text c="dimmed">{lengthWords(call)}</Text>
          {call.payments.map((payment) => (
            <Group key={payment.paymentId} justify="space-between" gap="xs">
              <StateText tone={outcomeWords[payment.outcome].tone}>
                {outcomeWords[payment.outcome].words}
              </StateText>
              <Text fw={500} className={classes.amount}>
                {formatMoney(payment.totalMinor, payment.currency)}
              </Text>
            </Group>
          ))}
        </Paper>
      ))}
    </CardList>
  )
}

function lengthWords({ answeredAt, endedAt, payments }: CallLine): string {
  const paid = payments.length === 0 ? ", no payment" : ""
  if (endedAt === null) return `Not over yet${paid}`
  if (answeredAt === null) return `Not answered${paid}`
  return `${timerWords(endedAt - answeredAt)} long${paid}`
}
