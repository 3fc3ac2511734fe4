// What is shown when the page itself has a fault.
import { Button, Code, Stack, Text, Title } from "@mantine/core"
import type { ErrorComponentProps } from "@tanstack/react-router"

export function BrokenPage({ error }: ErrorComponentProps) {
  return (
    <Stack component="main" align="center" py="xl" px="md" gap="md" role="alert">
      <Title order={1} size="h2" ta="center">
        Something in this page broke
      </Title>
      <Text ta="center" maw={480}>
        Your calls and payments are safe on the server. Reload the page; everything comes back as it was. If
        it happens again, tell your supervisor these words:
      </Text>
      <Code>{error instanceof Error ? error.message : String(error)}</Code>
      <Button onClick={() => window.location.reload()}>Reload the page</Button>
    </Stack>
  )
}
