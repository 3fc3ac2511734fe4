// One item that the caller keys in: its name, its state, and Ask again.
import { type CaptureItem, type ItemState, itemNames, type Masked } from "@agentpay/core"
import { Button, Text, VisuallyHidden } from "@mantine/core"
import { brandName, entryGroups, entryWords } from "../words/card-words.ts"
import { Grouped } from "../words/grouped.tsx"
import { StateText } from "../words/state-text.tsx"
import classes from "./item-list.module.css"

interface Props {
  item: CaptureItem
  state: ItemState
  /** Digits arriving right now. */
  typed: Masked | null
  /** null where asking is out of the question. */
  mayAsk: boolean | null
  busy: boolean
  onAsk(): void
}

export function ItemRow({ item, state, typed, mayAsk, busy, onAsk }: Props) {
  const name = itemNames[item]
  return (
    <li className={classes.row} data-item={item} data-state={typed ? "entering" : state.status}>
      <Text fw={500} className={classes.name}>
        {name}
      </Text>
      <div className={classes.state}>
        <ItemStateWords item={item} state={state} typed={typed} />
      </div>
      {mayAsk !== null && (
        <Button
          className={classes.ask}
          variant="default"
          size="sm"
          aria-label={`Ask again: ${name}`}
          disabled={!mayAsk}
          loading={busy}
          onClick={onAsk}
        >
          Ask again
        </Button>
      )}
    </li>
  )
}

function ItemStateWords({ item, state, typed }: Pick<Props, "item" | "state" | "typed">) {
  if (typed)
    return (
      <StateText tone="busy">
        <Entry item={item} masked={typed} />
      </StateText>
    )
  switch (state.status) {
    case "missing":
      return (
        <Text span c="dimmed">
          <StateText tone="idle">Missing</StateText>
        </Text>
      )
    case "prompted":
      return <StateText tone="busy">{state.error ? "Not taken, asking again" : "Asking now"}</StateText>
    case "captured":
      return <Captured item={item} masked={state.masked} brand={brandName(state.brand)} />
    case "rejected":
      return (
        <StateText tone="bad">
          <Text span c="var(--agentpay-bad)">
            Not taken
          </Text>
        </StateText>
      )
  }
}

function Captured({ item, masked, brand }: { item: CaptureItem; masked: Masked; brand: string | null }) {
  return (
    <StateText tone="good">
      <Entry item={item} masked={masked} />
      {brand && <span className={classes.brand}>{brand}</span>}
    </StateText>
  )
}

/** A screen reader would read out every dot, so it gets words instead. */
function Entry({ item, masked }: { item: CaptureItem; masked: Masked }) {
  return (
    <>
      <span className={classes.entry} aria-hidden>
        <Grouped groups={entryGroups(item, masked)} />
      </span>
      <VisuallyHidden>{entryWords(item, masked)}</VisuallyHidden>
    </>
  )
}
