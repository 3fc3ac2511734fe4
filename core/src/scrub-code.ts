// Confirmation codes and tokens: some gateways make them of digits alone, and the agent has to read them out (R7).
import { scrubText } from "./capture-item.ts"

/** Luhn's check, which every card number passes (ISO/IEC 7812-1). */
export function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

/**
 * Every card that Twilio takes begins with 2 to 6; noughts in front only fill a field. Whether Luhn's check fits counts
 * for twelve digits alone, which hardly any card has and many codes do: of more, a mistyped card number goes too.
 */
function couldBeCard(digits: string): boolean {
  const significant = digits.replace(/^0+/, "")
  if (!/^[2-6]/.test(significant)) return false
  return significant.length > 12 || (significant.length === 12 && passesLuhn(significant))
}

/** A code of digits alone stays whole where it could not be a card number; everything else is a text as any other. */
export function scrubCode(code: string): string {
  return /^\d{12,19}$/.test(code) && !couldBeCard(code) ? code : scrubText(code)
}
