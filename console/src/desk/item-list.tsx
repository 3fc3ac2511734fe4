// What the caller keys in, item by item.
import { type CaptureItem, isOver, type Typing } from "@agentpay/core"
import type { Requests } from "../live/use-requests.ts"
import type { DeskState } from "./allowed.ts"
import { mayAsk } from "./allowed.ts"
import classes from "./item-list.module.css"
import { ItemRow } from "./item-row.tsx"

interface Props {
  desk: DeskState
  /** What a new payment will ask for. */
  items: readonly CaptureItem[]
  typing: Typing | null
  requests: Requests
}

export function ItemList({ desk, items, typing, requests }: Props) {
  const { call, payment } = desk
  const over = payment !== null && isOver(payment)
  const all = payment?.items ?? items.map((item) => ({ item, state: { status: "missing" as const } }))
  // Of a payment that is over only what was collected still means something.
  const collected = over ? all.filter(({ state }) => state.status === "captured") : all
  if (collected.length === 0) return null
  return (
    <ul className={classes.list} aria-label="What the caller keys in">
      {collected.map(({ item, state }) => {
        const key = `update ${item}`
        return (
          <ItemRow
            key={item}
            item={item}
            state={state}
            typed={typing?.item === item ? typing.masked : null}
            mayAsk={over ? null : mayAsk(desk, item)}
            busy={requests.isBusy(key)}
            onAsk={() =>
              payment &&
              requests.send("update", { callSid: call.callSid, paymentId: payment.paymentId, item }, key)
            }
          />
        )
      })}
    </ul>
  )
}
