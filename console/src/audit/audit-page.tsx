// The audit log: who did what, when, from where, with which result. For supervisors and admins.
import type { AuditPage as Found } from "@agentpay/core"
import { Loader, Paper, Stack, Text, Title } from "@mantine/core"
import { useDocumentTitle } from "@mantine/hooks"
import { useQuery } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { askServer } from "../api/ask-server.ts"
import { Failed } from "../search/failed.tsx"
import { Pager } from "../search/pager.tsx"
import { AuditForm } from "./audit-form.tsx"
import { AuditList } from "./audit-list.tsx"
import { type PageSearch, searchErrors, toQuery } from "./audit-search.ts"

interface Props {
  search: PageSearch
}

export function AuditPage({ search }: Props) {
  const navigate = useNavigate()
  const { after: _, ...filters } = search
  useDocumentTitle("Audit log · AgentPay")
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <Title order={1} size="h3">
          Audit log
        </Title>
        <Text c="dimmed">
          Who did what, when, from where and with which result, newest first. Looking into it is recorded too.
        </Text>
      </Stack>
      {/* The form starts anew from the address, also after the browser's back button. */}
      <AuditForm
        key={JSON.stringify(filters)}
        search={filters}
        onSearch={(to) => navigate({ to: "/audit", search: to })}
      />
      {Object.keys(searchErrors(search)).length === 0 && <Results search={search} />}
    </Stack>
  )
}

function Results({ search }: Props) {
  const query = toQuery(search)
  const { after, ...first } = search
  const asked = useQuery({
    queryKey: ["audit", query],
    queryFn: () => askServer<Found>(`/api/audit?${query}`),
    // Each reading leaves a row: only what somebody asks for is one.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    placeholderData: (before) => before,
  })
  if (asked.isError)
    return <Failed title="The audit log cannot be shown" error={asked.error} retry={asked.refetch} />
  if (!asked.data) return <Loader role="status" aria-label="Loading the audit log" />
  const { rows, next, names } = asked.data
  return (
    <Stack gap="md" component="section" aria-label="Results" aria-busy={asked.isPlaceholderData}>
      {rows.length > 0 ? (
        <AuditList rows={rows} names={names} />
      ) : (
        <Paper withBorder p="lg">
          <Text c="dimmed">{nothingWords(after !== undefined, Object.keys(first).length > 0)}</Text>
        </Paper>
      )}
      <Pager
        newest={after ? { to: "/audit", search: first } : null}
        older={next ? { to: "/audit", search: { ...search, after: next } } : null}
        csv={rows.length > 0 ? `/api/audit.csv?${toQuery(first)}` : null}
      />
    </Stack>
  )
}

function nothingWords(after: boolean, filtered: boolean): string {
  if (after) return "There is nothing older."
  if (filtered) return "No row fits all of this. Take a part of the search out, or look at other days."
  return "Nothing is recorded yet."
}
