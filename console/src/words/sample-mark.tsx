// Says that a call is one of the demo's sample data and never took place.
import { isSample } from "@agentpay/core"
import { Badge } from "@mantine/core"

export function SampleMark({ callSid }: { callSid: string }) {
  if (!isSample(callSid)) return null
  return (
    <Badge variant="default" size="sm" component="span" tt="none">
      Sample
    </Badge>
  )
}
