// The admins' page of everybody with an account.
import { type PersonRow, type PersonStatus, personStatuses } from "@agentpay/core"
import { Button, Group, Loader, NativeSelect, Paper, Stack, Text, TextInput, Title } from "@mantine/core"
import { useDocumentTitle } from "@mantine/hooks"
import { useState } from "react"
import { Failed } from "../search/failed.tsx"
import { InviteDialog } from "./invite-dialog.tsx"
import { PeopleTable } from "./people-table.tsx"
import { statusWords } from "./person-words.ts"
import { usePeople } from "./use-people.ts"

const fits = (person: PersonRow, sought: string, status: PersonStatus | ""): boolean =>
  (!status || person.status === status) &&
  `${person.name} ${person.email} ${person.phone ?? ""}`.toLowerCase().includes(sought.trim().toLowerCase())

export function PeoplePage() {
  useDocumentTitle("People · AgentPay")
  const asked = usePeople()
  const { data, isPending } = asked
  const [sought, setSought] = useState("")
  const [status, setStatus] = useState<PersonStatus | "">("")
  const [inviting, setInviting] = useState(false)
  const found = data?.filter((person) => fits(person, sought, status)) ?? []
  const statuses = personStatuses.map((value) => ({ value, label: statusWords[value].words }))
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={1} size="h3">
          People
        </Title>
        <Button onClick={() => setInviting(true)}>Invite somebody</Button>
      </Group>
      <Group gap="md" align="flex-end">
        <TextInput
          label="Search"
          placeholder="Name, e-mail or phone"
          type="search"
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
        />
        <NativeSelect
          label="Status"
          size="md"
          value={status}
          onChange={(event) => setStatus(event.currentTarget.value as PersonStatus | "")}
          data={[{ value: "", label: "All" }, ...statuses]}
        />
        {data && (
          <Text c="dimmed" role="status" py="xs">
            {found.length === data.length
              ? `${data.length} people`
              : `${found.length} of ${data.length} people`}
          </Text>
        )}
      </Group>
      {asked.isError && (
        <Failed title="The list could not be read" error={asked.error} retry={asked.refetch} />
      )}
      {isPending && <Loader role="status" aria-label="Reading the list" />}
      {data && found.length === 0 && (
        <Paper withBorder p="lg">
          <Text c="dimmed">Nobody fits. Search for less, or choose another status.</Text>
        </Paper>
      )}
      {found.length > 0 && <PeopleTable people={found} />}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Stack>
  )
}
