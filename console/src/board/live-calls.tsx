// Every call that has not ended, with its payments; found by whatever a supervisor has been told of one.
import { Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core"
import { useState } from "react"
import { useScreen, useServerNow } from "../live/live-context.tsx"
import { isAbout, isLive } from "./board-row.ts"
import { BoardTable } from "./board-table.tsx"

export function LiveCalls() {
  const { calls, people } = useScreen()
  const now = useServerNow(false)
  const [sought, setSought] = useState("")
  const live = calls.filter(isLive)
  const shown = live.filter((call) => isAbout(call, people, sought))
  return (
    <Stack component="section" gap="xs" aria-labelledby="live-calls">
      <Group justify="space-between" align="flex-end" gap="xs">
        <Title order={1} size="h3" id="live-calls">
          Live calls
        </Title>
        {live.length > 0 && (
          <Group gap="sm">
            <Text c="dimmed">
              {shown.length === live.length ? "" : `${shown.length} of `}
              {live.length === 1 ? "1 call" : `${live.length} calls`}
            </Text>
            <TextInput
              size="sm"
              type="search"
              aria-label="Find a live call by agent, caller, amount or reference"
              placeholder="Find a call"
              value={sought}
              onChange={(event) => setSought(event.currentTarget.value)}
            />
          </Group>
        )}
      </Group>
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
