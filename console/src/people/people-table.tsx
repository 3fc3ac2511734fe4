// People as a table, or as cards where there is no room for one.
import type { PersonRow } from "@agentpay/core"
import { Group, Paper, Table, Text } from "@mantine/core"
import { type Column, TableOrCards } from "../shell/table-or-cards.tsx"
import { PhoneNumber } from "../words/grouped.tsx"
import { StateText } from "../words/state-text.tsx"
import { clockWords } from "../words/time-words.ts"
import classes from "./people-table.module.css"
import { PersonMenu } from "./person-menu.tsx"
import { roleWords, statusHints, statusWords } from "./person-words.ts"

interface RowProps {
  person: PersonRow
}

const columns: Column[] = [
  { title: "Name" },
  { title: "Role", width: "11%" },
  { title: "Phone", width: "19%" },
  { title: "Status", width: "18%" },
  { title: "Second factor", width: "12%" },
  { title: "Last seen", width: "12%" },
  { title: <span className={classes.hidden}>Actions</span>, width: 64 },
]

export function PeopleTable({ people }: { people: readonly PersonRow[] }) {
  return (
    <TableOrCards
      label="People"
      cardsUpTo="64em"
      columns={columns}
      rows={people}
      beside
      inTable={(person) => <InTable key={person.userId} person={person} />}
      asCard={(person) => <Card key={person.userId} person={person} />}
    />
  )
}

function InTable({ person }: RowProps) {
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={600}>{person.name}</Text>
        <Text size="sm" c="dimmed">
          {person.email}
        </Text>
      </Table.Td>
      <Table.Td>{roleWords[person.role]}</Table.Td>
      <Table.Td>{person.phone && <Phone phone={person.phone} />}</Table.Td>
      <Table.Td>
        <Status person={person} />
      </Table.Td>
      <Table.Td>{person.secondFactor ? "Set up" : "No"}</Table.Td>
      <Table.Td>{lastSeen(person)}</Table.Td>
      <Table.Td>
        <PersonMenu person={person} />
      </Table.Td>
    </Table.Tr>
  )
}

function Card({ person }: RowProps) {
  return (
    <Paper withBorder p="md" component="li">
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <div>
          <Text fw={600}>{person.name}</Text>
          <Text size="sm" c="dimmed">
            {person.email}
          </Text>
        </div>
        <PersonMenu person={person} />
      </Group>
      <Group justify="space-between" gap="xs">
        <Text>{roleWords[person.role]}</Text>
        {person.phone && <Phone phone={person.phone} />}
      </Group>
      <Status person={person} />
      <Text size="sm">Second factor: {person.secondFactor ? "set up" : "no"}</Text>
      <Text size="sm">Last seen: {lastSeen(person)}</Text>
    </Paper>
  )
}

function Phone({ phone }: { phone: string }) {
  return phone.startsWith("sip:") ? phone : <PhoneNumber number={phone} />
}

function Status({ person: { status, linkEndsAt } }: RowProps) {
  const { words, tone } = statusWords[status]
  const until = linkEndsAt && `Link works until ${clockWords(linkEndsAt, Date.now())}`
  const hint = statusHints[status] ?? until ?? (status === "invited" ? "The link has run out." : null)
  return (
    <>
      <StateText tone={tone}>{words}</StateText>
      {hint && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
    </>
  )
}

const lastSeen = ({ lastSeenAt }: PersonRow): string =>
  lastSeenAt === null ? "Never" : clockWords(lastSeenAt, Date.now())
