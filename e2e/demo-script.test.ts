// The original demo's script, all ten steps, through the phones page and the console.
import { charges } from "./caller.ts"
import { nextLine, prompt } from "./desk.ts"
import { expect, test } from "./fixtures.ts"
import {
  agentsPhone,
  answer,
  customersPhone,
  gatewayRecord,
  placeCall,
  pressKeys,
  pressShortcut,
} from "./phones.ts"

test("the demo script, from the first ring to the hang-up", async ({ ada, phones, system }) => {
  const button = (name: string) => ada.getByRole("button", { name, exact: true })

  await test.step("1. the caller id shows in the console", async () => {
    await placeCall(phones)
    await expect(ada.getByText("+15551230001")).toBeVisible()
    await expect(ada.getByText("Ringing").first()).toBeVisible()
  })

  await test.step("2. the agent answers", async () => {
    await answer(phones, "Ada")
    await expect(ada.getByText("On the call")).toBeVisible()
  })

  await test.step("3. amount and tip unlock Prompt; Clear empties them", async () => {
    await expect(button("Prompt")).toBeDisabled()
    await ada.getByLabel("Amount").fill("1,000.5")
    await expect(ada.getByText(/commas/)).toBeVisible()
    await expect(button("Prompt")).toBeDisabled()
    await ada.getByLabel("Amount").fill("20")
    await ada.getByLabel("Tip").fill("2.50")
    await expect(ada.getByText("$22.50").first()).toBeVisible()
    await expect(button("Prompt")).toBeEnabled()
    await button("Clear").click()
    await expect(ada.getByLabel("Amount")).toHaveValue("")
    await expect(button("Prompt")).toBeDisabled()
  })

  await test.step("4. Prompt collects the card, digit by digit and masked", async () => {
    await prompt(ada, "20", "2.50")
    await expect(nextLine(ada)).toContainText(/card number/i)
    await pressKeys(phones, "4242")
    await expect(ada.getByText("••••").first()).toBeVisible()
    await expect(ada.getByText("4242", { exact: false })).toHaveCount(0)
  })

  await test.step("5. what was keyed wrongly is said and asked for again", async () => {
    await pressKeys(phones, "424242424241")
    await expect(ada.getByText(/not a valid card number/i).first()).toBeVisible()
    await pressShortcut(phones, /^Visa 4242 4242 4242 4242/)
    await expect(nextLine(ada)).toContainText(/expiry/i)
    await expect(ada.getByText("4242").first()).toBeVisible()
    await pressKeys(phones, "1320")
    await expect(ada.getByText(/expiry date is not valid/i).first()).toBeVisible()
    await pressShortcut(phones, /^Expiry/)
    await expect(nextLine(ada)).toContainText(/security code/i)
    await pressKeys(phones, "12#")
    await expect(ada.getByText(/wrong number of digits/i).first()).toBeVisible()
    await expect(button("Submit")).toBeDisabled()
    await pressShortcut(phones, /^Code 123/)
    await expect(button("Submit")).toBeEnabled()
  })

  await test.step("6. Submit brings the confirmation code, which the gateway's record has too", async () => {
    await button("Submit").click()
    await expect(ada.getByText("Confirmation code", { exact: true })).toBeVisible()
    const [charge] = await charges(system.phonesUrl)
    expect(charge).toMatchObject({
      kind: "charge",
      result: "succeeded",
      card: "xxxxxxxxxxxx4242",
      currency: "USD",
    })
    expect(Number(charge?.amount)).toBe(22.5)
    await expect(ada.getByText(charge?.confirmationCode ?? "none").first()).toBeVisible()
    await expect(gatewayRecord(phones).getByText(charge?.confirmationCode ?? "none")).toBeVisible()
  })

  await test.step("7. a refused card shows the gateway's reason, and another card can be tried", async () => {
    await button("Clear").click()
    await prompt(ada, "15")
    await pressShortcut(phones, /^Insufficient funds/)
    await expect(nextLine(ada)).toContainText(/expiry/i)
    await pressShortcut(phones, /^Expiry/)
    await expect(nextLine(ada)).toContainText(/security code/i)
    await pressShortcut(phones, /^Code 123/)
    await button("Submit").click()
    await expect(ada.getByText("Your card has insufficient funds.").first()).toBeVisible()
    await button("Try another card").click()
    await expect(nextLine(ada)).toContainText(/card number/i)
    await pressShortcut(phones, /^Mastercard 5555 5555 5555 4444/)
    await expect(nextLine(ada)).toContainText(/expiry/i)
    await pressShortcut(phones, /^Expiry/)
    await expect(nextLine(ada)).toContainText(/security code/i)
    await pressShortcut(phones, /^Code 123/)
    await button("Submit").click()
    await expect(ada.getByText("Confirmation code", { exact: true })).toBeVisible()
  })

  await test.step("8. Clear makes room for a new payment on the same call", async () => {
    await button("Clear").click()
    await expect(ada.getByLabel("Amount")).toHaveValue("")
    await expect(ada.getByText("On the call")).toBeVisible()
  })

  await test.step("9. amount zero gives a token instead", async () => {
    await prompt(ada, "0")
    await pressShortcut(phones, /^Visa 4242 4242 4242 4242/)
    await expect(nextLine(ada)).toContainText(/expiry/i)
    await pressShortcut(phones, /^Expiry/)
    await expect(nextLine(ada)).toContainText(/security code/i)
    await pressShortcut(phones, /^Code 123/)
    await button("Submit").click()
    await expect(ada.getByText("Token", { exact: true })).toBeVisible()
    const token = (await charges(system.phonesUrl)).find(({ kind }) => kind === "token")?.token
    expect(token).toMatch(/^\w{8,}$/)
    await expect(ada.getByText(token ?? "none").first()).toBeVisible()
  })

  await test.step("10. hang up", async () => {
    await customersPhone(phones).getByRole("button", { name: "Hang up" }).click()
    await expect(ada.getByText(/call ended/i).first()).toBeVisible()
    await expect(agentsPhone(phones, "Ada").getByRole("button", { name: "Hang up" })).toBeHidden()
  })

  // Newest first; other files' calls may stand in the same record.
  const record = await charges(system.phonesUrl)
  const ours = record.filter(({ callSid }) => callSid === record[0]?.callSid)
  expect(ours.filter(({ kind, result }) => kind === "charge" && result === "succeeded")).toHaveLength(2)
})
