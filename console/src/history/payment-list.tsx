// Payments that a search found: a table, or cards where there is no room for one. Each leads to its story.
import { formatMoney, type PaymentRow } from "@agentpay/core"
import { Group, Paper, Table, Text } from "@mantine/core"
import { useScreen, useServerNow } from "../live/live-context.tsx"
import { type Column, TableOrCards } from "../shell/table-or-cards.tsx"
import { brandName } from "../words/card-words.ts"
import { PhoneNumber } from "../words/grouped.tsx"
import { outcomeWords, rowDetail } from "../words/outcome-words.ts"
import { SampleMark } from "../words/sample-mark.tsx"
import { StateText } from "../words/state-text.tsx"
import { clockWords } from "../words/time-words.ts"
import { agentNamed } from "./agent-named.ts"
import classes from "./history.module.css"
import { StoryLink } from "./story-link.tsx"

const columns: Column[] = [
  { title: "Time", width: "15%" },
  { title: "Agent", width: "11%" },
  { title: "Caller", width: "13%" },
  { title: "Outcome", width: "13%" },
  { title: "Amount", width: "10%", atEnd: true },
  { title: "Card", width: "13%" },
  { title: "Reference; code or reason" },
]

export function PaymentList({ rows }: { rows: readonly PaymentRow[] }) {
  return (
    <TableOrCards
      label="Payments"
      cardsUpTo="62em"
      columns={columns}
      rows={rows}
      inTable={(row) => <InTable key={row.paymentId} row={row} />}
      asCard={(row) => <Card key={row.paymentId} row={row} />}
    />
  )
}

function InTable({ row }: { row: PaymentRow }) {
  const { people } = useScreen()
  return (
    <Table.Tr>
      <Table.Td>
        <Opened row={row} /> <SampleMark callSid={row.callSid} />
      </Table.Td>
      <Table.Td>{agentNamed(row.agentId, people)}</Table.Td>
      <Table.Td>
        <PhoneNumber number={row.caller} />
      </Table.Td>
      <Table.Td>
        <OutcomeOf row={row} />
      </Table.Td>
      <Table.Td ta="end" className={classes.amount}>
        {formatMoney(row.totalMinor, row.currency)}
      </Table.Td>
      <Table.Td>
        <CardOf row={row} />
      </Table.Td>
      <Table.Td>
        <Details row={row} />
      </Table.Td>
    </Table.Tr>
  )
}

function Card({ row }: { row: PaymentRow }) {
  const { people } = useScreen()
  return (
    <Paper withBorder p="md" component="li">
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Opened row={row} />
          <SampleMark callSid={row.callSid} />
        </Group>
        <Text fw={600} className={classes.amount}>
          {formatMoney(row.totalMinor, row.currency)}
        </Text>
      </Group>
      <Group justify="space-between" gap="xs">
        <OutcomeOf row={row} />
        <CardOf row={row} />
      </Group>
      <Text>
        <PhoneNumber number={row.caller} />, {agentNamed(row.agentId, people)}
      </Text>
      <Details row={row} />
    </Paper>
  )
}

function Opened({ row }: { row: PaymentRow }) {
  const now = useServerNow(false)
  const { callSid, paymentId, openedAt } = row
  return (
    <StoryLink
      callSid={callSid}
      paymentId={paymentId}
      label={`Payment of ${clockWords(openedAt, now)}, ${formatMoney(row.totalMinor, row.currency)}`}
    >
      <time dateTime={new Date(openedAt).toISOString()}>{clockWords(openedAt, now)}</time>
    </StoryLink>
  )
}

function OutcomeOf({ row: { outcome } }: { row: PaymentRow }) {
  const { words, tone } = outcomeWords[outcome]
  return <StateText tone={tone}>{words}</StateText>
}

function CardOf({ row: { brand, lastFour } }: { row: PaymentRow }) {
  if (!lastFour) return null
  return (
    <span>
      {brandName(brand ?? undefined)} {lastFour}
    </span>
  )
}

function Details({ row }: { row: PaymentRow }) {
  const detail = rowDetail(row)
  return (
    <>
      {row.reference && <Text inherit>{row.reference}</Text>}
      {detail && (
        <Text size="sm" c="dimmed">
          {detail}
        </Text>
      )}
    </>
  )
}
