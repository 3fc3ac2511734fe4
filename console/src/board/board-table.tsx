// The board's rows as a table, or as cards where there is no room for one.
import type { Person } from "@agentpay/core"
import { Group, Paper, Table, Text } from "@mantine/core"
import { useMediaQuery } from "@mantine/hooks"
import { memo } from "react"
import { StoryLink } from "../history/story-link.tsx"
import { useScreen } from "../live/live-context.tsx"
import type { LiveCall } from "../live/live-state.ts"
import { PhoneNumber } from "../words/grouped.tsx"
import { SampleMark } from "../words/sample-mark.tsx"
import { StateText } from "../words/state-text.tsx"
import { clockWords } from "../words/time-words.ts"
import { type BoardRow, boardRows } from "./board-row.ts"
import classes from "./board-table.module.css"
import { StopPayment } from "./stop-payment.tsx"

interface Props {
  label: string
  calls: readonly LiveCall[]
  now: number
}

export function BoardTable(props: Props) {
  const narrow = useMediaQuery("(max-width: 75em)", false, { getInitialValueInEffect: false })
  return narrow ? <Cards {...props} /> : <Wide {...props} />
}

interface OfCallProps {
  known: LiveCall
  people: readonly Person[]
  now: number
}

function Wide({ label, calls, now }: Props) {
  const { people } = useScreen()
  return (
    <Paper withBorder className={classes.bounded}>
      <Table
        aria-label={label}
        layout="fixed"
        stickyHeader
        verticalSpacing="xs"
        horizontalSpacing="sm"
        className={classes.table}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="8%">Time</Table.Th>
            <Table.Th w="14%">Agent</Table.Th>
            <Table.Th w="13%">Caller</Table.Th>
            <Table.Th w="11%">Call</Table.Th>
            <Table.Th w="18%">Payment</Table.Th>
            <Table.Th w="8%" ta="end">
              Amount
            </Table.Th>
            <Table.Th>Progress, code or reason</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {calls.map((known) => (
            <Rows key={known.call.callSid} known={known} people={people} now={now} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

/** A hundred calls stand on the page while digits arrive: only those that changed are drawn again. */
const Rows = memo(function Rows({ known, people, now }: OfCallProps) {
  return boardRows(known, people).map((row) => (
    <Table.Tr key={row.key}>
      <Table.Td>
        <Time row={row} now={now} />
      </Table.Td>
      <Table.Td>{row.agent}</Table.Td>
      <Table.Td className={classes.short}>
        <PhoneNumber number={row.caller} />
      </Table.Td>
      <Table.Td>
        <StateText tone={row.call.tone}>{row.call.words}</StateText> <SampleMark callSid={row.callSid} />
      </Table.Td>
      <Table.Td>
        <PaymentWords row={row} />
        <Written row={row} />
      </Table.Td>
      <Table.Td ta="end" className={classes.short}>
        {row.amount}
      </Table.Td>
      <Table.Td className={row.isCode ? classes.code : undefined}>
        <Group gap="xs" justify="space-between" wrap="nowrap">
          {row.detail}
          <StopPayment row={row} />
        </Group>
      </Table.Td>
    </Table.Tr>
  ))
})

function Cards({ label, calls, now }: Props) {
  const { people } = useScreen()
  return (
    <ul className={`${classes.cards} ${classes.bounded}`} aria-label={label}>
      {calls.map((known) => (
        <OfCall key={known.call.callSid} known={known} people={people} now={now} />
      ))}
    </ul>
  )
}

/** Not drawn again while the call stays as it is, like a row. */
const OfCall = memo(function OfCall({ known, people, now }: OfCallProps) {
  return boardRows(known, people).map((row) => (
    <Paper key={row.key} withBorder p="md" component="li">
      <Group justify="space-between" gap="xs">
        <Text fw={600}>{row.agent}</Text>
        <Text c="dimmed">
          <Time row={row} now={now} />
        </Text>
      </Group>
      <Group justify="space-between" gap="xs">
        <Text>
          <PhoneNumber number={row.caller} /> <SampleMark callSid={row.callSid} />
        </Text>
        <StateText tone={row.call.tone}>{row.call.words}</StateText>
      </Group>
      <Group justify="space-between" gap="xs">
        <PaymentWords row={row} />
        <Text fw={500} ml="auto">
          {row.amount}
        </Text>
      </Group>
      <Written row={row} />
      {row.detail && <Text className={row.isCode ? classes.code : undefined}>{row.detail}</Text>}
      <StopPayment row={row} />
    </Paper>
  ))
})

/** Leads to the story. */
function Time({ row, now }: { row: BoardRow; now: number }) {
  const words = clockWords(row.at, now)
  return (
    <StoryLink
      callSid={row.callSid}
      {...(row.payment && { paymentId: row.key })}
      label={`${words}, ${row.agent}, ${row.payment ? "payment" : "call"}`}
    >
      <time dateTime={new Date(row.at).toISOString()}>{words}</time>
    </StoryLink>
  )
}

function Written({ row: { written } }: { row: BoardRow }) {
  return (
    written && (
      <Text size="sm" c="dimmed">
        {written}
      </Text>
    )
  )
}

function PaymentWords({ row: { payment } }: { row: BoardRow }) {
  if (!payment)
    return (
      <Text span inherit c="dimmed">
        No payment
      </Text>
    )
  return <StateText tone={payment.tone}>{payment.words}</StateText>
}
