// Two payments on one call, each with a reference and a note: seen by the agent, the supervisor and the gateway.
import { call, charges } from "./caller.ts"
import { nextLine } from "./desk.ts"
import { expect, test } from "./fixtures.ts"

test("two payments on one call, each under its own reference", async ({ ada, openDesk, system }) => {
  const sam = await openDesk("sam@example.com")
  const caller = await call(system.phonesUrl, "+15551230301")
  await caller.answer()
  const button = (name: string) => ada.getByRole("button", { name, exact: true })

  for (const [amount, reference, note] of [
    ["30", "INV-2041", "Pays for her mother"],
    ["12.50", "INV-2042", ""],
  ] as const) {
    await ada.getByLabel("Amount").fill(amount)
    await ada.getByLabel("Reference").fill(reference)
    await ada.getByLabel("Note").fill(note)
    await button("Prompt").click()
    await expect(nextLine(ada)).toContainText(/card number/i)
    await expect(ada.getByText(reference, { exact: true })).toBeVisible()
    await expect(sam.getByText(reference).first()).toBeVisible()
    await caller.keysFor("payment-card-number", "4242424242424242")
    await caller.keysFor("expiration-date", "1230")
    await caller.keysFor("security-code", "123")
    await button("Submit").click()
    await expect(ada.getByText("Confirmation code", { exact: true })).toBeVisible()
    await button("Clear").click()
    // The next payment starts from an empty form, with the cursor where one types first.
    await expect(ada.getByLabel("Reference")).toHaveValue("")
    await expect(ada.getByLabel("Note")).toHaveValue("")
    await expect(ada.getByLabel("Amount")).toBeFocused()
  }

  const descriptions = (await charges(system.phonesUrl))
    .filter(({ callSid }) => callSid === caller.callSid)
    .map(({ description }) => description)
  expect(descriptions).toHaveLength(2)
  for (const reference of ["INV-2041", "INV-2042"])
    expect(descriptions.filter((text) => text.endsWith(`, ${reference}`))).toHaveLength(1)
  expect(descriptions.join()).not.toContain("mother")
  await caller.hangUp()
  const recent = ada.getByRole("region", { name: "Recent calls" })
  await expect(recent.getByText("INV-2041 · Pays for her mother")).toBeVisible()
  await expect(recent.getByText("INV-2042")).toBeVisible()
})

test("a card number typed as a reference is refused in words, and Prompt stays locked", async ({
  ada,
  system,
}) => {
  const caller = await call(system.phonesUrl, "+15551230302")
  await caller.answer()
  await ada.getByLabel("Amount").fill("5")
  await expect(ada.getByRole("button", { name: "Prompt", exact: true })).toBeEnabled()
  await ada.getByLabel("Reference").fill("4242 4242 4242 4242")
  await expect(ada.getByText(/could be a card number/)).toBeVisible()
  await expect(ada.getByRole("button", { name: "Prompt", exact: true })).toBeDisabled()
  await ada.getByLabel("Reference").fill("4242")
  await expect(ada.getByRole("button", { name: "Prompt", exact: true })).toBeEnabled()
  await caller.hangUp()
})
