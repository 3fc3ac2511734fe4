// What payments and calls can be found by.
import { outcomes, supervises } from "@agentpay/core"
import { NativeSelect, TextInput } from "@mantine/core"
import { useScreen } from "../live/live-context.tsx"
import { SearchForm } from "../search/search-form.tsx"
import { outcomeWords } from "../words/outcome-words.ts"
import { type PageSearch, readSearch, searchErrors } from "./history-search.ts"

interface Props {
  /** Without the page of its results. */
  search: Omit<PageSearch, "after">
  onSearch: (search: PageSearch) => void
}

export function HistorySearchForm({ search, onSearch }: Props) {
  const { me, people } = useScreen()
  const { show, ...filters } = search
  const ofCalls = show === "calls"
  const shown = show ? { show } : {}
  return (
    <SearchForm<Omit<PageSearch, "after">>
      search={search}
      read={readSearch}
      errorsOf={searchErrors}
      onSearch={onSearch}
      used={Object.keys(filters).length}
      onClear={() => onSearch(shown)}
    >
      {(field) => (
        <>
          <TextInput type="date" {...field("from", "From")} />
          <TextInput type="date" {...field("to", "To")} />
          {supervises(me.role) && (
            <NativeSelect
              {...field("agent", "Agent")}
              data={[
                { value: "", label: "Everybody" },
                ...people
                  .filter(({ phone }) => phone)
                  .map(({ userId, name }) => ({ value: userId, label: name })),
              ]}
            />
          )}
          <TextInput inputMode="tel" {...field("caller", "Caller")} />
          {!ofCalls && (
            <>
              <NativeSelect
                {...field("outcome", "Outcome")}
                data={[
                  { value: "", label: "Any" },
                  ...outcomes.map((outcome) => ({ value: outcome, label: outcomeWords[outcome].words })),
                ]}
              />
              <TextInput inputMode="decimal" {...field("amount", "Amount with tip")} />
              <TextInput inputMode="numeric" maxLength={4} {...field("lastFour", "Last four digits")} />
              <TextInput {...field("reference", "Reference")} />
              <TextInput {...field("code", "Confirmation code")} />
            </>
          )}
        </>
      )}
    </SearchForm>
  )
}
