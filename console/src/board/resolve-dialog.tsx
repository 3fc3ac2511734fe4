// A supervisor's resolution: what was seen at the gateway, where, and a note. It is final, so the words say what follows.
import { type Call, formatMoney, type Payment, paymentDescription } from "@agentpay/core"
import { Button, Group, Radio, Stack, Text, Textarea, TextInput } from "@mantine/core"
import { type FormEvent, useState } from "react"
import { CopyCode } from "../desk/copy-code.tsx"
import { useSnapshot } from "../live/live-context.tsx"
import { useRequests } from "../live/use-requests.ts"
import { Dialog } from "../shell/dialog.tsx"
import { DialogActions } from "../shell/dialog-actions.tsx"
import classes from "./board-table.module.css"

type Answer = "charged" | "not-charged"

interface Props {
  call: Call
  payment: Payment
  onClose: () => void
}

export function ResolveDialog({ call, payment, onClose }: Props) {
  const connected = useSnapshot().connection === "live"
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [code, setCode] = useState("")
  const [seen, setSeen] = useState("")
  const [note, setNote] = useState("")
  const { send, isBusy, refusal } = useRequests("")
  const charged = answer === "charged"
  const complete =
    answer !== null && seen.trim() !== "" && note.trim() !== "" && (!charged || code.trim() !== "")
  const amount = formatMoney(payment.totalMinor, payment.currency)
  const description = paymentDescription(payment)

  async function resolve(event: FormEvent) {
    event.preventDefault()
    const of = { callSid: call.callSid, paymentId: payment.paymentId }
    if (await send("resolve", { ...of, confirmationCode: charged ? code : null, seen, note })) onClose()
  }

  return (
    <Dialog opened onClose={onClose} title={`Resolve ${amount} from ${call.from}`}>
      <form onSubmit={resolve} noValidate>
        <Stack gap="md">
          <div>
            <Text>Look the payment up at the gateway first. Its description there is:</Text>
            <Group gap="sm" justify="space-between">
              <Text className={classes.reference}>{description}</Text>
              <CopyCode code={description} size="xs" />
            </Group>
          </div>
          <Radio.Group
            label="What did you see?"
            value={answer}
            onChange={(value) => setAnswer(value as Answer)}
            required
          >
            <Stack gap="xs" mt="xs">
              <Radio
                value="charged"
                label="The card was charged"
                description="The payment counts as paid, and the agent sees the code."
              />
              <Radio
                value="not-charged"
                label="The card was not charged"
                description="The agent is told to take the payment anew. If it was charged after all, the customer pays twice."
              />
            </Stack>
          </Radio.Group>
          {charged && (
            <TextInput
              label="Confirmation code"
              description="The charge's id at the gateway, such as ch_..."
              maxLength={64}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              required
            />
          )}
          <TextInput
            label="Where did you see it?"
            placeholder="Stripe dashboard"
            maxLength={300}
            value={seen}
            onChange={(event) => setSeen(event.currentTarget.value)}
            required
          />
          <Textarea
            label="Note"
            description="Never a card number. Your name and the time are stored with it."
            maxLength={300}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            required
          />
          <Text role="alert" c="var(--mantine-color-error)" hidden={!refusal}>
            {refusal}
          </Text>
          <DialogActions onClose={onClose}>
            <Button type="submit" disabled={!connected || !complete} loading={isBusy("resolve")}>
              {charged ? "Resolve as charged" : answer ? "Resolve as not charged" : "Resolve"}
            </Button>
          </DialogActions>
        </Stack>
      </form>
    </Dialog>
  )
}
