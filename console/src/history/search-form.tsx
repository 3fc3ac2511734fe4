// What to look for: every field narrows the search, none has to be filled.
import { outcomes, supervises } from "@agentpay/core"
import { Box, Button, Collapse, Group, NativeSelect, Paper, SimpleGrid, TextInput } from "@mantine/core"
import { useDisclosure, useMediaQuery } from "@mantine/hooks"
import { type FormEvent, useState } from "react"
import { useScreen } from "../live/live-context.tsx"
import { type PageSearch, readSearch, searchErrors } from "./history-search.ts"
import { outcomeWords } from "./outcome-words.ts"

type Field = Exclude<keyof PageSearch, "after" | "show">

interface Props {
  search: PageSearch
  onSearch: (search: PageSearch) => void
}

export function SearchForm({ search, onSearch }: Props) {
  const { me, people } = useScreen()
  const [typed, setTyped] = useState<PageSearch>(search)
  const [errors, setErrors] = useState(() => searchErrors(search))
  const narrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false })
  const [opened, { toggle }] = useDisclosure(Object.keys(errors).length > 0)
  const ofCalls = search.show === "calls"
  const used = Object.keys(search).filter((name) => name !== "show").length

  function submit(event: FormEvent) {
    event.preventDefault()
    const wanted = readSearch({ ...typed })
    const wrong = searchErrors(wanted)
    setErrors(wrong)
    if (Object.keys(wrong).length === 0) onSearch(wanted)
  }

  const field = (name: Field, label: string) => ({
    label,
    name,
    size: "sm",
    value: typed[name] ?? "",
    error: errors[name],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => {
      const { value } = currentTarget
      setTyped((before) => ({ ...before, [name]: value }))
    },
  })

  const form = (
    <form onSubmit={submit} noValidate>
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3, md: 4 }} spacing="sm" mb="md">
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
      </SimpleGrid>
      <Group gap="sm">
        <Button type="submit" size="sm">
          Search
        </Button>
        {used > 0 && (
          <Button size="sm" variant="default" onClick={() => onSearch(ofCalls ? { show: "calls" } : {})}>
            Clear the search
          </Button>
        )}
      </Group>
    </form>
  )
  if (!narrow)
    return (
      <Paper withBorder p="md" component="section" aria-label="Search">
        {form}
      </Paper>
    )
  return (
    <Paper withBorder p="md" component="section" aria-label="Search">
      <Button variant="default" size="sm" fullWidth aria-expanded={opened} onClick={toggle}>
        {used > 0 ? `Search (${used} in use)` : "Search"}
      </Button>
      <Collapse expanded={opened}>
        <Box pt="md">{form}</Box>
      </Collapse>
    </Paper>
  )
}
