// Something could not be read: why, and another try.
import { Alert, Button, Stack } from "@mantine/core"

interface Props {
  title: string
  error: Error
  retry: () => void
}

export function Failed({ title, error, retry }: Props) {
  return (
    <Alert role="alert" color="red" title={title}>
      <Stack gap="sm" align="flex-start">
        {error.message}
        <Button variant="default" size="sm" onClick={retry}>
          Try again
        </Button>
      </Stack>
    </Alert>
  )
}
