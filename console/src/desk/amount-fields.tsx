// Amount, tip and their total. While a payment is open they show its sums and cannot be changed.
import { decimalString, formatMoney, type Payment } from "@agentpay/core"
import { Group, Text, TextInput } from "@mantine/core"
import type { RefObject } from "react"
import classes from "./amount-fields.module.css"
import { currencySign, draftOf, fieldErrors, type Sums, type Typed } from "./draft.ts"

interface Props {
  payment: Payment | null
  typed: Typed
  onType(typed: Typed): void
  /** ISO 4217, of new payments. */
  currency: string
  amountField: RefObject<HTMLInputElement | null>
}

export function AmountFields({ payment, typed, onType, currency, amountField }: Props) {
  const unit = payment?.currency ?? currency
  const shown = payment ? typedFor(payment) : typed
  const errors = payment ? {} : fieldErrors(typed, currency)
  const draft = payment ? { is: "valid" as const, totalMinor: payment.totalMinor } : draftOf(typed, currency)
  const sign = currencySign(unit)
  const common = {
    inputMode: "decimal" as const,
    autoComplete: "off",
    maxLength: 12,
    readOnly: payment !== null,
    leftSection: <span aria-hidden>{sign}</span>,
    leftSectionWidth: `${sign.length + 1.5}ch`,
    className: classes.field,
  }
  return (
    <Group align="flex-start" gap="md">
      <TextInput
        {...common}
        ref={amountField}
        label="Amount"
        value={shown.amount}
        error={errors.amount}
        onChange={(event) => onType({ ...typed, amount: event.currentTarget.value })}
      />
      <TextInput
        {...common}
        label="Tip"
        value={shown.tip}
        error={errors.tip}
        onChange={(event) => onType({ ...typed, tip: event.currentTarget.value })}
      />
      <div className={classes.total}>
        <Text size="md" fw={500}>
          Total
        </Text>
        <Text className={classes.sum}>
          {draft.is === "valid" ? formatMoney(draft.totalMinor, unit) : "–"}
        </Text>
      </div>
    </Group>
  )
}

function typedFor({ amountMinor, tipMinor, currency }: Payment): Sums {
  return { amount: decimalString(amountMinor, currency), tip: decimalString(tipMinor, currency) }
}
