// E-mail and password.
import type { LockedFor } from "@agentpay/core"
import { Alert, Button, Stack, TextInput } from "@mantine/core"
import { useLive } from "../live/live-context.tsx"
import { signIn, signOut } from "../session/session.ts"
import { useForm } from "../session/use-form.ts"
import { RefusalText } from "../shell/refusal-text.tsx"
import { PasswordField } from "./password-field.tsx"

interface Props {
  sessionLost: boolean
  lockedFor?: LockedFor
  onDone: (answer: { ok: true; needsCode: boolean }) => void
}

export function PasswordForm({ sessionLost, lockedFor, onDone }: Props) {
  const { busy, words, submit } = useForm()
  const live = useLive()

  /** Somebody else sits down here: they get the empty sign-in, and nothing of what was on the screen. */
  async function leave() {
    if ((await signOut()).ok) live.forget()
  }

  return (
    <form
      onSubmit={submit((field) => signIn(field("email").trim(), field("password")), onDone)}
      aria-label={lockedFor ? "Unlock" : "Sign in"}
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
          {...(lockedFor
            ? { defaultValue: lockedFor.email, readOnly: true }
            : { autoFocus: true, "data-autofocus": true })}
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          data-again
          autoFocus={lockedFor !== undefined}
          aria-describedby={words ? "sign-in-error" : undefined}
        />
        <RefusalText id="sign-in-error" words={words} />
        <Button type="submit" loading={busy} fullWidth>
          {lockedFor ? "Unlock" : "Sign in"}
        </Button>
        {lockedFor && (
          <Button variant="subtle" onClick={leave} fullWidth>
            Sign out
          </Button>
        )}
      </Stack>
    </form>
  )
}
