// Says that the connection is lost, for as long as it is.
import { Alert } from "@mantine/core"
import { IconPlugConnectedX } from "@tabler/icons-react"
import { useSnapshot } from "../live/live-context.tsx"

export function ConnectionNote() {
  const { connection } = useSnapshot()
  if (connection === "live") return null
  return (
    <Alert
      role="alert"
      color="orange"
      icon={<IconPlugConnectedX aria-hidden />}
      title="Reconnecting…"
      mb="lg"
    >
      The payment goes on; what you see may be a few seconds old.
    </Alert>
  )
}
