// History in the browser: found, told fact by fact, exported, and to agents only what is theirs.
import { readFile } from "node:fs/promises"
import { call } from "./caller.ts"
import { nextLine, prompt } from "./desk.ts"
import { test as base, expect } from "./fixtures.ts"
import { inspect } from "./inspect.ts"
import { type System, startDemo } from "./system.ts"

/** The demo as its first visitors find it: with sample data. */
const test = base.extend<object, { system: System }>({
  system: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are used from this pattern.
    async ({}, use) => {
      const system = await startDemo({ SAMPLE_DATA: "true" })
      await use(system)
      await system.stop()
    },
    { scope: "worker" },
  ],
})

test("a payment is found by what is known of it, and tells its story", async ({ ada, system }) => {
  const caller = await call(system.phonesUrl, "+15551230777")
  await expect(ada.getByText("+15551230777").first()).toBeVisible()
  await caller.answer()
  await expect(ada.getByText("On the call").first()).toBeVisible()
  await ada.getByLabel("Reference").fill("INV-2026-77")
  await prompt(ada, "40", "2.42")
  await expect(nextLine(ada)).toContainText(/card number/i)
  await caller.keysFor("payment-card-number", "5555555555554444")
  await caller.keysFor("expiration-date", "1230")
  await caller.keysFor("security-code", "123")
  await ada.getByRole("button", { name: "Submit" }).click()
  await expect(ada.getByText("Confirmation code", { exact: true })).toBeVisible()
  await caller.hangUp()

  await ada.getByRole("link", { name: "History" }).click()
  const results = ada.getByRole("region", { name: "Results" })
  await expect(results.getByText("Sample").first()).toBeVisible()
  await ada.getByLabel("Amount with tip").fill("42.42")
  await ada.getByLabel("Last four digits").fill("4444")
  await ada.getByLabel("Reference").fill("inv-2026-77")
  await ada.getByLabel("Caller").fill("+1 (555) 123-0777")
  await ada.keyboard.press("Enter")
  await expect(ada).toHaveURL(/lastFour=/)
  await expect(results.getByRole("link", { name: /Payment of .*\$42\.42/ })).toHaveCount(1)
  // The address is the search: whoever is sent it, and who reloads, sees the same.
  await ada.reload()
  await expect(ada.getByLabel("Reference")).toHaveValue("inv-2026-77")
  await results.getByRole("link", { name: /\$42\.42/ }).click()
  await expect(ada.getByRole("heading", { name: "Payment of $42.42" })).toBeVisible()
  const story = ada.getByRole("list", { name: "What happened" })
  await expect(story).toContainText("Prompt: $40.00 and a tip of $2.42.")
  await expect(story).toContainText("The caller keyed in the card number: ending in 4444.")
  await expect(story).toContainText("Paid. Confirmation code ch_")
  await inspect(ada)
  await ada.getByRole("link", { name: "The whole call" }).click()
  await expect(ada.getByRole("list", { name: "What happened" })).toContainText("called +15550001000")
  await expect(ada.getByRole("list", { name: "Payments of this call" })).toContainText("$42.42")
  await inspect(ada)
})

