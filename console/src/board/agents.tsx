// Every agent: how they stand and since when, found by state and name.
import type { AgentStatus } from "@agentpay/core"
import { Chip, Group, Stack, Text, TextInput, Title } from "@mantine/core"
import { memo, useMemo, useState } from "react"
import { useScreen, useServerNow } from "../live/live-context.tsx"
import { StateText } from "../words/state-text.tsx"
import { clockWords } from "../words/time-words.ts"
import { type AgentRow, agentRows, countByStatus, filterAgents } from "./agent-list.ts"
import { standsSo, statusWords } from "./agent-words.ts"
import classes from "./agents.module.css"

export function Agents() {
  const { people, presence } = useScreen()
  const now = useServerNow(false)
  const [status, setStatus] = useState<AgentStatus | null>(null)
  const [name, setName] = useState("")
  const rows = useMemo(() => agentRows(people, presence), [people, presence])
  const shown = useMemo(() => filterAgents(rows, { status, name }), [rows, status, name])
  return (
    <Stack component="section" gap="xs" aria-labelledby="agents">
      <Group justify="space-between" align="flex-end" gap="xs">
        <Title order={2} size="h3" id="agents">
          Agents
        </Title>
        <TextInput
          size="sm"
          type="search"
          aria-label="Find an agent by name"
          placeholder="Find by name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </Group>
      <Chip.Group
        value={status ?? "all"}
        onChange={(value) => setStatus(value === "all" ? null : (value as AgentStatus))}
      >
        <Group gap="xs" role="radiogroup" aria-label="Which agents">
          <Chip value="all" size="sm">
            All {rows.length}
          </Chip>
          {countByStatus(rows).map(({ status: one, agents }) => (
            <Chip key={one} value={one} size="sm">
              {statusWords[one].words} {agents}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {shown.length === 0 ? (
        <Text c="dimmed">{rows.length === 0 ? "There are no agents yet." : "No agent fits."}</Text>
      ) : (
        <ul className={classes.list} aria-label="Agents">
          {shown.map((row) => (
            <Agent key={row.userId} row={row} since={row.since === null ? "" : clockWords(row.since, now)} />
          ))}
        </ul>
      )}
    </Stack>
  )
}

/** Hundreds of these stand on the page while digits arrive: only those that changed are drawn again. */
const Agent = memo(
  function Agent({ row: { name, status, reason }, since }: { row: AgentRow; since: string }) {
    return (
      <li className={classes.agent}>
        <Text span fw={500}>
          {name}
        </Text>
        <Text span size="sm">
          <StateText tone={statusWords[status].tone}>
            {standsSo({ status, reason })}
            {since && ` since ${since}`}
          </StateText>
        </Text>
      </li>
    )
  },
  (a, b) =>
    a.since === b.since &&
    a.row.name === b.row.name &&
    a.row.status === b.row.status &&
    a.row.reason === b.row.reason,
)
