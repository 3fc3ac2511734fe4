// Cancels the open payment of an agent who is not there any more; asks first.
import { Button, Text, VisuallyHidden } from "@mantine/core"
import { useState } from "react"
import { useSnapshot } from "../live/live-context.tsx"
import { useRequests } from "../live/use-requests.ts"
import { Dialog } from "../shell/dialog.tsx"
import { DialogActions } from "../shell/dialog-actions.tsx"
import type { BoardRow } from "./board-row.ts"

export function StopPayment({ row }: { row: BoardRow }) {
  const [asking, setAsking] = useState(false)
  const { open, agent, amount } = row
  if (!open) return null
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        Cancel
        <VisuallyHidden>
          {" "}
          payment, {agent}, {amount}
        </VisuallyHidden>
      </Button>
      {asking && <StopDialog row={row} payment={open} onClose={() => setAsking(false)} />}
    </>
  )
}

interface DialogProps {
  row: BoardRow
  payment: NonNullable<BoardRow["open"]>
  onClose: () => void
}

function StopDialog({ row: { agent, amount, caller }, payment, onClose }: DialogProps) {
  const connected = useSnapshot().connection === "live"
  const { send, isBusy, refusal } = useRequests("")

  async function stop() {
    if (await send("stop", payment)) onClose()
  }

  return (
    <Dialog opened onClose={onClose} title={`Cancel ${agent}'s payment of ${amount}?`}>
      <Text>
        The caller {caller} is asked for nothing more and nothing is charged. {agent} can start again. Do this
        when {agent} cannot.
      </Text>
      <Text role="alert" c="var(--mantine-color-error)" hidden={!refusal}>
        {refusal}
      </Text>
      <DialogActions onClose={onClose} leave="Keep it">
        <Button disabled={!connected} loading={isBusy("stop")} onClick={stop}>
          Cancel the payment
        </Button>
      </DialogActions>
    </Dialog>
  )
}
