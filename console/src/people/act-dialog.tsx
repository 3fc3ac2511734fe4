// Asks before something is done to a person, and shows the link where one was made.
import type { PersonLink, PersonRow } from "@agentpay/core"
import { Button, Text } from "@mantine/core"
import { notifications } from "@mantine/notifications"
import { useState } from "react"
import { Dialog } from "../shell/dialog.tsx"
import { DialogActions } from "../shell/dialog-actions.tsx"
import { RefusalText } from "../shell/refusal-text.tsx"
import { type Act, actWords } from "./acts.ts"
import { LinkText } from "./link-text.tsx"
import { useChange } from "./use-people.ts"

interface Props {
  person: PersonRow
  act: Act
  onClose: () => void
}

export function ActDialog({ person: { userId, name }, act, onClose }: Props) {
  const [link, setLink] = useState<PersonLink | null>(null)
  const { label, title, text, button } = actWords[act]
  const change = useChange<Partial<PersonLink>>(({ token, endsAt }) => {
    if (token && endsAt) return setLink({ token, endsAt })
    notifications.show({ message: `Done: ${label}, ${name}` })
    onClose()
  })
  if (link)
    return (
      <Dialog opened onClose={onClose} title={`Link for ${name}`}>
        <LinkText link={link} name={name} onDone={onClose} />
      </Dialog>
    )
  return (
    <Dialog opened onClose={onClose} title={title(name)}>
      <Text>{text}</Text>
      <RefusalText words={change.error?.message ?? null} />
      <DialogActions onClose={onClose}>
        <Button
          loading={change.isPending}
          onClick={() => change.mutate({ method: "POST", path: `/api/people/${userId}/${act}` })}
        >
          {button}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
