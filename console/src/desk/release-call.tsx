// Lets go of an attached call, which goes on by itself.
import { type Call, wouldRefuse } from "@agentpay/core"
import { Button, Group, Text } from "@mantine/core"
import { useScreen, useSnapshot } from "../live/live-context.tsx"
import { useRequests } from "../live/use-requests.ts"

export function ReleaseCall({ call }: { call: Call }) {
  const { me } = useScreen()
  const connected = useSnapshot().connection === "live"
  const { send, isBusy, refusal } = useRequests(call.status)
  if (!call.attached || call.status === "ended") return null
  const refused = wouldRefuse({ type: "ReleaseCall", by: me.userId, at: 0 }, call) !== null
  return (
    <Group gap="sm" justify="space-between">
      <Text c="dimmed" role={refusal ? "alert" : undefined}>
        {refusal ??
          "This call did not come through AgentPay. Let it go when you are done: the conversation goes on."}
      </Text>
      <Button
        size="sm"
        variant="default"
        disabled={!connected || refused}
        loading={isBusy("release")}
        onClick={() => send("release", { callSid: call.callSid })}
      >
        Let the call go
      </Button>
    </Group>
  )
}
