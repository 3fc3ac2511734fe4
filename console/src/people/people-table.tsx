// People as a table, or as cards where there is no room for one.
import type { PersonRow } from "@agentpay/core"
import { Group, Paper, Table, Text } from "@mantine/core"
import { useMediaQuery } from "@mantine/hooks"
import { PhoneNumber } from "../words/grouped.tsx"
import { StateText } from "../words/state-text.tsx"
import { clockWords } from "../words/time-words.ts"
import classes from "./people-table.module.css"
import { PersonMenu } from "./person-menu.tsx"
import { roleWords, statusHints, statusWords } from "./person-words.ts"

interface Props {
  people: readonly PersonRow[]
}

export function PeopleTable({ people }: Props) {
  const narrow = useMediaQuery("(max-width: 64em)", false, { getInitialValueInEffect: false })
  return narrow ? <Cards people={people} /> : <Wide people={people} />
}

function Wide({ people }: Props) {
  return (
    <Paper withBorder>
      <Table aria-label="People" layout="fixed" verticalSpacing="sm" horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th w="11%">Role</Table.Th>
            <Table.Th w="19%">Phone</Table.Th>
            <Table.Th w="18%">Status</Table.Th>
            <Table.Th w="12%">Second factor</Table.Th>
            <Table.Th w="12%">Last seen</Table.Th>
            <Table.Th w={64}>
              <span className={classes.hidden}>Actions</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map((person) => (
            <Table.Tr key={person.userId}>
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
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function Cards({ people }: Props) {
  return (
    <ul className={classes.cards} aria-label="People">
      {people.map((person) => (
        <Paper key={person.userId} withBorder p="md" component="li">
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
      ))}
    </ul>
  )
}

function Phone({ phone }: { phone: string }) {
  return phone.startsWith("sip:") ? phone : <PhoneNumber number={phone} />
}

function Status({ person: { status, linkEndsAt } }: { person: PersonRow }) {
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
