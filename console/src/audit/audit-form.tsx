// What rows of the audit log can be found by.
import { auditActions, auditActionWords, auditResults } from "@agentpay/core"
import { NativeSelect, TextInput } from "@mantine/core"
import { useScreen } from "../live/live-context.tsx"
import { SearchForm } from "../search/search-form.tsx"
import { type PageSearch, readSearch, searchErrors } from "./audit-search.ts"
import { resultWords } from "./audit-words.ts"

interface Props {
  /** Without the page of its results. */
  search: PageSearch
  onSearch: (search: PageSearch) => void
}

const actions = auditActions
  .map((action) => ({ value: action, label: auditActionWords[action] }))
  .sort((a, b) => a.label.localeCompare(b.label))

export function AuditForm({ search, onSearch }: Props) {
  const { people } = useScreen()
  const known = people.map(({ userId, name }) => ({ value: userId, label: name }))
  // Somebody who was invited after this screen was opened.
  const stranger = search.who !== undefined && !known.some(({ value }) => value === search.who)
  return (
    <SearchForm<PageSearch>
      search={search}
      read={readSearch}
      errorsOf={searchErrors}
      onSearch={onSearch}
      used={Object.keys(search).length}
      onClear={() => onSearch({})}
    >
      {(field) => (
        <>
          <TextInput type="date" {...field("from", "From")} />
          <TextInput type="date" {...field("to", "To")} />
          <NativeSelect
            {...field("who", "Who")}
            data={[
              { value: "", label: "Anybody" },
              ...known,
              ...(stranger ? [{ value: search.who ?? "", label: "Somebody new" }] : []),
            ]}
          />
          <NativeSelect {...field("action", "What")} data={[{ value: "", label: "Anything" }, ...actions]} />
          <NativeSelect
            {...field("result", "Result")}
            data={[
              { value: "", label: "Any" },
              ...auditResults.map((result) => ({ value: result, label: resultWords[result].words })),
            ]}
          />
          <TextInput {...field("subject", "To whom or what (ID)")} />
          <TextInput {...field("address", "From where (address)")} />
        </>
      )}
    </SearchForm>
  )
}
