// The agent's own state in the bar on top: what it is, and a menu to change it.
import { awayReasons } from "@agentpay/core"
import { Button, Menu } from "@mantine/core"
import { awayWords, presenceWords } from "../words/presence-words.ts"
import { StateText } from "../words/state-text.tsx"
import { useChoosePresence, useOwnPresence } from "./own-presence.ts"

export function PresenceMenu() {
  const mine = useOwnPresence()
  const { choose, busy } = useChoosePresence()
  const { words, tone } = presenceWords(mine)
  const onCall = mine.status === "on-call" || mine.status === "ringing"
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <Button variant="default" size="sm" loading={busy} aria-label={`Your state: ${words}. Change it`}>
          <StateText tone={tone}>{words}</StateText>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{onCall ? "After this call" : "You are"}</Menu.Label>
        <Menu.Item onClick={() => choose(null)}>
          {mine.status === "wrap-up" ? "Available: finish wrap-up" : "Available"}
        </Menu.Item>
        <Menu.Divider />
        {awayReasons.map((reason) => (
          <Menu.Item key={reason} onClick={() => choose(reason)}>
            Away: {awayWords[reason]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
