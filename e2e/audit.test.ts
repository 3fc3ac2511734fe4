// The audit log in the browser: what people did is found in it, by supervisors only, and with the keyboard alone.
import { readFile } from "node:fs/promises"
import { call } from "./caller.ts"
import { nextLine, prompt } from "./desk.ts"
import { expect, test } from "./fixtures.ts"
import { inspect } from "./inspect.ts"

test("a supervisor finds what an agent did, from the payment, and takes a CSV of it", async ({
  ada,
  openDesk,
  system,
}) => {
  const caller = await call(system.phonesUrl, "+15551230888")
  await expect(ada.getByText("+15551230888").first()).toBeVisible()
  await caller.answer()
  await prompt(ada, "12.50")
  await expect(nextLine(ada)).toContainText(/card number/i)
  await ada.getByRole("button", { name: "Cancel" }).click()
  await expect(ada.getByText("You cancelled the payment.").first()).toBeVisible()
  await caller.hangUp()

  const sam = await openDesk("sam@example.com")
  await sam.getByRole("link", { name: "History" }).click()
  await sam.getByLabel("Caller").fill("+15551230888")
  await sam.keyboard.press("Enter")
  const found = sam.getByRole("link", { name: /^Payment of/ })
  // What was there before the search is gone.
  await expect(found).toHaveCount(1)
  await found.click()
  await sam.getByRole("link", { name: "In the audit log" }).click()
  await expect(sam.getByLabel("To whom or what (ID)")).toHaveValue(caller.callSid)
  const log = sam.getByRole("table", { name: "Audit log" })
  const rows = log.getByRole("row")
  await expect(rows.filter({ hasText: "Prompt" })).toContainText("Ada")
  await expect(rows.filter({ hasText: "Cancel" })).toContainText("Done")
  await expect(rows).toHaveCount(3)
  await inspect(sam)
  const download = sam.waitForEvent("download")
  await sam.getByRole("link", { name: "Download CSV" }).click()
  const csv = await readFile(await (await download).path(), "utf8")
  expect(csv.trim().split("\r\n").slice(1)).toEqual([
    expect.stringMatching(/,Ada,.*,Cancel,CA/),
    expect.stringMatching(/,Ada,.*,Prompt,CA/),
  ])
  // A row leads back to what it is about.
  await rows.filter({ hasText: "Cancel" }).getByRole("link").click()
  await expect(sam.getByRole("heading", { name: "Payment of $12.50" })).toBeVisible()
})

test("by keyboard: who, what, result; pages; reading leaves a row", async ({ openDesk, system }) => {
  const sam = await openDesk("sam@example.com")
  // More rows than a page holds.
  for (let n = 0; n < 55; n++) await sam.request.get(`${system.consoleUrl}/api/audit?action=exported`)
  await sam.getByRole("link", { name: "Audit log" }).press("Enter")
  const log = sam.getByRole("table", { name: "Audit log" })
  await expect(log.getByRole("row").first()).toBeVisible()
  await inspect(sam)
  await sam.getByLabel("What", { exact: true }).focus()
  await sam.keyboard.type("Audit log read")
  await expect(sam.getByLabel("What", { exact: true })).toHaveValue("audit-read")
  await sam.getByLabel("Who", { exact: true }).selectOption({ label: "Sam" })
  await sam.getByRole("button", { name: "Search", exact: true }).press("Enter")
  await expect(sam).toHaveURL(/action=audit-read/)
  await expect(log.getByRole("row")).toHaveCount(51)
  await expect(log.getByRole("row").nth(5)).toContainText("action: exported")
  await sam.getByRole("link", { name: "Older" }).press("Enter")
  await expect(log.getByRole("row")).not.toHaveCount(51)
  await sam.getByRole("link", { name: "Newest" }).press("Enter")
  await expect(log.getByRole("row")).toHaveCount(51)
})

test("an admin comes to it from a person; nothing found and a server that is away have words", async ({
  openDesk,
}) => {
  const alma = await openDesk("alma@example.com")
  await alma.getByRole("link", { name: "People" }).click()
  await alma.getByRole("button", { name: "What to do with Ben" }).click()
  await alma.getByRole("menuitem", { name: "What was done to them" }).click()
  await expect(alma.getByText("No row fits all of this.")).toBeVisible()
  await inspect(alma)
  await alma.route("**/api/audit?*", (route) => route.abort())
  await alma.getByRole("button", { name: "Clear the search" }).click()
  await alma.getByLabel("Result", { exact: true }).selectOption({ label: "Refused" })
  await alma.getByRole("button", { name: "Search", exact: true }).click()
  await expect(alma.getByRole("alert")).toContainText("The server cannot be reached", { timeout: 30_000 })
  await inspect(alma)
  await alma.unroute("**/api/audit?*")
  await alma.getByRole("button", { name: "Try again" }).click()
  await expect(alma.getByRole("region", { name: "Results" })).toBeVisible()
})

test("an agent has no way to it, and is refused at its address; the log says so, readable on a phone", async ({
  ada,
  openDesk,
  system,
}) => {
  await expect(ada.getByRole("link", { name: "History" })).toBeVisible()
  await expect(ada.getByRole("link", { name: "Audit log" })).toHaveCount(0)
  await ada.goto(`${system.consoleUrl}/audit`)
  await expect(ada.getByRole("alert")).toContainText("This is for supervisor and admin only.")
  await inspect(ada)
  const sam = await openDesk("sam@example.com")
  await sam.setViewportSize({ width: 360, height: 740 })
  await sam.goto(`${system.consoleUrl}/audit?action=access-refused`)
  const cards = sam.getByRole("list", { name: "Audit log" }).getByRole("listitem")
  await expect(cards.first()).toContainText("asked: GET /api/audit")
  await expect(cards.first()).toContainText("Ada")
  await inspect(sam)
})
