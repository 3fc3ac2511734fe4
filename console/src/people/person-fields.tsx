// Name, role and phone, as the invitation and the change of a person ask for them.
import { type Role, roles } from "@agentpay/core"
import { Radio, Stack, TextInput } from "@mantine/core"
import { roleHints, roleWords } from "./person-words.ts"

interface Props {
  name: string
  role: Role
  phone: string
  onChange: (change: { role?: Role; phone?: string; name?: string }) => void
}

export function PersonFields({ name, role, phone, onChange }: Props) {
  return (
    <>
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        maxLength={100}
        autoComplete="off"
        required
        data-autofocus
      />
      <Radio.Group label="Role" value={role} onChange={(value) => onChange({ role: value as Role })}>
        <Stack gap="xs" mt="xs">
          {roles.map((value) => (
            <Radio key={value} value={value} label={roleWords[value]} description={roleHints[value]} />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput
        label="Phone"
        description={
          role === "agent"
            ? "What rings when a call comes: +15551234567 or sip:ada@pbx.example.com"
            : "Only agents need one."
        }
        value={phone}
        onChange={(event) => onChange({ phone: event.currentTarget.value })}
        maxLength={200}
        autoComplete="off"
        required={role === "agent"}
      />
    </>
  )
}

/** As the server takes it: none is null. */
export const phoneOrNone = (phone: string): string | null => (phone.trim() === "" ? null : phone.trim())
