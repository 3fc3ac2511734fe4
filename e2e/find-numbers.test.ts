// The search of the hunt finds a planted number in each guise, and nothing where there is none.
import { expect, test } from "@playwright/test"
import { findNumbers } from "./hunt/find-numbers.ts"

const card = "4242424242424242"
const others = ["5555555555554444", "378282246310005"]
const planted: Record<string, string | Buffer> = {
  plain: `card=${card}`,
  "among other digits": `0${card}9`,
  spaced: "4242 4242 4242 4242",
  hyphened: "4242-4242-4242-4242",
  "each digit apart": [...card].join(" "),
  "URL-encoded": encodeURIComponent("4242 4242 4242 4242"),
  "every digit URL-encoded": [...card].map((digit) => `%3${digit}`).join(""),
  "URL-encoded twice": encodeURIComponent(encodeURIComponent("4242 4242 4242 4242")),
  base64: Buffer.from(`the card is ${card}.`).toString("base64"),
  "base64 in the middle of a run": `abc${Buffer.from(card).toString("base64url")}`,
  "a Buffer in JSON": JSON.stringify(Buffer.from(card)),
  "bytes of a database": Buffer.concat([Buffer.from([0, 255, 1]), Buffer.from(card), Buffer.from([0, 200])]),
}

for (const [guise, haystack] of Object.entries(planted))
  test(`a number is found: ${guise}`, () => {
    expect(findNumbers(haystack, [card, ...others])).toEqual([card])
  })

test("none is found where there is none", () => {
  for (const haystack of [
    "",
    "xxxxxxxxxxxx4242",
    "4242 4242 4242 424x 2",
    JSON.stringify({ at: Date.now() }),
  ])
    expect(findNumbers(haystack, [card, ...others])).toEqual([])
})
