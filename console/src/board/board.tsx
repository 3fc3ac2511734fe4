// The supervisor's board: calls under way, payments of unknown outcome, recent calls.
import { Paper, Stack, Text, Title } from "@mantine/core"
import { useDocumentTitle } from "@mantine/hooks"
import { useScreen, useServerNow, useSnapshot } from "../live/live-context.tsx"
import { Agents } from "./agents.tsx"
import { boardRows, isLive } from "./board-row.ts"
import { BoardTable } from "./board-table.tsx"
import { Queue } from "./queue.tsx"
import { Today } from "./today.tsx"
import { UnsettledPayments } from "./unsettled-payments.tsx"

export function Board() {
  const { calls, people } = useScreen()
  const connected = useSnapshot().connection === "live"
  const now = useServerNow(false)
  const live = calls.filter(isLive)
  const recent = calls.filter((call) => !isLive(call))
  useDocumentTitle(`${connected ? `${live.length} live` : "Reconnecting"} · AgentPay`)
  return (
    <Stack gap="xl">
      <Stack component="section" gap="xs" aria-labelledby="live-calls">
        <Title order={1} size="h3" id="live-calls">
          Live calls
        </Title>
        {live.length === 0 ? (
          <Paper withBorder p="lg">
            <Text c="dimmed">Nobody is on a call. Calls appear here as soon as they ring.</Text>
          </Paper>
        ) : (
          <BoardTable label="Live calls" rows={live.flatMap((call) => boardRows(call, people))} now={now} />
        )}
      </Stack>
      <Queue />
      <UnsettledPayments />
      <Today />
      <Stack component="section" gap="xs" aria-labelledby="recent-calls">
        <Title order={2} size="h3" id="recent-calls">
          Recent calls
        </Title>
        {recent.length === 0 ? (
          <Text c="dimmed">Finished calls will be listed here.</Text>
        ) : (
          <BoardTable
            label="Recent calls"
            rows={recent.flatMap((call) => boardRows(call, people))}
            now={now}
          />
        )}
      </Stack>
      <Agents />
    </Stack>
  )
}
