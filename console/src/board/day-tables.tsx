// Today's payments as tables: what the charts show, for reading, copying and screen readers.
import type { DayFigures } from "@agentpay/core"
import { Paper, SimpleGrid, Table, Title } from "@mantine/core"
import { outcomeWords } from "../words/outcome-words.ts"
import { hourRows, tilesOf } from "./figures.ts"

interface Props {
  day: DayFigures
  /** Start of the day, epoch milliseconds. */
  from: number
}

export function DayTables({ day, from }: Props) {
  const seen = tilesOf(day).filter(({ payments }) => payments > 0)
  const names = seen.map(({ outcome }) => outcome)
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }} spacing="sm">
      <Numbers
        title="Payments by hour"
        head={["Hour", ...names.map((name) => outcomeWords[name].words)]}
        rows={hourRows(day, from).map((row) => [row.hour, ...names.map((name) => String(row[name]))])}
      />
      <Numbers
        title="Outcomes"
        head={["Outcome", "Payments", "Amount"]}
        rows={seen.map(({ outcome, payments, sums }) => [
          outcomeWords[outcome].words,
          String(payments),
          sums.join(", "),
        ])}
      />
      <Numbers
        title="Why payments were declined"
        head={["Reason", "Payments"]}
        rows={day.declines.map(({ reason, payments }) => [reason || "No reason given", String(payments)])}
      />
    </SimpleGrid>
  )
}

function Numbers({ title, head, rows }: { title: string; head: string[]; rows: string[][] }) {
  return (
    <Paper withBorder p="sm">
      <Title order={3} size="sm" mb="xs">
        {title}
      </Title>
      <Table aria-label={title}>
        <Table.Thead>
          <Table.Tr>
            {head.map((words) => (
              <Table.Th key={words}>{words}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row[0]}>
              {row.map((words, column) => (
                <Table.Td key={head[column]}>{words}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}
