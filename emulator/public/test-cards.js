// The published test cards, a valid date and codes, one click away.
import { element } from "./dom.js"
import { spaced } from "./words.js"

function button(className, text, act) {
  const made = element("button", className, text)
  made.type = "button"
  made.addEventListener("click", act)
  return made
}

/** A date that is valid for years: December, four years ahead. */
function futureDate() {
  return `12${String((new Date().getFullYear() + 4) % 100).padStart(2, "0")}`
}

/** The ones a demonstration needs: they stand open, the others behind "More test cards". */
const USUAL = [
  "4242424242424242",
  "5555555555554444",
  "378282246310005",
  "4000000000000002",
  "4000000000009995",
  "4000000000000069",
  "4000000000000127",
  "4000000000000119",
]

function cardButton(card, press) {
  const made = button(card.approved ? "test-card" : "test-card refused", "", () => press(card.number))
  made.append(
    element("span", "test-card-name", card.name),
    " ",
    element("span", "test-card-number", spaced(card.number)),
  )
  return made
}

/** Fills the fieldsets `quick`, `usual` and `more` of a phone; answers what enables and hints at them. */
export function fillTestCards(parts, cards, press) {
  const date = futureDate()
  const quick = {
    "expiration-date": [
      button("test-card", `Expiry ${date.slice(0, 2)}/${date.slice(2)}`, () => press(date)),
    ],
    "security-code": [
      button("test-card", "Code 123", () => press("123")),
      button("test-card", "Amex code 1234", () => press("1234")),
    ],
    "postal-code": [button("test-card", "Postal code 94105", () => press("94105#"))],
  }
  const usual = cards.filter((card) => USUAL.includes(card.number))
  usual.sort((one, other) => USUAL.indexOf(one.number) - USUAL.indexOf(other.number))
  parts.quick.append(...Object.values(quick).flat())
  parts.usual.append(...usual.map((card) => cardButton(card, press)))
  parts.more.append(
    ...cards.filter((card) => !USUAL.includes(card.number)).map((card) => cardButton(card, press)),
  )
  return {
    enable(live, payment) {
      for (const group of [parts.quick, parts.usual, parts.more]) group.disabled = !live
      for (const [item, buttons] of Object.entries(quick)) {
        for (const each of buttons) each.classList.toggle("wanted", payment?.capture === item)
      }
      const wanted = payment?.capture === "payment-card-number"
      for (const card of parts.usual.children) card.classList.toggle("wanted", wanted)
    },
  }
}
