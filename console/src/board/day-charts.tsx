// Today's payments as charts: by hour, by outcome, and why they were declined. The same numbers stand in day-tables.tsx.
import { BarChart, DonutChart } from "@mantine/charts"
import "@mantine/charts/styles.css"
import type { DayFigures } from "@agentpay/core"
import { Group, Paper, SimpleGrid, Text, Title } from "@mantine/core"
import { memo, type ReactNode } from "react"
import { StateText } from "../words/state-text.tsx"
import { groupNames, groups, hourRows, tilesOf } from "./figures.ts"

interface Props {
  day: DayFigures
  /** Start of the day, epoch milliseconds. */
  from: number
}

const series = groupNames.map((name) => ({ name, label: groups[name].label, color: groups[name].color }))

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
            data={tiles.map(({ group, payments }) => ({
              ...{ name: groups[group].label, value: payments, color: groups[group].color },
            }))}
          />
          <div>
            {tiles.map(({ group, payments }) => (
              <Text key={group} size="sm">
                {payments} {groups[group].label}
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
            series={[{ name: "payments", label: "Payments", color: groups.declined.color }]}
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
    <Paper withBorder p="sm">
      <Title order={3} size="sm" mb="xs">
        {title}
      </Title>
      {children}
    </Paper>
  )
}
