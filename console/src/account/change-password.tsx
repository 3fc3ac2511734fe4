// Changes one's own password; every other browser is signed out.
import { Button, Stack, Text } from "@mantine/core"
import { useState } from "react"
import { changePassword } from "../session/session.ts"
import { useForm } from "../session/use-form.ts"
import { RefusalText } from "../shell/refusal-text.tsx"
import { newPasswordHint, PasswordField } from "../sign-in/password-field.tsx"

export function ChangePassword({ email }: { email: string }) {
  const { busy, words, submit } = useForm()
  const [changes, setChanges] = useState(0)
  return (
    <form
      key={changes}
      onSubmit={submit(
        (field) => changePassword(field("current"), field("next")),
        () => setChanges(changes + 1),
      )}
      aria-label="Change the password"
    >
      <Stack gap="md">
        {/* So that a password manager knows whose it is. */}
        <input type="text" name="email" value={email} autoComplete="username" readOnly hidden />
        <PasswordField label="Current password" name="current" autoComplete="current-password" data-again />
        <PasswordField
          label="New password"
          name="next"
          autoComplete="new-password"
          description={`${newPasswordHint} None of your last four.`}
        />
        <RefusalText words={words} />
        {changes > 0 && !words && (
          <Text role="status" size="sm">
            Your password is changed. Everywhere else you are signed out.
          </Text>
        )}
        <Button type="submit" loading={busy}>
          Change the password
        </Button>
      </Stack>
    </form>
  )
}
