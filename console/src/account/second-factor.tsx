// The second factor of one's own account: set it up, or make new recovery codes.
import { Button, Stack, Text } from "@mantine/core"
import { useState } from "react"
import { newRecoveryCodes } from "../session/second-factor.ts"
import { useForm } from "../session/use-form.ts"
import { RefusalText } from "../shell/refusal-text.tsx"
import { PasswordField } from "../sign-in/password-field.tsx"
import { StateText } from "../words/state-text.tsx"
import { RecoveryCodes } from "./recovery-codes.tsx"
import { SetUpSecondFactor } from "./set-up-second-factor.tsx"

export function SecondFactor({ isSetUp, onChange }: { isSetUp: boolean; onChange: () => void }) {
  const [settingUp, setSettingUp] = useState(false)
  if (isSetUp) return <NewCodes />
  if (settingUp)
    return (
      <SetUpSecondFactor
        onDone={() => {
          setSettingUp(false)
          onChange()
        }}
      />
    )
  return (
    <Stack gap="md" align="flex-start">
      <StateText tone="idle">Not set up</StateText>
      <Text>
        With a code from your phone besides the password, nobody signs in as you who has learnt the password.
      </Text>
      <Button onClick={() => setSettingUp(true)}>Set it up</Button>
    </Stack>
  )
}

function NewCodes() {
  const [codes, setCodes] = useState<string[] | null>(null)
  const { busy, words, submit } = useForm()
  if (codes) return <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />
  return (
    <form
      onSubmit={submit(
        (field) => newRecoveryCodes(field("password")),
        ({ codes }) => setCodes(codes),
      )}
      aria-label="New recovery codes"
    >
      <Stack gap="md">
        <StateText tone="good">Set up</StateText>
        <Text>
          New recovery codes take the place of the old ones. A new phone? An admin can reset your second
          factor; then you set it up again.
        </Text>
        <PasswordField label="Your password" name="password" autoComplete="current-password" data-again />
        <RefusalText words={words} />
        <Button type="submit" variant="default" loading={busy}>
          Make new recovery codes
        </Button>
      </Stack>
    </form>
  )
}
