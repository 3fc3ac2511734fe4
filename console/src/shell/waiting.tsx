// What is shown before the server has said anything.
import { Button, Loader, Stack, Text, Title } from "@mantine/core"
import { useDocumentTitle } from "@mantine/hooks"
import { useLive } from "../live/live-context.tsx"
import { Owl } from "./owl.tsx"

export function Waiting({ unreachable }: { unreachable: boolean }) {
  useDocumentTitle(unreachable ? "No connection · AgentPay" : "AgentPay")
  const live = useLive()
  return (
    <Stack component="main" align="center" justify="center" mih="100dvh" p="md" gap="md">
      <Owl size={72} />
      <Title order={1} size="h3" ta="center">
        {unreachable ? "The server cannot be reached" : "Connecting to AgentPay"}
      </Title>
      {unreachable ? (
        <>
          <Text role="alert" ta="center" maw={440}>
            AgentPay does not answer, or your connection is down. This page keeps trying by itself and opens
            as soon as it gets through.
          </Text>
          <Button variant="default" onClick={() => live.connect()}>
            Try now
          </Button>
        </>
      ) : (
        <Loader role="status" aria-label="Connecting" />
      )}
    </Stack>
  )
}
