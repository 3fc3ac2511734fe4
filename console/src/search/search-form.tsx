// What to look for: every field narrows the search, none has to be filled. Folded up where there is little room.
import { Box, Button, Collapse, Group, Paper, SimpleGrid } from "@mantine/core"
import { useDisclosure, useMediaQuery } from "@mantine/hooks"
import { type FormEvent, type ReactNode, useState } from "react"

type Texts<S> = { [N in keyof S]?: string | undefined }

/** What a field of the form is given, whichever kind it is. */
type Field<S> = (
  name: keyof S & string,
  label: string,
) => {
  label: string
  name: string
  size: string
  value: string
  error: string | undefined
  onChange: (event: { currentTarget: { value: string } }) => void
}

interface Props<S> {
  /** The search that is shown; the form starts anew when its `key` changes. */
  search: S
  /** Reads what was typed. */
  read: (typed: Record<string, unknown>) => S
  /** What is wrong, by the name of the field. */
  errorsOf: (search: S) => Record<string, string>
  onSearch: (search: S) => void
  /** How many parts narrow the search. */
  used: number
  /** Takes them all out. */
  onClear: () => void
  children: (field: Field<S>) => ReactNode
}

export function SearchForm<S extends Texts<S>>(props: Props<S>) {
  const { search, read, errorsOf, onSearch, used, onClear, children } = props
  const [typed, setTyped] = useState<Texts<S>>(search)
  const [errors, setErrors] = useState(() => errorsOf(search))
  const narrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false })
  const [opened, { toggle }] = useDisclosure(Object.keys(errors).length > 0)

  function submit(event: FormEvent) {
    event.preventDefault()
    const wanted = read({ ...typed })
    const wrong = errorsOf(wanted)
    setErrors(wrong)
    if (Object.keys(wrong).length === 0) onSearch(wanted)
  }

  const field: Field<S> = (name, label) => ({
    label,
    name,
    size: "sm",
    value: typed[name] ?? "",
    error: errors[name],
    onChange: ({ currentTarget: { value } }) => setTyped((before) => ({ ...before, [name]: value })),
  })

  const form = (
    <form onSubmit={submit} noValidate>
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3, md: 4 }} spacing="sm" mb="md">
        {children(field)}
      </SimpleGrid>
      <Group gap="sm">
        <Button type="submit" size="sm">
          Search
        </Button>
        {used > 0 && (
          <Button size="sm" variant="default" onClick={onClear}>
            Clear the search
          </Button>
        )}
      </Group>
    </form>
  )
  return (
    <Paper withBorder p="md" component="section" aria-label="Search">
      {narrow ? (
        <>
          <Button variant="default" size="sm" fullWidth aria-expanded={opened} onClick={toggle}>
            {used > 0 ? `Search (${used} in use)` : "Search"}
          </Button>
          <Collapse expanded={opened}>
            <Box pt="md">{form}</Box>
          </Collapse>
        </>
      ) : (
        form
      )}
    </Paper>
  )
}
