// One's own account: who one is, the password, the second factor.
import type { OwnAccount } from "@agentpay/core"
import { Paper, Stack, Table, Text, Title } from "@mantine/core"
import { useDocumentTitle } from "@mantine/hooks"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { askServer } from "../api/ask-server.ts"
import { roleWords } from "../people/person-words.ts"
import { RefusalText } from "../shell/refusal-text.tsx"
import { ChangePassword } from "./change-password.tsx"
import { SecondFactor } from "./second-factor.tsx"

export function AccountPage() {
  useDocumentTitle("Your account · AgentPay")
  const queries = useQueryClient()
  const { data, error } = useQuery({
    queryKey: ["account"],
    queryFn: () => askServer<OwnAccount>("/api/account"),
  })
  return (
    <Stack gap="lg" maw={560}>
      <Title order={1} size="h3">
        Your account
      </Title>
      <RefusalText words={error?.message ?? null} />
      {data && (
        <Section title="You">
          <Table variant="vertical" layout="fixed">
            <Table.Tbody>
              <Line name="Name">{data.name}</Line>
              <Line name="E-mail">{data.email}</Line>
              <Line name="Role">{roleWords[data.role]}</Line>
              {data.phone && <Line name="Phone">{data.phone}</Line>}
            </Table.Tbody>
          </Table>
          <Text size="sm" c="dimmed">
            An admin can change these.
          </Text>
        </Section>
      )}
      <Section title="Password">
        <ChangePassword email={data?.email ?? ""} />
      </Section>
      {data && (
        <Section title="Second factor">
          <SecondFactor
            isSetUp={data.secondFactor}
            onChange={() => queries.invalidateQueries({ queryKey: ["account"] })}
          />
        </Section>
      )}
    </Stack>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper component="section" withBorder p="lg" aria-label={title}>
      <Stack gap="md">
        <Title order={2} size="h4">
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  )
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th w={100} scope="row">
        {name}
      </Table.Th>
      <Table.Td>{children}</Table.Td>
    </Table.Tr>
  )
}
