// Why no call comes to this agent, and the button that ends it. Nothing where calls come.
import { Alert, Button, Group, Text } from "@mantine/core"
import { useServerNow } from "../live/live-context.tsx"
import { presenceWords, whyNoCalls } from "../words/presence-words.ts"
import { useChoosePresence, useOwnPresence } from "./own-presence.ts"

export function NoCalls() {
  const mine = useOwnPresence()
  const now = useServerNow(mine.status === "wrap-up")
  const { choose, busy } = useChoosePresence()
  const why = whyNoCalls(mine, now)
  if (!why) return null
  return (
    <Alert variant="light" color="orange" title={presenceWords(mine).words}>
      <Group justify="space-between" gap="sm">
        <Text c="var(--mantine-color-text)">{why}</Text>
        <Button variant="default" size="sm" loading={busy} onClick={() => choose(null)}>
          {mine.status === "wrap-up" ? "Finish wrap-up" : "I am available"}
        </Button>
      </Group>
    </Alert>
  )
}
