// Rows of the audit log: a table, or cards where there is no room for one.
import { type AuditRow, auditActionWords } from "@agentpay/core"
import { Group, Paper, Table, Text } from "@mantine/core"
import type { ReactNode } from "react"
import { StoryLink } from "../history/story-link.tsx"
import { type Column, TableOrCards } from "../shell/table-or-cards.tsx"
import { StateText } from "../words/state-text.tsx"
import { exactWords } from "../words/time-words.ts"
import classes from "./audit-list.module.css"
import { detailWords, resultWords } from "./audit-words.ts"

interface Props {
  rows: readonly AuditRow[]
  names: Record<string, string>
}

interface RowProps {
  row: AuditRow
  names: Props["names"]
}

const columns: Column[] = [
  { title: "Row", width: "7%" },
  { title: "Time", width: "13%" },
  { title: "Who", width: "13%" },
  { title: "What", width: "16%" },
  { title: "Result", width: "11%" },
  { title: "To whom or what", width: "18%" },
  { title: "From where; details" },
]

export function AuditList({ rows, names }: Props) {
  return (
    <TableOrCards
      label="Audit log"
      cardsUpTo="62em"
      columns={columns}
      rows={rows}
      spacing="xs"
      inTable={(row) => <InTable key={row.seq} row={row} names={names} />}
      asCard={(row) => <Card key={row.seq} row={row} names={names} />}
    />
  )
}

function InTable({ row, names }: RowProps) {
  return (
    <Table.Tr>
      <Table.Td>{row.seq}</Table.Td>
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
  )
}

function Card({ row, names }: RowProps) {
  return (
    <Paper withBorder p="md" component="li" className={classes.long}>
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

function Subject({ row: { subject, detail }, names }: RowProps): ReactNode {
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
