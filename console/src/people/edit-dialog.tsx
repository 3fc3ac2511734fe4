// Changes a person's name, role and phone.
import type { PersonRow } from "@agentpay/core"
import { Button, Stack, Text } from "@mantine/core"
import { useState } from "react"
import { Dialog } from "../shell/dialog.tsx"
import { DialogActions } from "../shell/dialog-actions.tsx"
import { RefusalText } from "../shell/refusal-text.tsx"
import { PersonFields, phoneOrNone } from "./person-fields.tsx"
import { useChange } from "./use-people.ts"

export function EditDialog({ person, onClose }: { person: PersonRow; onClose: () => void }) {
  const { name, role } = person
  const [fields, setFields] = useState({ name, role, phone: person.phone ?? "" })
  const change = useChange(onClose)
  return (
    <Dialog opened onClose={onClose} title={`Change ${name}`}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          const body = { ...fields, phone: phoneOrNone(fields.phone) }
          change.mutate({ method: "PATCH", path: `/api/people/${person.userId}`, body })
        }}
      >
        <Stack gap="md">
          <PersonFields {...fields} onChange={(some) => setFields({ ...fields, ...some })} />
          {fields.role !== role && (
            <Text size="sm" role="status">
              {name} is signed out everywhere and signs in again with the new role.
            </Text>
          )}
          <RefusalText words={change.error?.message ?? null} />
          <DialogActions onClose={onClose}>
            <Button type="submit" loading={change.isPending}>
              Save
            </Button>
          </DialogActions>
        </Stack>
      </form>
    </Dialog>
  )
}
