// The code of a payment that went through, to be read out to the caller.
import type { Payment } from "@agentpay/core"
import { Group, Text } from "@mantine/core"
import { Grouped } from "../words/grouped.tsx"
import { codeGroups } from "../words/groups.ts"
import { resultCode } from "../words/payment-words.ts"
import { CopyCode } from "./copy-code.tsx"
import classes from "./payment-result.module.css"

export function PaymentResult({ payment }: { payment: Payment }) {
  const code = resultCode(payment)
  if (!code) return null
  const isConfirmation = payment.status === "succeeded" && payment.confirmationCode !== null
  return (
    <div>
      <Text fw={500}>{isConfirmation ? "Confirmation code" : "Token"}</Text>
      <Group gap="sm" align="center" justify="space-between">
        <div className={classes.code}>
          <Grouped groups={codeGroups(code)} />
        </div>
        <CopyCode code={code} />
      </Group>
    </div>
  )
}
