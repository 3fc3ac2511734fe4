// Invites somebody: their account is made, and a link with which they set their password.
import type { PersonLink, Role } from "@agentpay/core"
import { Button, Stack, TextInput } from "@mantine/core"
import { useState } from "react"
import { Dialog } from "../shell/dialog.tsx"
import { DialogActions } from "../shell/dialog-actions.tsx"
import { RefusalText } from "../shell/refusal-text.tsx"
import { LinkText } from "./link-text.tsx"
import { PersonFields, phoneOrNone } from "./person-fields.tsx"
import { useChange } from "./use-people.ts"

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [fields, setFields] = useState({ name: "", email: "", role: "agent" as Role, phone: "" })
  const [link, setLink] = useState<PersonLink | null>(null)
  const change = useChange<PersonLink>(setLink)
  if (link)
    return (
      <Dialog opened onClose={onClose} title={`${fields.name} is invited`}>
        <LinkText link={link} name={fields.name} onDone={onClose} />
      </Dialog>
    )
  return (
    <Dialog opened onClose={onClose} title="Invite somebody">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          const body = { ...fields, email: fields.email.trim(), phone: phoneOrNone(fields.phone) }
          change.mutate({ method: "POST", path: "/api/people", body })
        }}
      >
        <Stack gap="md">
          <PersonFields {...fields} onChange={(some) => setFields({ ...fields, ...some })} />
          <TextInput
            label="E-mail"
            description="They sign in with it. No mail is sent."
            type="email"
            value={fields.email}
            onChange={(event) => setFields({ ...fields, email: event.currentTarget.value })}
            maxLength={254}
            autoComplete="off"
            required
          />
          <RefusalText words={change.error?.message ?? null} />
          <DialogActions onClose={onClose}>
            <Button type="submit" loading={change.isPending}>
              Make the link
            </Button>
          </DialogActions>
        </Stack>
      </form>
    </Dialog>
  )
}
