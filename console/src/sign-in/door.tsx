// The frame of every page in front of the app.
import { Paper, Stack, Text, Title } from "@mantine/core"
import type { ReactNode } from "react"
import { Owl } from "../shell/owl.tsx"

interface Props {
  children: ReactNode
  wide?: boolean
  title?: string
  words?: string
}

export function Door({
  children,
  wide = false,
  title = "AgentPay",
  words = "Take card payments over the phone.",
}: Props) {
  return (
    <Stack component="main" align="center" justify="center" mih="100dvh" p="md" gap="xl">
      <Stack align="center" gap="xs">
        <Owl size={72} />
        <Title order={1}>{title}</Title>
        <Text c="dimmed" ta="center" maw={440}>
          {words}
        </Text>
      </Stack>
      <Paper w="100%" maw={wide ? 480 : 380} withBorder p="lg">
        {children}
      </Paper>
    </Stack>
  )
}
