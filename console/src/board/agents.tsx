// Every agent: how they stand and since when, found by state and name.
import type { AgentStatus } from "@agentpay/core"
import { Chip, Group, Stack, Text } from "@mantine/core"
import { memo, useMemo, useState } from "react"
import { useScreen, useServerNow } from "../live/live-context.tsx"
import type { StateWords } from "../words/payment-words.ts"
import { presenceWords } from "../words/presence-words.ts"
import { StateText } from "../words/state-text.tsx"
import { clockWords } from "../words/time-words.ts"
import { type AgentRow, agentRows, countByStatus, filterAgents } from "./agent-list.ts"
import classes from "./agents.module.css"
import { FindField, SectionHead } from "./section-head.tsx"

export function Agents() {
  const { people, presence } = useScreen()
  const now = useServerNow(false)
  const [status, setStatus] = useState<AgentStatus | null>(null)
  const [name, setName] = useState("")
  const rows = useMemo(() => agentRows(people, presence), [people, presence])
  const shown = useMemo(() => filterAgents(rows, { status, name }), [rows, status, name])
  return (
    <Stack component="section" gap="xs" aria-labelledby="agents">
      <SectionHead id="agents" title="Agents" order={2}>
        <FindField label="Find an agent by name" placeholder="Find by name" value={name} onChange={setName} />
      </SectionHead>
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
              {presenceWords({ status: one, reason: null }).words} {agents}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {shown.length === 0 ? (
        <Text c="dimmed">{rows.length === 0 ? "There are no agents yet." : "No agent fits."}</Text>
      ) : (
        <List rows={shown} now={now} />
      )}
    </Stack>
  )
}

/** Hundreds stand on the page while digits arrive: only those who have changed are drawn again. */
const List = memo(function List({ rows, now }: { rows: readonly AgentRow[]; now: number }) {
  return (
    <ul className={classes.list} aria-label="Agents">
      {rows.map(({ userId, name, since, ...row }) => (
        <Agent
          key={userId}
          name={name}
          {...presenceWords(row)}
          since={since === null ? "" : ` since ${clockWords(since, now)}`}
        />
      ))}
    </ul>
  )
})

const Agent = memo(function Agent({
  name,
  words,
  tone,
  since,
}: StateWords & { name: string; since: string }) {
  return (
    <li className={classes.agent}>
      <Text span fw={500}>
        {name}
      </Text>
      <Text span size="sm">
        <StateText tone={tone}>
          {words}
          {since}
        </StateText>
      </Text>
    </li>
  )
})
