// The payment on the desk: what happens next, amount, items, buttons, result.
import { currentPayment, type Payment } from "@agentpay/core"
import { Paper, Stack, Title, VisuallyHidden } from "@mantine/core"
import { type FormEvent, useEffect, useRef, useState } from "react"
import { useScreen } from "../live/live-context.tsx"
import type { LiveCall } from "../live/live-state.ts"
import { useRequests } from "../live/use-requests.ts"
import { Actions } from "./actions.tsx"
import { AmountFields } from "./amount-fields.tsx"
import { draftOf, nothingTyped } from "./draft.ts"
import { ItemList } from "./item-list.tsx"
import { nextWords } from "./next-words.ts"
import classes from "./payment-panel.module.css"
import { PaymentResult } from "./payment-result.tsx"
import { TextFields } from "./text-fields.tsx"

export function PaymentPanel({ liveCall: { call, typing } }: { liveCall: LiveCall }) {
  const { me, currency, items } = useScreen()
  const payment = currentPayment(call)
  const requests = useRequests(stateKey(call.status, payment))
  const [typed, setTyped] = useState(nothingTyped)
  const amountField = useRef<HTMLInputElement>(null)
  const desk = { call, payment, by: me.userId }
  const { callSid } = call
  const shownTyping = typing && typing.paymentId === payment?.paymentId ? typing : null

  // What was typed has become a payment; after it is cleared, here or in another tab, the form starts empty.
  useEffect(() => {
    if (payment) setTyped(nothingTyped)
  }, [payment])

  function prompt(event: FormEvent) {
    event.preventDefault()
    requests.send("initiate", { callSid, ...typed })
  }

  async function clear() {
    if (!payment) setTyped(nothingTyped)
    else if (!(await requests.send("clear", { callSid, paymentId: payment.paymentId }))) return
    amountField.current?.focus()
  }

  return (
    <Paper withBorder p={{ base: "md", sm: "lg" }}>
      <form onSubmit={prompt} aria-label="Payment" noValidate>
        <Stack gap="lg">
          <VisuallyHidden>
            <Title order={2}>Payment</Title>
          </VisuallyHidden>
          <p className={classes.next} role="status" aria-live="polite" data-status={payment?.status}>
            {nextWords({
              call,
              payment,
              typing: shownTyping?.item ?? null,
              draft: draftOf(typed, currency),
              currency,
            })}
          </p>
          {payment && <PaymentResult payment={payment} />}
          <AmountFields
            payment={payment}
            typed={typed}
            onType={setTyped}
            currency={currency}
            amountField={amountField}
          />
          <TextFields payment={payment} typed={typed} onType={setTyped} />
          <ItemList desk={desk} items={items} typing={shownTyping} requests={requests} />
          <Actions desk={desk} typed={typed} requests={requests} onClear={clear} />
        </Stack>
      </form>
    </Paper>
  )
}

/** What a refusal was about: when this changes, its words are old. */
function stateKey(callStatus: string, payment: Payment | null): string {
  return [callStatus, payment?.paymentId, payment?.attempt, payment?.status].join(" ")
}
