// How many callers wait for an agent. Nothing where nobody does.
import { Text } from "@mantine/core"
import { useScreen, useServerNow } from "../live/live-context.tsx"
import { queueWords } from "../words/presence-words.ts"
import { StateText } from "../words/state-text.tsx"

export function QueueHint() {
  const { queue } = useScreen()
  const now = useServerNow(queue.waiting > 0)
  const words = queueWords(queue, now)
  if (!words) return null
  return (
    <Text>
      <StateText tone="unsure">{words}</StateText>
    </Text>
  )
}
