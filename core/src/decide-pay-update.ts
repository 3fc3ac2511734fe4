// Decisions about payment status callbacks, which may come twice, late, out of order, or never (R8).
import { type Call, fold } from "./call.ts"
import { type CaptureItem, isIdle } from "./capture-item.ts"
import type { PayUpdate } from "./commands.ts"
import { decidePayResult } from "./decide-pay-result.ts"
import { type Accepted, nothing } from "./decision.ts"
import { evolvePayment } from "./evolve-payment.ts"
import type { PaymentFact } from "./facts.ts"
import { ask, dropSession, MOST_IDLE_REJECTIONS, nextItem, startCapture } from "./pay-session.ts"
import { isOpen, itemOf, needsCardFirst, type Payment, promptedItem } from "./payment.ts"

type Captured = Extract<PaymentFact, { type: "FieldCaptured" }>

export function decidePayUpdate(update: PayUpdate, call: Call, at: number): Accepted {
  const { sessionSid, attempt: named } = update
  const payment = call.payments.find((payment) => payment.sessionSid === sessionSid)
  if (payment) return applyUpdate(update, payment, at)
  const opening = call.payments.find(({ paymentId }) => paymentId === named?.paymentId)
  if (!named || !opening) return nothing
  if (opening.status !== "opening" || opening.attempt !== named.attempt)
    return update.result ? nothing : dropSession(call, { ...named, sessionSid })
  return adoptSession(update, call, opening, at)
}

/** The callback overtook the REST answer. */
function adoptSession(update: PayUpdate, call: Call, opening: Payment, at: number): Accepted {
  const started = startCapture(opening, update.sessionSid, at)
  const adopted = fold(started.facts, call)?.payments.find(({ paymentId }) => paymentId === opening.paymentId)
  const rest = adopted ? applyUpdate(update, adopted, at) : nothing
  const over = update.result !== null
  return {
    ...rest,
    facts: [...started.facts, ...rest.facts],
    effects: over ? rest.effects : [...started.effects, ...rest.effects],
  }
}

function applyUpdate(update: PayUpdate, payment: Payment, at: number): Accepted {
  if (update.result) return decidePayResult(update.result, payment, at)
  const newer =
    (update.updatedAt ?? Number.POSITIVE_INFINITY) > (payment.updatedAt ?? Number.NEGATIVE_INFINITY)
  if (!isOpen(payment) || !newer) return nothing
  if (update.error) return rejectEntry(update, payment, at)
  const captured = captureEntries(update, payment, at)
  return captured.length > 0 ? askNext(update, captured, payment, at) : typing(update, payment)
}

function typing(update: PayUpdate, payment: Payment): Accepted {
  const { item, updatedAt } = update
  const masked = item && update.values[item]
  if (!item || !masked || promptedItem(payment) !== item) return nothing
  return { ...nothing, typing: { paymentId: payment.paymentId, item, masked, updatedAt } }
}

/** Without PartialResult and Required only the value itself can tell whether an entry is complete. */
function looksComplete(item: CaptureItem, value: string): boolean {
  if (item === "card-number") return /\d{4}$/.test(value)
  if (item === "security-code") return value.length >= 3
  if (item === "expiry") return /^\d{4}$/.test(value)
  return true
}

/** Also the entries whose own callback was lost: an item that Twilio no longer requires has been captured. */
function captureEntries(update: PayUpdate, payment: Payment, at: number): Captured[] {
  if (update.partial) return []
  const { paymentId } = payment
  const { required, updatedAt } = update
  return payment.items.flatMap(({ item, state }): Captured[] => {
    const masked = update.values[item]
    if (state.status === "captured" || !masked) return []
    // The callback of another item still repeats the old entry of one that is being asked for again.
    if (state.status === "prompted" && item !== (update.item ?? item)) return []
    const done = required ? !required.includes(item) : item === update.item && looksComplete(item, masked)
    if (!done) return []
    const brand = item === "card-number" && update.brand ? { brand: update.brand } : {}
    return [{ type: "FieldCaptured", paymentId, item, masked, ...brand, updatedAt, at }]
  })
}

/** After a capture: the next item, unless the caller is already being asked for one. */
function askNext(update: PayUpdate, captured: Captured[], before: Payment, at: number): Accepted {
  const after = captured.reduce(evolvePayment, before)
  const next = promptedItem(after) ? undefined : nextItem(after.items, update.required ?? [])
  const asked = next ? ask(after, next, at) : nothing
  return { facts: [...captured, ...asked.facts], effects: asked.effects }
}

/** Twilio does not ask again by itself (facts 2.7): say what was wrong and ask again at once. */
function rejectEntry(update: PayUpdate, payment: Payment, at: number): Accepted {
  const { error, updatedAt } = update
  const asked = promptedItem(payment)
  const item = update.item ?? asked
  const collected = item && itemOf(payment, item)
  if (!error || !collected || collected.state.status === "captured") return nothing
  // The agent has moved on to another item meanwhile.
  if (asked && asked !== item) return nothing
  const { paymentId } = payment
  const rejected = { type: "FieldRejected", paymentId, item, error, updatedAt, at } as const
  if (isIdle(error) && collected.rejections + 1 >= MOST_IDLE_REJECTIONS)
    return { facts: [rejected], effects: [] }
  const cardFirst = error === "card-number-first" || needsCardFirst(item, payment.items)
  const again = ask(payment, cardFirst ? "card-number" : item, at)
  return { facts: [rejected, ...again.facts], effects: again.effects }
}
