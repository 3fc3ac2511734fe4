// An address that leads nowhere.
import { Button, Stack, Text, Title } from "@mantine/core"
import { useDocumentTitle } from "@mantine/hooks"
import { Link } from "@tanstack/react-router"

export function NotFound() {
  useDocumentTitle("Page not found · AgentPay")
  return (
    <Stack align="center" py="xl" gap="md">
      <Title order={1} size="h2" ta="center">
        There is no page here
      </Title>
      <Text ta="center" c="dimmed">
        {window.location.pathname} is not an address of AgentPay. Calls and payments are on the first page.
      </Text>
      <Button component={Link} to="/">
        Go to the first page
      </Button>
    </Stack>
  )
}
