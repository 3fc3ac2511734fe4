// A link that was just made, to copy: it is shown once.
import type { PersonLink } from "@agentpay/core"
import { Button, Code, Group, Stack, Text } from "@mantine/core"
import { CopyCode } from "../desk/copy-code.tsx"
import { clockWords } from "../words/time-words.ts"
import classes from "./people-table.module.css"

export function LinkText({ link, name, onDone }: { link: PersonLink; name: string; onDone: () => void }) {
  // Behind the # it is not sent to any server, and so stands in no log.
  const address = `${window.location.origin}/invite#${link.token}`
  return (
    <Stack gap="md">
      <Text>
        Give this to {name} yourself, by a way that only they read; no mail is sent. It works once, until{" "}
        {clockWords(link.endsAt, Date.now())}, and is not shown again.
      </Text>
      <Code block className={classes.address} aria-label="Link">
        {address}
      </Code>
      <Group justify="flex-end" gap="sm">
        <CopyCode code={address} name="the link" />
        <Button size="sm" onClick={onDone}>
          Done
        </Button>
      </Group>
    </Stack>
  )
}
