// Keeps real cards out: only published test numbers are taken, unless a switch says otherwise.
import type { Switches } from "../switches.ts"
import { passesLuhn } from "./card-brands.ts"
import { isTestCard } from "./test-cards.ts"

export const REAL_CARD_REFUSED =
  'this may be a real card, so it was refused and forgotten: only published test numbers are taken (GET /emulator/cards; switch "cards that are no test numbers")'

/** Whether a text holds a number that could be anybody's card, however its digits are grouped. */
export function looksLikeRealCard(switches: Switches, text: string): boolean {
  const numbers = (text.match(/\d(?:[ .-]?\d){11,18}/g) ?? []).map((found) => found.replace(/\D/g, ""))
  return numbers.some((number) => passesLuhn(number) && looksReal(switches, number))
}

/** Whether a number that could be anybody's card is to be refused. */
export function looksReal(switches: Switches, number: string): boolean {
  return switches["cards that are no test numbers"] === "refuse" && !isTestCard(number)
}
