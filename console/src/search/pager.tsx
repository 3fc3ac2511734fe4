// Below the results of a search: to older ones, back to the newest, and all of them as a file.
import { Button, Group } from "@mantine/core"
import { Link, type LinkProps } from "@tanstack/react-router"

interface Props {
  /** Null on the first page. */
  newest: LinkProps | null
  /** Null on the last. */
  older: LinkProps | null
  /** Null when there is nothing to take. */
  csv: string | null
}

export function Pager({ newest, older, csv }: Props) {
  return (
    <Group justify="space-between" gap="sm">
      <Group gap="sm">
        {newest && (
          <Button variant="default" renderRoot={(props) => <Link {...newest} {...props} />}>
            Newest
          </Button>
        )}
        {older && (
          <Button variant="default" renderRoot={(props) => <Link {...older} {...props} />}>
            Older
          </Button>
        )}
      </Group>
      {csv && (
        <Button variant="subtle" component="a" href={csv} download>
          Download CSV
        </Button>
      )}
    </Group>
  )
}
