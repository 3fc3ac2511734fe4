// The door: e-mail and password.
import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core"
import { useDocumentTitle } from "@mantine/hooks"
import { type FormEvent, useRef, useState } from "react"
import { useLive } from "../live/live-context.tsx"
import { signIn } from "../session/session.ts"
import { Owl } from "../shell/owl.tsx"

export function SignInPage({ sessionLost }: { sessionLost: boolean }) {
  useDocumentTitle("Sign in · AgentPay")
  const live = useLive()
  const password = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy) return
    const fields = new FormData(event.currentTarget)
    setBusy(true)
    setError(null)
    const answer = await signIn(String(fields.get("email")).trim(), String(fields.get("password")))
    if (answer.ok) {
      live.connect()
      return
    }
    setBusy(false)
    setError(answer.words)
    password.current?.select()
  }

  return (
    <Stack component="main" align="center" justify="center" mih="100dvh" p="md" gap="xl">
      <Stack align="center" gap="xs">
        <Owl size={72} />
        <Title order={1}>AgentPay</Title>
        <Text c="dimmed" ta="center">
          Take card payments over the phone.
        </Text>
      </Stack>
      <Paper w="100%" maw={380} withBorder p="lg">
        <form onSubmit={submit} aria-label="Sign in">
          <Stack gap="md">
            {sessionLost && !error && (
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
            <PasswordInput
              ref={password}
              label="Password"
              name="password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              visibilityToggleButtonProps={{ "aria-label": "Show what is typed" }}
              aria-describedby={error ? "sign-in-error" : undefined}
            />
            {error && (
              <Text id="sign-in-error" role="alert" c="var(--mantine-color-error)" size="sm">
                {error}
              </Text>
            )}
            <Button type="submit" loading={busy} fullWidth>
              Sign in
            </Button>
          </Stack>
        </form>
      </Paper>
    </Stack>
  )
}
