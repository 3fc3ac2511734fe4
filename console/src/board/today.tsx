// Today at a glance: what was taken and what was not, and how long callers waited.
import {
  Alert,
  Group,
  Paper,
  SegmentedControl,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
  Title,
} from "@mantine/core"
import { useState } from "react"
import { useServerNow } from "../live/live-context.tsx"
import { outcomeWords } from "../words/outcome-words.ts"
import type { StateWords } from "../words/payment-words.ts"
import { StateText } from "../words/state-text.tsx"
import { timerWords } from "../words/time-words.ts"
import { DayCharts } from "./day-charts.tsx"
import { DayTables } from "./day-tables.tsx"
import { tilesOf } from "./figures.ts"
import { dayOf, useDayFigures } from "./use-day-figures.ts"

export function Today() {
  // A board that hangs on a wall lives through midnight.
  const now = useServerNow(true)
  const { data, error } = useDayFigures(now)
  const [as, setAs] = useState("charts")
  const any = data?.outcomes.length !== 0
  return (
    <Stack component="section" gap="xs" aria-labelledby="today">
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h3" id="today">
          Today
        </Title>
        {any && (
          <SegmentedControl
            size="xs"
            aria-label="Show today's payments as"
            value={as}
            onChange={setAs}
            data={[
              { value: "charts", label: "Charts" },
              { value: "tables", label: "Tables" },
            ]}
          />
        )}
      </Group>
      {error && (
        <Alert color="orange" role="status">
          {data ? "These numbers are not the newest: " : ""}
          {error.message}
        </Alert>
      )}
      {data ? (
        <>
          <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
            {tilesOf(data).map(({ outcome, payments, sums }) => (
              <Tile key={outcome} {...outcomeWords[outcome]} count={payments}>
                {sums.join(", ")}
              </Tile>
            ))}
            <Tile words="Calls" tone="idle" count={data.calls.came}>
              {waitWords(data.calls)}
            </Tile>
          </SimpleGrid>
          {!any ? (
            <Text c="dimmed">No payment today so far.</Text>
          ) : as === "charts" ? (
            <DayCharts day={data} from={dayOf(now).from} />
          ) : (
            <DayTables day={data} from={dayOf(now).from} />
          )}
        </>
      ) : (
        !error && <Skeleton h="6rem" />
      )}
    </Stack>
  )
}

interface TileProps extends StateWords {
  count: number
  children: string
}

function Tile({ words, tone, count, children }: TileProps) {
  return (
    <Paper withBorder p="sm">
      <Text size="sm">
        <StateText tone={tone}>{words}</StateText>
      </Text>
      <Text fz="1.5rem" fw={600}>
        {count}
      </Text>
      <Text size="sm" c="dimmed">
        {children}
      </Text>
    </Paper>
  )
}

function waitWords({
  averageWaitMs,
  longestWaitMs,
}: {
  averageWaitMs: number | null
  longestWaitMs: number | null
}): string {
  if (averageWaitMs === null || longestWaitMs === null) return "None answered yet"
  return `Wait ${timerWords(averageWaitMs)} on average, ${timerWords(longestWaitMs)} at most`
}
