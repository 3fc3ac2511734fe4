// Takes a payment on a call that reached the agent another way: its Call SID is all that is needed.
import { Button, Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core"
import { type FormEvent, useState } from "react"
import { useSnapshot } from "../live/live-context.tsx"
import { useRequests } from "../live/use-requests.ts"

export function AttachCall() {
  const connected = useSnapshot().connection === "live"
  const [callSid, setCallSid] = useState("")
  const { send, isBusy, refusal } = useRequests(callSid)

  function attach(event: FormEvent) {
    event.preventDefault()
    send("attach", { callSid: callSid.trim() })
  }

  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="attach">
      <form onSubmit={attach} noValidate>
        <Stack gap="sm">
          <Title order={2} size="h4" id="attach">
            Take a payment on another call
          </Title>
          <Text c="dimmed">
            You speak with a customer on a call that did not come through AgentPay? Enter its Call SID, of
            either side: Twilio is asked which one is the caller's.
          </Text>
          <Group align="flex-end" gap="sm">
            <TextInput
              label="Call SID"
              placeholder="CA..."
              flex="1 1 16rem"
              autoComplete="off"
              spellCheck={false}
              maxLength={64}
              value={callSid}
              aria-describedby={refusal ? "attach-refusal" : undefined}
              onChange={(event) => setCallSid(event.currentTarget.value)}
            />
            <Button
              type="submit"
              variant="default"
              disabled={!connected || callSid.trim() === ""}
              loading={isBusy("attach")}
            >
              Take this call
            </Button>
          </Group>
          <Text id="attach-refusal" role="alert" c="var(--mantine-color-error)" hidden={!refusal}>
            {refusal}
          </Text>
        </Stack>
      </form>
    </Paper>
  )
}
