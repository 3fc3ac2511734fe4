// The scenarios that come with the emulator. The program under test prompts for each item, as its agent would.
import {
  card,
  ends,
  hangUp,
  keys,
  mistypes,
  type ScenarioInput,
  scenario,
  star,
  submitted,
  waits,
} from "./scenario.ts"

const VISA = "4242424242424242"
const AMEX = "378282246310005"
const DECLINED = "4000000000000002"
const POOR = "4000000000009995"

const refused = ends("payment-connector-error")
const paid = ends("success")

export const READY_SCENARIOS: readonly ScenarioInput[] = [
  scenario("visa", "Keys a visa without a mistake and pays", [...card(VISA), paid]),
  scenario("mastercard", "Pays with a mastercard", [...card("5555555555554444"), paid]),
  scenario("amex", "Pays with an american express: 15 digits, a code of four", [...card(AMEX, "1234"), paid]),
  scenario("mistypes-number", "Mistypes the card number once, then pays", [
    mistypes("payment-card-number", VISA),
    ...card(VISA),
    paid,
  ]),
  scenario("mistypes-date", "Keys a month that does not exist, then pays", [
    keys("payment-card-number", VISA),
    keys("expiration-date", "1330"),
    keys("expiration-date", "1230"),
    keys("security-code", "123"),
    paid,
  ]),
  scenario("mistypes-code", "Keys too few digits of the code once, then pays", [
    keys("payment-card-number", VISA),
    keys("expiration-date", "1230"),
    keys("security-code", "12#"),
    keys("security-code", "123"),
    paid,
  ]),
  scenario("wrong-brand", "Tries a discover card, which is not taken, then pays with a visa", [
    keys("payment-card-number", "6011111111111117"),
    ...card(VISA),
    paid,
  ]),
  scenario("stops-typing", "Stops in the middle of the number until the time-out, then pays", [
    keys("payment-card-number", "42424242"),
    ...card(VISA),
    paid,
  ]),
  scenario("declined", "The card is declined, and that is the end", [...card(DECLINED), refused]),
  scenario("declined-second-card", "The first card is declined, the second one pays", [
    ...card(DECLINED),
    refused,
    ...card(VISA),
    paid,
  ]),
  scenario("insufficient-funds", "The card has insufficient funds", [...card(POOR), refused]),
  scenario("hangs-up-keying", "Hangs up in the middle of the card number", [
    keys("payment-card-number", "42424242"),
    hangUp,
    ends("caller-hung-up"),
  ]),
  scenario("hangs-up-submitting", "Hangs up while the gateway works: it is paid all the same", [
    ...card(VISA),
    submitted,
    hangUp,
    paid,
  ]),
  scenario("star", "Presses the star key instead of the code", [
    keys("payment-card-number", VISA),
    keys("expiration-date", "1230"),
    keys("security-code", "*"),
    ends("caller-interrupted-with-star"),
  ]),
  scenario("star-then-pays", "Presses star by mistake, and pays in a second session", [
    keys("payment-card-number", "4242"),
    star,
    ends("caller-interrupted-with-star"),
    ...card(VISA),
    paid,
  ]),
  scenario("thinks", "Looks for the card for three seconds before keying", [
    waits(3_000),
    ...card(VISA),
    paid,
  ]),
  scenario(
    "slow-typist",
    "Takes a second for every digit of the number",
    [...card(VISA), paid],
    [
      {
        on: "caller",
        match: { moment: "key", item: "payment-card-number" },
        do: { action: "slow", ms: 1_000 },
      },
    ],
  ),
  scenario(
    "doubled-tone",
    "One tone is heard twice, so the number is wrong; then pays",
    [keys("payment-card-number", VISA), ...card(VISA), paid],
    [
      {
        on: "caller",
        match: { moment: "key", item: "payment-card-number", digit: 5 },
        times: 1,
        do: { action: "double" },
      },
    ],
  ),
  scenario(
    "gateway-slow",
    "The gateway takes eight seconds",
    [...card(VISA), paid],
    [{ on: "gateway", do: { action: "slow", ms: 8_000 } }],
  ),
  scenario(
    "gateway-charges-and-loses-answer",
    "The gateway charges and its answer is lost: nobody may charge again",
    [...card(VISA), refused],
    [{ on: "gateway", do: { action: "lose-answer" } }],
  ),
  scenario(
    "callbacks-out-of-order",
    "Every third callback arrives after the next one, the result twice",
    [...card(VISA), paid],
    [
      {
        on: "webhook",
        match: { kind: "payment", params: { Result: "*" } },
        do: { action: "double" },
      },
      { on: "webhook", match: { kind: "payment" }, nth: [3, 6, 9, 12, 15, 18, 21], do: { action: "swap" } },
    ],
  ),
]
