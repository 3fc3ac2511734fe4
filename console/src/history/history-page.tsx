// History: payments and calls of the past, by whatever the customer or the books still know of them.
import { type CallLine, type ListPage, type PaymentRow, supervises } from "@agentpay/core"
import { Loader, Paper, SegmentedControl, Stack, Text, Title } from "@mantine/core"
import { useDocumentTitle } from "@mantine/hooks"
import { useQuery } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { askServer } from "../api/ask-server.ts"
import { useScreen } from "../live/live-context.tsx"
import { Failed } from "../search/failed.tsx"
import { Pager } from "../search/pager.tsx"
import { CallList } from "./call-list.tsx"
import { type PageSearch, searchErrors, toQuery } from "./history-search.ts"
import { HistorySearchForm } from "./history-search-form.tsx"
import { PaymentList } from "./payment-list.tsx"

interface Props {
  search: PageSearch
}

export function HistoryPage({ search }: Props) {
  const { me } = useScreen()
  const navigate = useNavigate()
  const { after: _, show: __, ...filters } = search
  const what = search.show ?? "payments"
  useDocumentTitle("History · AgentPay")
  const go = (to: PageSearch) => navigate({ to: "/history", search: to })
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <Title order={1} size="h3">
          History
        </Title>
        <Text c="dimmed">
          {supervises(me.role)
            ? "Everybody's payments and calls, newest first."
            : "Your payments and calls, newest first."}
        </Text>
      </Stack>
      <SegmentedControl
        aria-label="What to show"
        value={what}
        onChange={(value) => go({ ...filters, ...(value === "calls" && { show: value }) })}
        data={[
          { value: "payments", label: "Payments" },
          { value: "calls", label: "Calls" },
        ]}
      />
      {/* The form starts anew from the address, also after the browser's back button. */}
      <HistorySearchForm
        key={JSON.stringify([what, filters])}
        search={{ ...filters, ...(search.show && { show: search.show }) }}
        onSearch={go}
      />
      {Object.keys(searchErrors(search)).length === 0 && <Results search={search} />}
    </Stack>
  )
}

function Results({ search }: Props) {
  const query = toQuery(search)
  const { after: _, ...first } = search
  const what = search.show ?? "payments"
  const asked = useQuery({
    queryKey: ["history", what, query],
    queryFn: () => askServer<ListPage<PaymentRow> | ListPage<CallLine>>(`/api/${what}?${query}`),
    // The last page stays while the next one comes; payments are no calls.
    placeholderData: (before, last) => (last?.queryKey[1] === what ? before : undefined),
  })
  if (asked.isError)
    return <Failed title="The history cannot be shown" error={asked.error} retry={asked.refetch} />
  if (!asked.data) return <Loader role="status" aria-label="Loading the history" />
  const { rows, next } = asked.data
  return (
    <Stack gap="md" component="section" aria-label="Results" aria-busy={asked.isPlaceholderData}>
      {rows.length === 0 ? (
        <Nothing search={search} />
      ) : what === "calls" ? (
        <CallList rows={rows as CallLine[]} />
      ) : (
        <PaymentList rows={rows as PaymentRow[]} />
      )}
      <Pager
        newest={search.after ? { to: "/history", search: first } : null}
        older={next ? { to: "/history", search: { ...search, after: next } } : null}
        csv={rows.length > 0 ? `/api/${what}.csv?${toQuery(first)}` : null}
      />
    </Stack>
  )
}

function Nothing({ search }: Props) {
  const { show: _, after, ...filters } = search
  const what = search.show ?? "payments"
  const words = after
    ? "There is nothing older."
    : Object.keys(filters).length > 0
      ? `No ${what} fit all of this. Take a part of the search out, or look at other days.`
      : `There are no ${what} yet. They are listed here as soon as the first one begins.`
  return (
    <Paper withBorder p="lg">
      <Text c="dimmed">{words}</Text>
    </Paper>
  )
}
