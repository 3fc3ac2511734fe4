// Who is on the line, and for how long.
import type { Call } from "@agentpay/core"
import { Group, Text, Title } from "@mantine/core"
import { useServerNow } from "../live/live-context.tsx"
import { PhoneNumber } from "../words/grouped.tsx"
import { callState } from "../words/payment-words.ts"
import { StateText } from "../words/state-text.tsx"
import { timerWords } from "../words/time-words.ts"

export function CallHeader({ call }: { call: Call }) {
  const now = useServerNow(call.status !== "ended")
  const state = callState(call)
  return (
    <Group justify="space-between" align="flex-end" gap="xs">
      <div>
        <Text size="sm" c="dimmed">
          {call.attached ? "Call with" : "Call from"}
        </Text>
        <Title order={1} size="h2">
          <PhoneNumber number={call.from} />
        </Title>
      </div>
      <Group gap="md" align="baseline">
        <Text size="lg">
          <StateText tone={state.tone}>{state.words}</StateText>
        </Text>
        <Text
          size="lg"
          ff="monospace"
          role="timer"
          aria-label={call.status === "ringing" ? "Ringing for" : "Length of the call"}
        >
          {timerWords(elapsed(call, now))}
        </Text>
      </Group>
    </Group>
  )
}

function elapsed(call: Call, now: number): number {
  if (call.status === "ringing" || call.status === "queued") return now - call.rangAt
  if (call.status === "in-progress") return now - call.answeredAt
  return call.endedAt - (call.answeredAt ?? call.rangAt)
}
