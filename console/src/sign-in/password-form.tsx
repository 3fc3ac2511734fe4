// E-mail and password.
import { Alert, Button, Stack, TextInput } from "@mantine/core"
import { signIn } from "../session/session.ts"
import { useForm } from "../session/use-form.ts"
import { RefusalText } from "../shell/refusal-text.tsx"
import { PasswordField } from "./password-field.tsx"

interface Props {
  sessionLost: boolean
  onDone: (answer: { ok: true; needsCode: boolean }) => void
}

export function PasswordForm({ sessionLost, onDone }: Props) {
  const { busy, words, submit } = useForm()
  return (
    <form
      onSubmit={submit((field) => signIn(field("email").trim(), field("password")), onDone)}
      aria-label="Sign in"
    >
      <Stack gap="md">
        {sessionLost && !words && (
          <Alert color="yellow" role="status">
            You were signed out. Sign in again to go on; a payment under way is not lost.
          </Alert>
        )}
        <TextInput
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          data-autofocus
          autoFocus
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          data-again
          aria-describedby={words ? "sign-in-error" : undefined}
        />
        <RefusalText id="sign-in-error" words={words} />
        <Button type="submit" loading={busy} fullWidth>
          Sign in
        </Button>
      </Stack>
    </form>
  )
}