test("a supervisor looks through everybody's, page by page, and takes a CSV of it", async ({ openDesk }) => {
  const sam = await openDesk("sam@example.com")
  await sam.getByRole("link", { name: "History" }).click()
  const results = sam.getByRole("region", { name: "Results" })
  const payments = results.getByRole("link", { name: /^Payment of/ })
  await expect(payments).toHaveCount(50)
  const first = await payments.first().getAttribute("href")
  await inspect(sam)
  await results.getByRole("link", { name: "Older" }).click()
  await expect(payments.first()).not.toHaveAttribute("href", first ?? "")
  await sam.goBack()
  await expect(payments.first()).toHaveAttribute("href", first ?? "")

  await sam.getByLabel("Outcome").selectOption({ label: "Declined" })
  await sam.getByLabel("Agent").selectOption({ label: "Ben" })
  await sam.getByRole("button", { name: "Search", exact: true }).click()
  await expect(results.getByText("Paid", { exact: true })).toHaveCount(0)
  const shown = await payments.count()
  expect(shown).toBeGreaterThan(0)
  const download = sam.waitForEvent("download")
  await results.getByRole("link", { name: "Download CSV" }).click()
  const csv = await readFile(await (await download).path(), "utf8")
  const lines = csv.trim().split("\r\n")
  expect(lines).toHaveLength(shown + 1)
  for (const line of lines.slice(1)) expect(line).toMatch(/,declined,.*,Ben,sample-/)

  await sam.getByText("Calls", { exact: true }).click()
  await expect(sam.getByRole("list", { name: "Calls" })).toContainText("Ben")
  await inspect(sam)
  await sam.goBack()
  await expect(sam.getByLabel("Outcome")).toHaveValue("declined")
})

test("a supervisor reads who cancelled, and is not told that it was they", async ({ openDesk, system }) => {
  const sam = await openDesk("sam@example.com")
  await sam.goto(`${system.consoleUrl}/history?outcome=cancelled`)
  await sam
    .getByRole("link", { name: /^Payment of/ })
    .first()
    .click()
  await expect(sam.getByText(/^(Ada|Ben) cancelled the payment\.$/)).toBeVisible()
  await expect(sam.getByText(/You cancelled/)).toHaveCount(0)
})

test("nothing found, a wrong search and a server that is away have words", async ({ openDesk, system }) => {
  const sam = await openDesk("sam@example.com")
  await sam.goto(`${system.consoleUrl}/history?reference=NO-SUCH`)
  await expect(sam.getByText(/No payments fit all of this/)).toBeVisible()
  await inspect(sam)
  await sam.getByLabel("Last four digits").fill("12")
  await sam.getByRole("button", { name: "Search", exact: true }).click()
  await expect(sam.getByText("The last four digits of the card: four digits.")).toBeVisible()
  await inspect(sam)
  await sam.goto(`${system.consoleUrl}/history?amount=1,5`)
  await expect(sam.getByRole("alert")).toContainText("Leave the commas out")
  await sam.route("**/api/payments?*", (route) => route.abort())
  await sam.goto(`${system.consoleUrl}/history?outcome=paid`)
  await expect(sam.getByRole("alert")).toContainText("The server cannot be reached", { timeout: 30_000 })
  await inspect(sam)
  await sam.unroute("**/api/payments?*")
  await sam.getByRole("button", { name: "Try again" }).click()
  await expect(sam.getByRole("link", { name: /^Payment of/ }).first()).toBeVisible()
})

test("an agent finds nothing of another's, by no address", async ({ openDesk, system }) => {
  const sam = await openDesk("sam@example.com")
  await sam.goto(`${system.consoleUrl}/history?outcome=paid`)
  await sam.getByLabel("Agent").selectOption({ label: "Ben" })
  await sam.getByRole("button", { name: "Search", exact: true }).click()
  await expect(sam).toHaveURL(/agent=/)
  const search = new URL(sam.url()).search
  await expect(sam.getByRole("link", { name: /^Payment of/ }).first()).toBeVisible()
  const bens = await sam
    .getByRole("link", { name: /^Payment of/ })
    .first()
    .getAttribute("href")

  const ada = await openDesk("ada@example.com")
  await ada.goto(system.consoleUrl + bens)
  await expect(ada.getByRole("alert")).toContainText("There is no such call in your history.")
  await inspect(ada)
  await ada.goto(`${system.consoleUrl}/history${search}`)
  await expect(ada.getByRole("alert")).toContainText("You can see your own calls and payments only.")
  await expect(ada.getByRole("link", { name: /^Payment of/ })).toHaveCount(0)
  await expect(ada.getByLabel("Agent")).toHaveCount(0)
})
