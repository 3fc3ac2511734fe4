// Keeps real cards out: only published test numbers are taken, unless a switch says otherwise.
import type { Switches } from "../switches.ts"
import { isTestCard } from "./test-cards.ts"

export const REAL_CARD_REFUSED =
  'this may be a real card, so it was refused and forgotten: only published test numbers are taken (GET /emulator/cards; switch "cards that are no test numbers")'

/** Whether a number that could be anybody's card is to be refused. */
export function looksReal(switches: Switches, number: string): boolean {
  return switches["cards that are no test numbers"] === "refuse" && !isTestCard(number)
}
