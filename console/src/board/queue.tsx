// Callers who wait, in the order in which they are served.
import { inQueue } from "@agentpay/core"
import { List, Stack, Text, Title } from "@mantine/core"
import { useScreen, useServerNow } from "../live/live-context.tsx"
import { PhoneNumber } from "../words/grouped.tsx"
import { timerWords } from "../words/time-words.ts"

export function Queue() {
  const { calls } = useScreen()
  const waiting = inQueue(calls.map(({ call }) => call))
  const now = useServerNow(waiting.length > 0)
  if (waiting.length === 0) return null
  return (
    <Stack component="section" gap="xs" aria-labelledby="queue">
      <Title order={2} size="h3" id="queue">
        Waiting callers
      </Title>
      <List type="ordered" aria-label="Waiting callers">
        {waiting.map((call) => (
          <List.Item key={call.callSid}>
            <PhoneNumber number={call.from} />{" "}
            <Text span c="dimmed">
              for {timerWords(now - call.rangAt)}
            </Text>
          </List.Item>
        ))}
      </List>
    </Stack>
  )
}
