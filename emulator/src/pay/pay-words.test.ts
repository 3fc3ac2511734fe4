// What <Pay> says by itself: every step in every language that Twilio names, none of it in another one.
import { expect, test } from "vitest"
import { PAY_ITEMS } from "./pay-items.ts"
import { askFor, askToConfirm, PAY_LANGUAGES } from "./pay-words.ts"

const STEPS = [...PAY_ITEMS, "payment-processing"] as const

test.each(PAY_LANGUAGES)("%s: every step has its own words", (language) => {
  const said = STEPS.map((step) => askFor(language, step, ""))
  expect(new Set(said).size).toBe(STEPS.length)
  for (const text of said) expect(text).toMatch(/^\p{Lu}.+[^ ]\.$/u)
  expect(askToConfirm(language, "4242")).toContain("4242")
})

test("a mistake is named before the item is asked for again", () => {
  expect(askFor("en-GB", "expiration-date", "invalid-date")).toBe(
    "That is not valid. Please enter the expiration date, two digits for the month and two for the year.",
  )
  expect(askFor("fr-CA", "payment-card-number", "invalid-card-type")).toMatch(
    /^Ce type de carte n'est pas accepté\. /,
  )
  expect(askFor("es-US", "security-code", "input-timeout")).toMatch(/^No se ha introducido nada\. /)
  expect(askFor("it-IT", "postal-code-matcher", "")).toBe(
    "Inserisca di nuovo il codice postale e prema poi il tasto cancelletto.",
  )
})

test("no two languages say the same", () => {
  const spoken = new Map(PAY_LANGUAGES.map((language) => [language.slice(0, 2), language]))
  const all = [...spoken.values()].flatMap((language) =>
    ["", "input-timeout", "invalid-card-type", "invalid-date"].map((error) =>
      askFor(language, "security-code", error),
    ),
  )
  expect(new Set(all).size).toBe(all.length)
})
