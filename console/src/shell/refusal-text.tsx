// Why something was refused, said aloud by screen readers.
import { Text } from "@mantine/core"

export function RefusalText({ id, words }: { id?: string; words: string | null }) {
  if (words === null) return null
  return (
    <Text {...(id && { id })} role="alert" c="var(--mantine-color-error)" size="sm">
      {words}
    </Text>
  )
}
