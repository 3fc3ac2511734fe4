// One payment session on one call leg: captures keyed items, then charges or makes a token (facts 1.3, 2, 10).
import type { CancelTimer } from "../clock.ts"
import { newSid } from "../sids.ts"
import { askGateway } from "./ask-gateway.ts"
import { createCapturedItems } from "./captured-items.ts"
import type { CardType } from "./card-brands.ts"
import { requestOf } from "./connector.ts"
import { type CapturePhase, type PaySnapshot, snapshotOf } from "./pay-callbacks.ts"
import { firstOf, maskPartial, type PayItem } from "./pay-items.ts"
import type { PaySettings } from "./pay-settings.ts"
import type { PayListener, PaySurroundings } from "./pay-surroundings.ts"
import { looksReal, REAL_CARD_REFUSED } from "./real-cards.ts"

export type PayState = "open" | "submitted" | "closed"

const SEQUENCE_ERROR = "invalid-card-number-security-code-capture-sequence"

export class PaySession {
  readonly sid = newSid("PK")
  readonly accountSid: string
  readonly callSid: string
  readonly settings: PaySettings
  readonly createdAt: number
  updatedAt: number
  state: PayState = "open"
  /** The Result that ended it; empty until then. */
  result = ""
  /** Where callbacks go: the URL of the latest request (facts 1.6); empty for `<Pay>`, whose listener knows. */
  statusCallback: string
  lastError = ""
  /** Complete was asked for, and the caller is to press 1 or 2 first. */
  confirming = false
  /** How often an item was asked for, the same one again included. */
  timesAsked = 0
  #active: { item: PayItem; digits: string } | null = null
  readonly #captured: ReturnType<typeof createCapturedItems>
  #cancelTimer: CancelTimer = () => {}
  #typedAhead = ""
  /** Submitted so often: more than once only where a decline leaves the session open. */
  #attempt = 0
  readonly #around: PaySurroundings
  readonly #listener: PayListener

  constructor(
    around: PaySurroundings,
    made: { accountSid: string; callSid: string; settings: PaySettings; statusCallback: string },
    listener: PayListener,
  ) {
    this.#around = around
    this.#listener = listener
    this.accountSid = made.accountSid
    this.callSid = made.callSid
    this.settings = made.settings
    this.#captured = createCapturedItems(made.settings)
    this.statusCallback = made.statusCallback
    this.createdAt = around.clock.now()
    this.updatedAt = this.createdAt
    listener.started(this.snapshot())
    around.onCallerMoment(this.callSid, "opened", null)
  }

  /** The item being asked for, and what of it was keyed, masked. */
  get active(): { item: PayItem; mask: string } | null {
    return this.#active && { item: this.#active.item, mask: maskPartial(this.#active.digits) }
  }

  get cardType(): CardType | null {
    return this.#captured.cardType()
  }

  get shown(): ReadonlyMap<PayItem, string> {
    return this.#captured.shown
  }

  /** What still has to be captured before Status=complete (facts 2.5). */
  get required(): PayItem[] {
    return this.#captured.required()
  }

