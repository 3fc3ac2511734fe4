// The supervisor's board: who is there and how they stand, today's numbers as charts and tables, within its own policy.
import type { Page } from "@playwright/test"
import { call } from "./caller.ts"
import { demoPassword, nextLine, prompt, signIn } from "./desk.ts"
import { expect, test } from "./fixtures.ts"
import { inspect } from "./inspect.ts"

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
  const outcomes = today.getByRole("table", { name: "Outcomes" })
  /** In cents; tests that ran before on this server may have had payments declined, too. */
  async function declined(): Promise<number> {
    await expect(today.getByText("Calls", { exact: true })).toBeVisible()
    const tables = today.getByText("Tables", { exact: true })
    if (!(await tables.isVisible())) return 0
    await tables.click()
    await expect(outcomes).toBeVisible()
    const [row] = await outcomes.getByRole("row", { name: /^Declined/ }).allInnerTexts()
    return Math.round(100 * Number(row?.match(/\$([\d,.]+)/)?.[1]?.replaceAll(",", "") ?? 0))
  }
  const before = await declined()

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

  await expect.poll(declined).toBe(before + 71_23)
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

  await inspect(sam)
  expect(blocked).toEqual([])
  await caller.hangUp()
})

/** @param admin whose page is open @returns the token of the invitation */
async function invite(admin: Page, name: string, n: number): Promise<string> {
  const { origin } = new URL(admin.url())
  const data = { name, email: `agent${n}@example.com`, role: "agent", phone: `+1555000${3_000 + n}` }
  for (;;) {
    const invited = await admin.request.post(`${origin}/api/people`, { headers: { origin }, data })
    // Nobody clicks as fast as this: it is asked again when it may be.
    if (invited.status() === 429) continue
    expect(invited.status()).toBe(200)
    return (await invited.json()).token
  }
}

test("three hundred agents: each is there, and found; so is a call by its caller", async ({
  ada,
  openDesk,
  system,
}) => {
  test.setTimeout(240_000)
  const alma = await openDesk("alma@example.com")
  for (let n = 0; n < 300; n++) await invite(alma, `Agent ${n} van der Langenstrasse-Okonkwo`, n)
  const sam = await openDesk("sam@example.com")
  const agents = sam.getByRole("region", { name: "Agents" })
  await expect(agents.getByRole("listitem")).toHaveCount(302)
  await expect(agents.getByText("All 302", { exact: true })).toBeVisible()
  await agents.getByLabel("Find an agent by name").fill("agent 217 ")
  await expect(agents.getByRole("listitem")).toHaveText([/Agent 217 van der/])
  await agents.getByLabel("Find an agent by name").fill("nobody of this name")
  await expect(agents.getByText("No agent fits.")).toBeVisible()
  await agents.getByLabel("Find an agent by name").fill("")

  const caller = await call(system.phonesUrl, "+15551230502")
  await expect(ada.getByText("+15551230502").first()).toBeVisible()
  const live = sam.getByRole("region", { name: "Live calls" })
  const row = live.getByRole("row").filter({ hasText: "Ringing" })
  await expect(row).toHaveCount(1)
  await live.getByLabel(/^Find a live call/).fill("0503")
  await expect(live.getByText("No live call fits.")).toBeVisible()
  await live.getByLabel(/^Find a live call/).fill("1230502")
  await expect(row).toHaveCount(1)
  await inspect(sam)
  await caller.hangUp()
})

test("who was invited after the board was opened stands on it as soon as they are there", async ({
  openDesk,
  newPage,
  system,
}) => {
  const alma = await openDesk("alma@example.com")
  const zoe = alma.getByRole("region", { name: "Agents" }).getByRole("listitem").filter({ hasText: "Zoe" })
  await expect(alma.getByRole("region", { name: "Agents" })).toBeVisible()
  const token = await invite(alma, "Zoe", 900)
  const headers = { origin: system.consoleUrl }
  const data = { token, name: "Zoe", password: demoPassword }
  const accepted = await alma.request.post(`${system.consoleUrl}/api/person-link/accept`, { headers, data })
  expect(accepted.status()).toBe(200)
  await expect(zoe).toHaveCount(0)
  await signIn(await newPage(), system.consoleUrl, "agent900@example.com")
  await expect(zoe).toContainText("Available")
})
