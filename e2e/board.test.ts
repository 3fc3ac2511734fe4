// The supervisor's board: who is there and how they stand, today's numbers as charts and tables, within its own policy.
import AxeBuilder from "@axe-core/playwright"
import { call } from "./caller.ts"
import { nextLine, prompt } from "./desk.ts"
import { expect, test } from "./fixtures.ts"

test("a supervisor sees agents and today's numbers change", async ({ ada, openDesk, system }) => {
  test.setTimeout(180_000)
  const sam = await openDesk("sam@example.com")
  const blocked: string[] = []
  sam.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) blocked.push(message.text())
  })
  const agents = sam.getByRole("region", { name: "Agents" })
  const standing = (name: string) => agents.getByRole("listitem").filter({ hasText: name })
  const today = sam.getByRole("region", { name: "Today" })
  await expect(standing("Ada")).toContainText("Available since")
  await expect(standing("Ben")).toContainText("Offline")

  const caller = await call(system.phonesUrl, "+15551230501")
  await expect(standing("Ada")).toContainText("Ringing")
  await caller.answer()
  await expect(standing("Ada")).toContainText("On a call")
  await prompt(ada, "71.23")
  await expect(nextLine(ada)).toContainText(/card number/i)
  await caller.keysFor("payment-card-number", "4000000000000002")
  await caller.keysFor("expiration-date", "1230")
  await caller.keysFor("security-code", "123")
  await ada.getByRole("button", { name: "Submit" }).click()
  await expect(ada.getByRole("button", { name: "Try another card" })).toBeVisible()

  await today.getByText("Tables", { exact: true }).click()
  const outcomes = today.getByRole("table", { name: "Outcomes" })
  await expect(outcomes.getByRole("row", { name: /^Declined/ })).toContainText("$71.23")
  await expect(today.getByRole("table", { name: "Why payments were declined" })).toContainText("declined")
  await expect(today.getByRole("table", { name: "Payments by hour" }).getByRole("row")).not.toHaveCount(1)
  await today.getByText("Charts", { exact: true }).click()
  await expect(today.getByRole("heading", { name: "Payments by hour" })).toBeVisible()

  await agents.getByLabel("Find an agent by name").fill("BE")
  await expect(agents.getByRole("listitem")).toHaveCount(1)
  await agents.getByLabel("Find an agent by name").fill("")
  await agents.getByText(/^On a call 1$/).click()
  await expect(agents.getByRole("listitem")).toHaveCount(1)
  await expect(standing("Ada")).toBeVisible()

  for (const colorScheme of ["light", "dark"] as const) {
    await sam.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    const { violations } = await new AxeBuilder({ page: sam }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  }
  expect(blocked).toEqual([])
  await caller.hangUp()
})
