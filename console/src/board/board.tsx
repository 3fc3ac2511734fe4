// The supervisor's board: what goes on first, then the day, the agents, and the calls that ended last.
import { Anchor, Group, Stack, Text, Title } from "@mantine/core"
import { useDocumentTitle } from "@mantine/hooks"
import { Link } from "@tanstack/react-router"
import { useScreen, useServerNow, useSnapshot } from "../live/live-context.tsx"
import { Agents } from "./agents.tsx"
import { isLive } from "./board-row.ts"
import { BoardTable } from "./board-table.tsx"
import { LiveCalls } from "./live-calls.tsx"
import { Queue } from "./queue.tsx"
import { Today } from "./today.tsx"
import { UnsettledPayments } from "./unsettled-payments.tsx"

/** What just happened; the rest is History's. */
const MOST_RECENT = 12

export function Board() {
  const { calls } = useScreen()
  const connected = useSnapshot().connection === "live"
  const now = useServerNow(false)
  const live = calls.filter(isLive).length
  const recent = calls.filter((call) => !isLive(call)).slice(0, MOST_RECENT)
  useDocumentTitle(`${connected ? `${live} live` : "Reconnecting"} · AgentPay`)
  return (
    <Stack gap="xl">
      <LiveCalls />
      <Queue />
      <UnsettledPayments />
      <Today />
      <Agents />
      <Stack component="section" gap="xs" aria-labelledby="recent-calls">
        <Group justify="space-between" align="baseline" gap="xs">
          <Title order={2} size="h3" id="recent-calls">
            Recent calls
          </Title>
          <Anchor
            size="sm"
            renderRoot={(props) => <Link to="/history" search={{ show: "calls" }} {...props} />}
          >
            All calls
          </Anchor>
        </Group>
        {recent.length === 0 ? (
          <Text c="dimmed">Finished calls will be listed here.</Text>
        ) : (
          <BoardTable label="Recent calls" calls={recent} now={now} />
        )}
      </Stack>
    </Stack>
  )
}
