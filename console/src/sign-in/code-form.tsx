// The second step of signing in: a code from the authenticator app, or a recovery code.
import { Button, Stack, Text, TextInput, Title } from "@mantine/core"
import { useState } from "react"
import { checkCode, takeRecoveryCode } from "../session/second-factor.ts"
import { useForm } from "../session/use-form.ts"
import { RefusalText } from "../shell/refusal-text.tsx"

export function CodeForm({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const [recovery, setRecovery] = useState(false)
  const { busy, words, setWords, submit } = useForm()
  const described = words ? "code-error" : undefined
  return (
    <form
      onSubmit={submit((field) => (recovery ? takeRecoveryCode : checkCode)(field("code")), onDone)}
      aria-label="Second factor"
    >
      <Stack gap="md">
        <Title order={2} size="h4">
          {recovery ? "Use a recovery code" : "Enter your code"}
        </Title>
        <Text>
          {recovery
            ? "One of the codes that you kept when you set up your second factor. Each works once."
            : "Open the authenticator app on your phone and type the six digits that it shows for AgentPay."}
        </Text>
        <TextInput
          key={recovery ? "recovery" : "app"}
          label={recovery ? "Recovery code" : "Code"}
          name="code"
          inputMode={recovery ? "text" : "numeric"}
          autoComplete={recovery ? "off" : "one-time-code"}
          maxLength={20}
          required
          withAsterisk={false}
          autoFocus
          data-again
          aria-describedby={described}
        />
        <RefusalText id="code-error" words={words} />
        <Button type="submit" loading={busy} fullWidth>
          Sign in
        </Button>
        <Button
          variant="subtle"
          onClick={() => {
            setRecovery(!recovery)
            setWords(null)
          }}
        >
          {recovery ? "Use the app instead" : "I cannot use my app"}
        </Button>
        {recovery && (
          <Text size="sm" c="dimmed">
            No recovery code left? An admin can reset your second factor.
          </Text>
        )}
        <Button variant="subtle" onClick={onBack}>
          Back to the start
        </Button>
      </Stack>
    </form>
  )
}
