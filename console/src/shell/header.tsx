// The bar on top: who is signed in, whether the connection stands, colours, the way out.
import { Button, Group, Text } from "@mantine/core"
import { notifications } from "@mantine/notifications"
import { Link } from "@tanstack/react-router"
import { useState } from "react"
import { PresenceMenu } from "../desk/presence-menu.tsx"
import { useLive, useScreen, useSnapshot } from "../live/live-context.tsx"
import { signOut } from "../session/session.ts"
import { StateText } from "../words/state-text.tsx"
import { ColorSchemeSwitch } from "./color-scheme-switch.tsx"
import classes from "./header.module.css"
import { Nav } from "./nav.tsx"
import { Owl } from "./owl.tsx"

export function Header() {
  const { me } = useScreen()
  const { connection } = useSnapshot()
  return (
    <header className={classes.bar}>
      <Link to="/" className={classes.brand}>
        <Owl size={32} />
        <Text span fw={700} size="lg">
          AgentPay
        </Text>
      </Link>
      <Nav />
      <Group gap="md" justify="flex-end" className={classes.right}>
        <Link to="/account" className={classes.name} aria-label={`${me.name}, your account`}>
          {me.name}
        </Link>
        {connection === "live" ? (
          <StateText tone="good">Connected</StateText>
        ) : (
          <StateText tone="unsure">Reconnecting</StateText>
        )}
        {me.role === "agent" && <PresenceMenu />}
        <Group gap="xs" wrap="nowrap">
          <ColorSchemeSwitch />
          <SignOutButton />
        </Group>
      </Group>
    </header>
  )
}

function SignOutButton() {
  const live = useLive()
  const [busy, setBusy] = useState(false)
  async function leave() {
    setBusy(true)
    const answer = await signOut()
    setBusy(false)
    if (answer.ok) live.forget()
    else notifications.show({ color: "red", title: "Not signed out", message: answer.words })
  }
  return (
    <Button variant="default" size="sm" loading={busy} onClick={leave}>
      Sign out
    </Button>
  )
}
