// Rows of the audit log: a table, or cards where there is no room for one.
import { type AuditRow, auditActionWords } from "@agentpay/core"
import { Group, Paper, Table, Text } from "@mantine/core"
import { useMediaQuery } from "@mantine/hooks"
import type { ReactNode } from "react"
import { StoryLink } from "../history/story-link.tsx"
import { StateText } from "../words/state-text.tsx"
import { exactWords } from "../words/time-words.ts"
import classes from "./audit-list.module.css"
import { detailWords, resultWords } from "./audit-words.ts"

interface Props {
  rows: readonly AuditRow[]
  names: Record<string, string>
}

export function AuditList(props: Props) {
  const narrow = useMediaQuery("(max-width: 62em)", false, { getInitialValueInEffect: false })
  return narrow ? <Cards {...props} /> : <Wide {...props} />
}

function Wide({ rows, names }: Props) {
  return (
    <Paper withBorder>
      <Table aria-label="Audit log" layout="fixed" verticalSpacing="xs" horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="7%">Row</Table.Th>
            <Table.Th w="13%">Time</Table.Th>
            <Table.Th w="13%">Who</Table.Th>
            <Table.Th w="16%">What</Table.Th>
            <Table.Th w="11%">Result</Table.Th>
            <Table.Th w="18%">To whom or what</Table.Th>
            <Table.Th>From where; details</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.seq}>
              <Table.Td className={classes.number}>{row.seq}</Table.Td>
              <Table.Td>
                <Time at={row.at} />
              </Table.Td>
              <Table.Td className={classes.long}>{whoWords(row, names)}</Table.Td>
              <Table.Td>{auditActionWords[row.action] ?? row.action}</Table.Td>
              <Table.Td>
                <Result row={row} />
              </Table.Td>
              <Table.Td className={classes.long}>
                <Subject row={row} names={names} />
              </Table.Td>
              <Table.Td className={classes.long}>
                {row.address}
                <Details row={row} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function Cards({ rows, names }: Props) {
  return (
    <ul className={classes.cards} aria-label="Audit log">
      {rows.map((row) => (
        <Paper key={row.seq} withBorder p="md" component="li" className={classes.long}>
          <Group justify="space-between" gap="xs">
            <Text fw={600}>{auditActionWords[row.action] ?? row.action}</Text>
            <Result row={row} />
          </Group>
          <Group justify="space-between" gap="xs">
            <Text>{whoWords(row, names)}</Text>
            <Time at={row.at} />
          </Group>
          {row.subject && (
            <Text>
              To: <Subject row={row} names={names} />
            </Text>
          )}
          {row.address && <Text>From: {row.address}</Text>}
          <Details row={row} />
          <Text size="sm" c="dimmed">
            Row {row.seq}
          </Text>
        </Paper>
      ))}
    </ul>
  )
}

const Time = ({ at }: { at: number }) => <time dateTime={new Date(at).toISOString()}>{exactWords(at)}</time>

function Result({ row: { result } }: { row: AuditRow }) {
  const { words, tone } = resultWords[result]
  return <StateText tone={tone}>{words}</StateText>
}

/** What has no address came from no network: AgentPay did it, or one of its programs. */
const whoWords = ({ who, address }: AuditRow, names: Props["names"]): string =>
  who === null ? (address === null ? "AgentPay" : "Not signed in") : (names[who] ?? who)

function Subject({ row: { subject, detail }, names }: { row: AuditRow; names: Props["names"] }): ReactNode {
  if (subject === null) return null
  if (!/^(CA[0-9a-f]{32}|sample-.+)$/i.test(subject)) return names[subject] ?? subject
  const { paymentId } = detail
  return (
    <StoryLink callSid={subject} {...(typeof paymentId === "string" && { paymentId })}>
      {subject}
    </StoryLink>
  )
}

function Details({ row: { detail } }: { row: AuditRow }) {
  const words = detailWords(detail)
  return words ? (
    <Text size="sm" c="dimmed">
      {words}
    </Text>
  ) : null
}
