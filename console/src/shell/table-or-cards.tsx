// Rows as a table, or as cards where there is no room for one.
import { Paper, Table } from "@mantine/core"
import { useMediaQuery } from "@mantine/hooks"
import type { ReactNode } from "react"
import { CardList } from "./card-list.tsx"
import classes from "./table-or-cards.module.css"

export interface Column {
  title: ReactNode
  /** As CSS has it; what is left when none is given. */
  width?: string | number
  /** For numbers. */
  atEnd?: boolean
}

interface Props<Row> {
  label: string
  /** The widest window that gets cards, as CSS has it. */
  cardsUpTo: string
  columns: readonly Column[]
  rows: readonly Row[]
  /** The rows of the table that this row becomes, with their key. */
  inTable(row: Row): ReactNode
  /** The cards (`li`) that it becomes. */
  asCard(row: Row): ReactNode
  spacing?: "xs" | "sm"
  /** Cards stand beside each other where there is room. */
  beside?: boolean
  /** Scrolls by itself, its head stays in sight. */
  bounded?: boolean
}

export function TableOrCards<Row>(props: Props<Row>) {
  const {
    label,
    cardsUpTo,
    columns,
    rows,
    inTable,
    asCard,
    spacing = "sm",
    beside = false,
    bounded = false,
  } = props
  const narrow = useMediaQuery(`(max-width: ${cardsUpTo})`, false, { getInitialValueInEffect: false })
  const height = bounded ? (classes.bounded ?? "") : ""
  if (narrow)
    return (
      <CardList label={label} beside={beside} className={height}>
        {rows.map(asCard)}
      </CardList>
    )
  return (
    <Paper withBorder className={height}>
      <Table
        aria-label={label}
        layout="fixed"
        stickyHeader={bounded}
        verticalSpacing={spacing}
        horizontalSpacing="sm"
        className={classes.table}
      >
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ title, width, atEnd }, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
              <Table.Th key={n} w={width} ta={atEnd ? "end" : undefined}>
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{rows.map(inTable)}</Table.Tbody>
      </Table>
    </Paper>
  )
}
