// Sets a second factor up: the password, the app, a first code, and the recovery codes.
import { Button, Group, Stack, Text, TextInput } from "@mantine/core"
import { QRCodeSVG } from "qrcode.react"
import { useState } from "react"
import { CopyCode } from "../desk/copy-code.tsx"
import { beginSecondFactor, checkCode, type NewSecondFactor } from "../session/second-factor.ts"
import { useForm } from "../session/use-form.ts"
import { RefusalText } from "../shell/refusal-text.tsx"
import { PasswordField } from "../sign-in/password-field.tsx"
import classes from "./account.module.css"
import { RecoveryCodes } from "./recovery-codes.tsx"

export function SetUpSecondFactor({ onDone }: { onDone: () => void }) {
  const [made, setMade] = useState<NewSecondFactor | null>(null)
  const [checked, setChecked] = useState(false)
  if (!made) return <AskPassword onDone={setMade} />
  if (!checked) return <AddToApp made={made} onDone={() => setChecked(true)} />
  return <RecoveryCodes codes={made.recoveryCodes} onDone={onDone} />
}

function AskPassword({ onDone }: { onDone: (made: NewSecondFactor) => void }) {
  const { busy, words, submit } = useForm()
  return (
    <form
      onSubmit={submit(
        (field) => beginSecondFactor(field("password")),
        ({ made }) => onDone(made),
      )}
      aria-label="Set up the second factor"
    >
      <Stack gap="md">
        <Text>
          You need an authenticator app on your phone, such as Google Authenticator, Microsoft Authenticator
          or 1Password.
        </Text>
        <PasswordField label="Your password" name="password" autoComplete="current-password" data-again />
        <RefusalText words={words} />
        <Button type="submit" loading={busy}>
          Begin
        </Button>
      </Stack>
    </form>
  )
}

function AddToApp({ made, onDone }: { made: NewSecondFactor; onDone: () => void }) {
  const { busy, words, submit } = useForm()
  return (
    <form onSubmit={submit((field) => checkCode(field("code")), onDone)} aria-label="Check the second factor">
      <Stack gap="md">
        <Text>Scan this with the app:</Text>
        <QRCodeSVG
          value={made.uri}
          size={220}
          marginSize={4}
          title="QR code for your app"
          className={classes.qr}
        />
        <div>
          <Text>Or type this key into it:</Text>
          <Group gap="sm">
            <Text className={classes.secret} aria-label="Key" role="group">
              {made.secret.match(/.{1,4}/g)?.join(" ")}
            </Text>
            <CopyCode code={made.secret} name="the key" />
          </Group>
        </div>
        <TextInput
          label="Code that the app shows now"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={10}
          required
          withAsterisk={false}
          data-again
        />
        <RefusalText words={words} />
        <Button type="submit" loading={busy}>
          Check the code
        </Button>
      </Stack>
    </form>
  )
}
