// The board's rows as a table, or as cards where there is no room for one.
import type { Person } from "@agentpay/core"
import { Group, Paper, Table, Text } from "@mantine/core"
import { memo } from "react"
import { StoryLink } from "../history/story-link.tsx"
import { useScreen } from "../live/live-context.tsx"
import type { LiveCall } from "../live/live-state.ts"
import { type Column, TableOrCards } from "../shell/table-or-cards.tsx"
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

const columns: Column[] = [
  { title: "Time", width: "8%" },
  { title: "Agent", width: "14%" },
  { title: "Caller", width: "13%" },
  { title: "Call", width: "11%" },
  { title: "Payment", width: "18%" },
  { title: "Amount", width: "8%", atEnd: true },
  { title: "Progress, code or reason" },
]

export function BoardTable({ label, calls, now }: Props) {
  const { people } = useScreen()
  return (
    <TableOrCards
      label={label}
      cardsUpTo="75em"
      columns={columns}
      rows={calls}
      spacing="xs"
      beside
      bounded
      inTable={(known) => <InTable key={known.call.callSid} known={known} people={people} now={now} />}
      asCard={(known) => <Cards key={known.call.callSid} known={known} people={people} now={now} />}
    />
  )
}

interface OfCallProps {
  known: LiveCall
  people: readonly Person[]
  now: number
}

/** A hundred calls stand on the page while digits arrive: only those that changed are drawn again. */
const InTable = memo(function InTable({ known, people, now }: OfCallProps) {
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

/** Not drawn again while the call stays as it is, like a row. */
const Cards = memo(function Cards({ known, people, now }: OfCallProps) {
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
