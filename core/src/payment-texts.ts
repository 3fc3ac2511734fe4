// What an agent may write beside a payment: the customer's order or invoice number, and a note.
import { scrubText } from "./capture-item.ts"
import type { Refusal } from "./refusal.ts"

/** Signs. Long enough for any order number, short enough for a line of a list. */
export const MOST_REFERENCE = 64
export const MOST_NOTE = 300

export interface PaymentTexts {
  /** Order or invoice number; "" for none. Handed to the gateway with the charge. */
  reference: string
  /** For colleagues; "" for none. Stays here. */
  note: string
}

const mosts = { reference: MOST_REFERENCE, note: MOST_NOTE } as const

function readText(text: string, field: keyof PaymentTexts): string | { refusal: Refusal } {
  const written = text.trim().replace(/\s+/g, " ")
  if (written.length > mosts[field])
    return { refusal: { code: "text-too-long", field, message: `At most ${mosts[field]} signs.` } }
  if (scrubText(written) !== written) return { refusal: { code: "card-digits", field } }
  return written
}

/** Blanks around and line breaks go; what could hold a card number is refused, not mended (R7). */
export function parseTexts(typed: Partial<PaymentTexts>): PaymentTexts | { refusal: Refusal } {
  const reference = readText(typed.reference ?? "", "reference")
  if (typeof reference !== "string") return reference
  const note = readText(typed.note ?? "", "note")
  return typeof note === "string" ? { reference, note } : note
}
