// Every call that has not ended, with its payments; found by whatever a supervisor has been told of one.
import { Group, Paper, Stack, Text } from "@mantine/core"
import { useState } from "react"
import { useScreen, useServerNow } from "../live/live-context.tsx"
import { isAbout, isLive } from "./board-row.ts"
import { BoardTable } from "./board-table.tsx"
import { FindField, SectionHead } from "./section-head.tsx"

export function LiveCalls() {
  const { calls, people } = useScreen()
  const now = useServerNow(false)
  const [sought, setSought] = useState("")
  const live = calls.filter(isLive)
  const shown = live.filter((call) => isAbout(call, people, sought))
  return (
    <Stack component="section" gap="xs" aria-labelledby="live-calls">
      <SectionHead id="live-calls" title="Live calls" order={1}>
        {live.length > 0 && (
          <Group gap="sm">
            <Text c="dimmed">
              {shown.length === live.length ? "" : `${shown.length} of `}
              {live.length === 1 ? "1 call" : `${live.length} calls`}
            </Text>
            <FindField
              label="Find a live call by agent, caller, amount or reference"
              placeholder="Find a call"
              value={sought}
              onChange={setSought}
            />
          </Group>
        )}
      </SectionHead>
      {shown.length > 0 ? (
        <BoardTable label="Live calls" calls={shown} now={now} />
      ) : (
        <Paper withBorder p="lg">
          <Text c="dimmed">
            {live.length > 0
              ? "No live call fits."
              : "Nobody is on a call. Calls appear here as soon as they ring."}
          </Text>
        </Paper>
      )}
    </Stack>
  )
}