  /** Asks for an item; one that was captured before is opened again (facts 1.3). */
  capture(item: PayItem): void {
    const keep =
      this.#active?.item === item &&
      this.#around.switches["half-typed digits when Capture changes"] === "keep"
    const digits = keep ? (this.#active?.digits ?? "") : ""
    this.#stopCapture()
    this.lastError = ""
    if (item === "security-code" && this.cardType === null) {
      this.#refuse(item, SEQUENCE_ERROR)
      return
    }
    const first = firstOf(item)
    if (first && !this.#captured.has(first)) {
      this.#refuse(item, "input-matching-failed")
      return
    }
    this.#captured.forget(item)
    this.#active = { item, digits }
    this.timesAsked += 1
    this.#around.diary.note(this.callSid, `payment: asks for ${item}`)
    if (this.#around.switches["Callback on accepted update before digits"] === "send") {
      this.#report({ capture: item, partial: true, partialMask: "", errorType: "" })
    }
    if (this.#around.switches["First-digit wait"] === "timeout") this.#startTimer()
    this.#around.onCallerMoment(this.callSid, "asked", item)
    this.#around.changed()
    const typedAhead = this.#typedAhead
    this.#typedAhead = ""
    for (const digit of typedAhead) this.#addDigit(digit)
  }

  /** A key of the phone: 0-9, * ends the session at any time, # finishes the item (facts 2.10). */
  press(key: string): void {
    if (this.state !== "open") return
    if (key === "*") {
      if (this.#around.switches.Star !== "ignore") this.#close("caller-interrupted-with-star")
    } else if (this.confirming) {
      if (key === "1") this.#submit()
      if (key === "2") this.#close("transaction-cancelled")
    } else if (key === "#") this.#finishItem()
    else this.#addDigit(key)
  }

  /** Charges, or makes a token; the result comes by callback. Call only when nothing is required any more. */
  complete(): void {
    this.#stopCapture()
    if (this.settings.confirmation) this.askToConfirm()
    else this.#submit()
  }

  #submit(): void {
    this.confirming = false
    this.#attempt += 1
    this.state = "submitted"
    this.#touch()
    this.#around.diary.note(this.callSid, "payment: submitted to the gateway")
    this.#listener.submitted()
    this.#around.clock.after(this.#around.pace.gatewayMs, () => void this.#charge())
    this.#around.onCallerMoment(this.callSid, "submitted", null)
  }

  /** Says what is about to be charged; the caller presses 1 to confirm, 2 to cancel, whenever they like. */
  askToConfirm(): void {
    this.confirming = true
    this.#around.diary.note(this.callSid, "payment: asks the caller to confirm")
    this.#around.say(this.callSid, this.#captured.confirmationText())
    this.#around.changed()
  }

  /** Another session was asked for while this one is open, and the switch says to tell so by callback. */
  refuseSecondSession(): void {
    const item = this.#active?.item ?? this.required[0] ?? "payment-card-number"
    this.#report({ capture: item, partial: false, partialMask: "", errorType: "session-in-progress" })
  }

  cancel(): void {
    this.#close(
      this.#around.switches["Result for Status=cancel"] === "omit" ? "" : "transaction-cancelled",
      "cancelled",
    )
  }

  /** The prompt is over: whoever has keyed nothing by now has the time-out's length to begin. */
  awaitFirstDigit(): void {
    if (this.#active?.digits === "") this.#startTimer()
  }

  /** Takes an item that the developer knows already, e.g. `<Pay postalCode="94105">`. */
  provide(item: PayItem, value: string): void {
    this.#captured.keep(item, value, { ok: true, shown: value, cardType: null })
  }

  /** Ends an open session for a reason of the `<Pay>` verb's, e.g. `too-many-failed-attempts`. */
  giveUp(result: string): void {
    if (this.state === "open") this.#close(result)
  }

  /** The leg ended. A payment that was already submitted still gets its true result. */
  hangUp(): void {
    if (this.state !== "open") return
    const told = this.statusCallback === "" || this.#around.switches["Hang-up mid-session"] !== "no callback"
    this.#close("caller-hung-up", "caller-hung-up", told)
  }

  #addDigit(digit: string): void {
    if (!this.#active) {
      const { switches } = this.#around
      if (switches["Digits pressed with no Capture active"] !== "ignore") this.#typedAhead += digit
      return
    }
    this.#active.digits += digit
    const { item, digits } = this.#active
    if (
      this.#around.switches["Per-digit for CVV/expiry"] === "every digit" ||
      item.startsWith("payment-card-number")
    ) {
      this.#report({ capture: item, partial: true, partialMask: maskPartial(digits), errorType: "" })
    }
    if (this.#captured.isFull(item, digits)) this.#finishItem()
    else this.#startTimer()
  }

  #finishItem(): void {
    if (!this.#active) return
    const { item, digits } = this.#active
    this.#stopCapture()
    const judgement = this.#captured.judge(item, digits, this.#around.clock.now())
    if (!judgement.ok) {
      const first = firstOf(item)
      if (first && this.#around.switches["first input after a failed match"] === "asked again")
        this.#captured.forget(first)
      this.#refuse(item, judgement.errorType)
      return
    }
    if (item === "payment-card-number" && looksReal(this.#around.switches, digits)) {
      this.#around.diary.warn(this.callSid, `payment: ${REAL_CARD_REFUSED}`)
      this.#refuse(item, "invalid-card-number")
      return
    }
    this.#captured.keep(item, digits, judgement)
    this.#around.diary.note(this.callSid, `payment: ${item} captured`)
    this.#report({ capture: item, partial: false, partialMask: "", errorType: "" })
    this.#around.onCallerMoment(this.callSid, "captured", item)
  }

  #refuse(item: PayItem, errorType: string): void {
    this.lastError = errorType
    this.#around.diary.note(this.callSid, `payment: ${item} refused, ${errorType}`)
    this.#report({ capture: item, partial: false, partialMask: "", errorType })
    this.#around.onCallerMoment(this.callSid, "refused", item)
  }

  async #charge(): Promise<void> {
    const { diary } = this.#around
    const request = requestOf(this, this.#attempt, this.#captured.instrument())
    const outcome = await askGateway(this.#around, request, this.statusCallback === "")
    this.#captured.forgetSecrets()
    if (outcome.told === 0) return
    const { record } = outcome
    diary.note(this.callSid, `payment: gateway says ${record.result} ${record.errorCode || record.id}`)
    const result = record.result === "succeeded" ? "success" : "payment-connector-error"
    const open = record.result === "declined" && this.#around.switches["Session after decline"] === "open"
    this.state = open ? "open" : "closed"
    this.result = open ? "" : result
    for (let time = 0; time < outcome.told; time++) {
      this.#touch()
      this.#listener.ended(this.snapshot(), result, record)
    }
    if (open) {
      this.#captured.forgetAll()
      this.#around.changed()
    } else this.#around.onCallerMoment(this.callSid, "ended", null)
  }

  #close(result: string, inWords = result, told = true): void {
    this.#stopCapture()
    this.state = "closed"
    this.result = inWords
    this.#captured.forgetSecrets()
    this.#touch()
    this.#around.diary.note(this.callSid, `payment: ended, ${inWords}`)
    if (told) this.#listener.ended(this.snapshot(), result, null)
    this.#around.onCallerMoment(this.callSid, "ended", null)
  }

  #startTimer(): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#around.clock.after(this.settings.timeoutMs, () => {
      if (!this.#active) return
      const { item, digits } = this.#active
      const strict = this.#around.switches["Inter-digit timeout"] === "input-timeout"
      if (digits === "" || strict) {
        this.#stopCapture()
        this.#refuse(item, "input-timeout")
      } else this.#finishItem()
    })
  }

  #stopCapture(): void {
    this.#cancelTimer()
    this.#active = null
  }

  #report(phase: CapturePhase): void {
    this.#touch()
    this.#listener.captured(this.snapshot(), phase)
  }

  /** Consumers order callbacks by DateUpdated (facts 10.2), so no two of a session share a millisecond. */
  #touch(): void {
    this.updatedAt = Math.max(this.#around.clock.now(), this.updatedAt + 1)
    this.#around.changed()
  }

  snapshot(): PaySnapshot {
    return snapshotOf(this)
  }
}
