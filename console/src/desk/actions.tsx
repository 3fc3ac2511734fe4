// The payment's buttons, always in the same places; what cannot be done now is disabled.
import { Button, Group, Stack, Text } from "@mantine/core"
import { useScreen, useSnapshot } from "../live/live-context.tsx"
import type { Requests } from "../live/use-requests.ts"
import { type DeskState, mayCancel, mayClear, mayPrompt, mayRetry, maySubmit } from "./allowed.ts"
import type { Typed } from "./draft.ts"

interface Props {
  desk: DeskState
  typed: Typed
  requests: Requests
  onClear(): void
}

export function Actions({ desk, typed, requests, onClear }: Props) {
  const { currency, items } = useScreen()
  const connected = useSnapshot().connection === "live"
  const { call, payment } = desk
  const { callSid } = call
  const { send, isBusy, refusal } = requests
  const submitting = payment?.status === "submitting"
  const canSubmit = maySubmit(desk)
  const canClear = payment ? mayClear(desk) : Object.values(typed).some((text) => text !== "")
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Button
          type="submit"
          variant={payment ? "default" : "filled"}
          disabled={!connected || !mayPrompt(desk, typed, currency, items)}
          loading={isBusy("initiate")}
        >
          Prompt
        </Button>
        <Button
          variant={payment && !payment.cleared ? "filled" : "default"}
          disabled={!connected || !canSubmit}
          loading={isBusy("submit") || submitting}
          onClick={() =>
            payment && send("submit", { callSid, paymentId: payment.paymentId, attempt: payment.attempt })
          }
        >
          Submit
        </Button>
        {payment && mayRetry(desk) && (
          <Button
            disabled={!connected}
            loading={isBusy("retry")}
            onClick={() => send("retry", { callSid, paymentId: payment.paymentId, attempt: payment.attempt })}
          >
            {payment.status === "declined" ? "Try another card" : "Try again"}
          </Button>
        )}
        <Button
          variant="default"
          ml={{ base: 0, sm: "auto" }}
          disabled={!connected || !mayCancel(desk)}
          loading={isBusy("cancel")}
          onClick={() => payment && send("cancel", { callSid, paymentId: payment.paymentId })}
        >
          Cancel
        </Button>
        <Button
          variant="default"
          disabled={(payment !== null && !connected) || !canClear}
          loading={isBusy("clear")}
          onClick={onClear}
        >
          Clear
        </Button>
      </Group>
      <Text role="alert" c="var(--mantine-color-error)" mih="1lh" hidden={!refusal}>
        {refusal}
      </Text>
    </Stack>
  )
}
