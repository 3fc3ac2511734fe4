// A field for a password, with a switch that shows it.
import { PasswordInput, type PasswordInputProps } from "@mantine/core"

export function PasswordField(props: PasswordInputProps) {
  return (
    <PasswordInput
      required
      withAsterisk={false}
      visibilityToggleButtonProps={{ "aria-label": "Show what is typed" }}
      {...props}
    />
  )
}

export const newPasswordHint = "At least 12 characters, with letters and digits."
