// Today's payments as charts: by hour, by outcome, and why they were declined. The same numbers stand in day-tables.tsx.
import { BarChart, DonutChart } from "@mantine/charts"
import "@mantine/charts/styles.css"
import type { DayFigures } from "@agentpay/core"
import { Group, Paper, SimpleGrid, Text, Title } from "@mantine/core"
import { memo, type ReactNode } from "react"
import { outcomeWords } from "../words/outcome-words.ts"
import { StateText } from "../words/state-text.tsx"
import { hourRows, outcomeColors, shownOutcomes, tilesOf } from "./figures.ts"

interface Props {
  day: DayFigures
  /** Start of the day, epoch milliseconds. */
  from: number
}

const series = shownOutcomes.map((name) => ({
  ...{ name, label: outcomeWords[name].words, color: outcomeColors[name] },
}))

/** Not drawn again while its numbers stay. */
export const DayCharts = memo(function DayCharts({ day, from }: Props) {
  const tiles = tilesOf(day).filter(({ payments }) => payments > 0)
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }} spacing="sm">
      <Chart title="Payments by hour">
        <BarChart
          h={200}
          type="stacked"
          data={hourRows(day, from)}
          dataKey="hour"
          series={series}
          barProps={{ isAnimationActive: false, maxBarSize: 40 }}
          yAxisProps={{ allowDecimals: false, width: 32 }}
        />
      </Chart>
      <Chart title="Outcomes">
        <Group justify="center" gap="md">
          <DonutChart
            size={150}
            withTooltip={false}
            pieProps={{ isAnimationActive: false }}
            data={tiles.map(({ outcome, payments }) => ({
              ...{ name: outcomeWords[outcome].words, value: payments, color: outcomeColors[outcome] },
            }))}
          />
          <div>
            {tiles.map(({ outcome, payments }) => (
              <Text key={outcome} size="sm">
                {payments} {outcomeWords[outcome].words}
              </Text>
            ))}
          </div>
        </Group>
      </Chart>
      <Chart title="Why payments were declined">
        {day.declines.length === 0 ? (
          <StateText tone="good">None was declined.</StateText>
        ) : (
          <BarChart
            h={Math.max(200, day.declines.length * 36)}
            orientation="vertical"
            data={day.declines.map(({ reason, payments }) => ({
              reason: reason || "No reason given",
              payments,
            }))}
            dataKey="reason"
            series={[{ name: "payments", label: "Payments", color: outcomeColors.declined }]}
            barProps={{ isAnimationActive: false, maxBarSize: 24 }}
            xAxisProps={{ allowDecimals: false }}
            yAxisProps={{ width: 150 }}
          />
        )}
      </Chart>
    </SimpleGrid>
  )
})

/** Drawn for the eye: whoever cannot see it switches to the tables. */
function Chart({ title, children }: { title: string; children: ReactNode }) {
  return (
    // While the page narrows the chart is as wide as before for a moment.
    <Paper withBorder p="sm" style={{ overflow: "hidden" }}>
      <Title order={3} size="sm" mb="xs">
        {title}
      </Title>
      {children}
    </Paper>
  )
}
