// Payments that a search found: a table, or cards where there is no room for one. Each leads to its story.
import { formatMoney, type PaymentRow } from "@agentpay/core"
import { Group, Paper, Table, Text } from "@mantine/core"
import { useMediaQuery } from "@mantine/hooks"
import { useScreen, useServerNow } from "../live/live-context.tsx"
import { brandName } from "../words/card-words.ts"
import { PhoneNumber } from "../words/grouped.tsx"
import { outcomeWords, rowDetail } from "../words/outcome-words.ts"
import { SampleMark } from "../words/sample-mark.tsx"
import { StateText } from "../words/state-text.tsx"
import { clockWords } from "../words/time-words.ts"
import { agentNamed } from "./agent-named.ts"
import classes from "./history.module.css"
import { StoryLink } from "./story-link.tsx"

interface Props {
  rows: readonly PaymentRow[]
}

export function PaymentList({ rows }: Props) {
  const narrow = useMediaQuery("(max-width: 62em)", false, { getInitialValueInEffect: false })
  return narrow ? <Cards rows={rows} /> : <Wide rows={rows} />
}

function Wide({ rows }: Props) {
  const { people } = useScreen()
  return (
    <Paper withBorder>
      <Table aria-label="Payments" layout="fixed" verticalSpacing="sm" horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="15%">Time</Table.Th>
            <Table.Th w="11%">Agent</Table.Th>
            <Table.Th w="13%">Caller</Table.Th>
            <Table.Th w="13%">Outcome</Table.Th>
            <Table.Th w="10%" ta="end">
              Amount
            </Table.Th>
            <Table.Th w="13%">Card</Table.Th>
            <Table.Th>Reference; code or reason</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.paymentId}>
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
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function Cards({ rows }: Props) {
  const { people } = useScreen()
  return (
    <ul className={classes.cards} aria-label="Payments">
      {rows.map((row) => (
        <Paper key={row.paymentId} withBorder p="md" component="li">
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
      ))}
    </ul>
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
