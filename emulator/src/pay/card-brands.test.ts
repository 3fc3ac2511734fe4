// Every row of Twilio's table of card types: prefixes and lengths at their edges (facts 3).
import { expect, test } from "vitest"
import { CARD_TYPES, judgeCard, passesLuhn } from "./card-brands.ts"

/** A number of this prefix and length whose check digit is right. */
function numberOf(prefix: string, length: number): string {
  const body = prefix.padEnd(length - 1, "0")
  const check = "0123456789".split("").find((digit) => passesLuhn(body + digit)) ?? ""
  return body + check
}

const judge = (prefix: string, length: number) => {
  const judged = judgeCard(numberOf(prefix, length), CARD_TYPES)
  return judged.ok ? judged.type : judged.errorType
}

test.each<[type: string, prefixes: string, right: number[], wrong: number[]]>([
  ["visa", "4", [13, 16, 19], [12, 14, 15, 17, 18]],
  ["mastercard", "51 55 222100 272099", [16], [15, 17]],
  ["amex", "34 37", [15], [14, 16]],
  ["discover", "6011 64 65", [16, 19], [15]],
  ["maestro", "50 56 57 58 67", [12, 19], []],
  ["jcb", "3528 3589", [16, 19], [15]],
  ["diners-club", "300 304 305 3095 36 38 39", [14, 16, 19], [13]],
  ["enroute", "2014 2149", [15], [14, 16]],
])("%s begins with %s", (type, prefixes, right, wrong) => {
  for (const prefix of prefixes.split(" ")) {
    for (const length of right) expect(judge(prefix, length), `${prefix}, ${length} digits`).toBe(type)
    for (const length of wrong)
      expect(judge(prefix, length), `${prefix}, ${length} digits`).toBe("invalid-card-number")
  }
})

test.each(["222099", "272100", "3527", "3590", "306", "1", "7", "9"])(
  "%s begins no card of the table",
  (prefix) => {
    expect(judge(prefix, 16)).toBe("invalid-card-type")
  },
)
