// The customer's reference and a note, for whoever looks for this payment later. Of a payment they show what was written.
import { MOST_NOTE, MOST_REFERENCE, type Payment } from "@agentpay/core"
import { Group, Text, TextInput } from "@mantine/core"
import { type Typed, textError } from "./draft.ts"
import classes from "./text-fields.module.css"

interface Props {
  payment: Payment | null
  typed: Typed
  onType(typed: Typed): void
}

export function TextFields({ payment, typed, onType }: Props) {
  if (payment) return <Written payment={payment} />
  const { reference, note } = typed
  return (
    <Group align="flex-start" gap="md">
      <TextInput
        className={classes.reference}
        label="Reference"
        placeholder="Order or invoice number"
        autoComplete="off"
        maxLength={MOST_REFERENCE}
        value={reference}
        error={textError({ reference })}
        onChange={(event) => onType({ ...typed, reference: event.currentTarget.value })}
      />
      <TextInput
        className={classes.note}
        label="Note"
        placeholder="For your colleagues; never a card number"
        autoComplete="off"
        maxLength={MOST_NOTE}
        value={note}
        error={textError({ note })}
        onChange={(event) => onType({ ...typed, note: event.currentTarget.value })}
      />
    </Group>
  )
}

function Written({ payment: { reference, note } }: { payment: Payment }) {
  if (reference === "" && note === "") return null
  return (
    <dl className={classes.written}>
      {reference && <Line name="Reference" text={reference} />}
      {note && <Line name="Note" text={note} />}
    </dl>
  )
}

function Line({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <Text component="dt" c="dimmed" size="sm">
        {name}
      </Text>
      <dd className={classes.text}>{text}</dd>
    </div>
  )
}
