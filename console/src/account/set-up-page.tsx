// All that somebody may see who has yet to set their second factor up.
import { Button, Stack, Text, Title } from "@mantine/core"
import { useDocumentTitle } from "@mantine/hooks"
import { useLive } from "../live/live-context.tsx"
import { signOut } from "../session/session.ts"
import { Door } from "../sign-in/door.tsx"
import { SetUpSecondFactor } from "./set-up-second-factor.tsx"

export function SetUpPage() {
  useDocumentTitle("Second factor · AgentPay")
  const live = useLive()
  async function leave() {
    if ((await signOut()).ok) live.forget()
  }
  return (
    <Door wide>
      <Stack gap="md">
        <Title order={2} size="h4">
          Set up your second factor
        </Title>
        <Text>
          Your account needs a code from your phone besides the password. Until it is set up there is nothing
          else to see.
        </Text>
        <SetUpSecondFactor onDone={() => live.connect()} />
        <Button variant="subtle" onClick={leave}>
          Sign out
        </Button>
      </Stack>
    </Door>
  )
}
