// Cancels the open payment of an agent who is not there any more; asks first.
import { Button, Group, Text, VisuallyHidden } from "@mantine/core"
import { useState } from "react"
import { useSnapshot } from "../live/live-context.tsx"
import { useRequests } from "../live/use-requests.ts"
import { Dialog } from "../shell/dialog.tsx"
import type { BoardRow } from "./board-row.ts"

export function StopPayment({ row: { open, agent, amount, caller } }: { row: BoardRow }) {
  const connected = useSnapshot().connection === "live"
  const [asking, setAsking] = useState(false)
  const { send, isBusy, refusal } = useRequests("")
  if (!open) return null

  async function stop() {
    if (open && (await send("stop", open))) setAsking(false)
  }

  return (
    <>
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        Cancel payment
        <VisuallyHidden>
          , {agent}, {amount}
        </VisuallyHidden>
      </Button>
      <Dialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Cancel ${agent}'s payment of ${amount}?`}
      >
        <Text>
          The caller {caller} is asked for nothing more and nothing is charged. {agent} can start again. Do
          this when {agent} cannot.
        </Text>
        <Text role="alert" c="var(--mantine-color-error)" hidden={!refusal}>
          {refusal}
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={() => setAsking(false)}>
            Keep it
          </Button>
          <Button disabled={!connected} loading={isBusy("stop")} onClick={stop}>
            Cancel the payment
          </Button>
        </Group>
      </Dialog>
    </>
  )
}
