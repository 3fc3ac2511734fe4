// What a payment session has captured: clear digits in memory until it closes, and what may be shown of them.
import type { CardType } from "./card-brands.ts"
import { type Instrument, instrumentOf } from "./connector.ts"
import { firstOf, isFull, itemsOf, type Judgement, judgeItem, PAY_ITEMS, type PayItem } from "./pay-items.ts"
import type { PaySettings } from "./pay-settings.ts"
import { askToConfirm } from "./pay-words.ts"

export function createCapturedItems(settings: PaySettings) {
  // Clear digits: never shown, and forgotten when the session closes.
  const secrets = new Map<PayItem, string>()
  const shown = new Map<PayItem, string>()
  let cardType: CardType | null = null

  const context = (item: PayItem, now: number) => {
    return { settings, cardType, now, first: secrets.get(firstOf(item) ?? item) ?? "" }
  }

  return {
    /** Masked as callbacks show them, in the order they were captured. */
    shown: shown as ReadonlyMap<PayItem, string>,
    cardType: () => cardType,
    has: (item: PayItem) => secrets.has(item),
    /** What is still to be captured before Status=complete (facts 2.5). */
    required: () => itemsOf(settings).filter((item) => !secrets.has(item)),
    instrument: (): Instrument => instrumentOf(settings, cardType, secrets),
    isFull: (item: PayItem, digits: string) => isFull(item, digits, context(item, 0)),
    judge: (item: PayItem, digits: string, now: number) => judgeItem(item, digits, context(item, now)),
    keep(item: PayItem, digits: string, judgement: Judgement & { ok: true }): void {
      secrets.set(item, digits)
      if (judgement.shown !== "") shown.set(item, judgement.shown)
      if (item === "payment-card-number") cardType = judgement.cardType
    },
    /** As if it had never been keyed, nor repeated. */
    forget(item: PayItem): void {
      secrets.delete(item)
      for (const other of PAY_ITEMS) if (firstOf(other) === item) secrets.delete(other)
      shown.delete(item)
      if (item === "payment-card-number") cardType = null
    },
    /** What the caller hears before pressing 1 or 2. */
    confirmationText(): string {
      const masked = shown.get("payment-card-number") ?? shown.get("bank-account-number") ?? ""
      return askToConfirm(settings.language, masked.replace(/\D/g, ""))
    },
    /** Only what may be shown stays. */
    forgetSecrets: () => secrets.clear(),
    forgetAll(): void {
      for (const item of PAY_ITEMS) this.forget(item)
    },
  }
}
