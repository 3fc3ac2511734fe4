// axe on each screen, light and dark, wide and narrow; keyboard alone; no screen scrolls sideways at 360 px.
import { call } from "./caller.ts"
import { nextLine, prompt } from "./desk.ts"
import { expect, test } from "./fixtures.ts"
import { inspect } from "./inspect.ts"

test("sign-in, and a page that does not exist", async ({ newPage, system }) => {
  const page = await newPage()
  await page.goto(system.consoleUrl)
  await expect(page.getByLabel("E-mail")).toBeVisible()
  await inspect(page)
  await page.goto(`${system.consoleUrl}/no/such/page`)
  await expect(page.locator("body")).toContainText(/\w/)
  await inspect(page)
})

test("the desk in every state of a payment, and the supervisor's board", async ({
  ada,
  openDesk,
  phones,
  system,
}) => {
  // Some forty inspections, each of which walks the whole page.
  test.setTimeout(300_000)
  const sam = await openDesk("sam@example.com")
  await inspect(ada)
  await inspect(sam)
  await inspect(phones)
  const caller = await call(system.phonesUrl, "+15551230201")
  await expect(ada.getByText("+15551230201").first()).toBeVisible()
  // A phone rings for 30 s: time for one inspection also on a slow machine.
  await inspect(ada)
  await caller.answer()
  await ada.getByLabel("Amount").fill("abc")
  await ada.getByLabel("Tip").fill("-5")
  await inspect(ada)
  await prompt(ada, "30")
  await expect(nextLine(ada)).toContainText(/card number/i)
  await caller.keysFor("payment-card-number", "4000")
  await inspect(ada)
  await inspect(phones)
  // Nobody keyed on while the screens were inspected: Twilio gives up after five seconds and we ask again.
  await expect(ada.getByText(/not a valid card number/i).first()).toBeVisible()
  await caller.keysFor("payment-card-number", "4000000000000002")
  await expect(nextLine(ada)).toContainText(/expiry/i)
  await caller.keysFor("expiration-date", "1320")
  await expect(ada.getByText(/expiry date is not valid/i).first()).toBeVisible()
  await inspect(ada)
  await caller.keysFor("expiration-date", "1230")
  await expect(nextLine(ada)).toContainText(/security code/i)
  await caller.keysFor("security-code", "123")
  await expect(ada.getByRole("button", { name: "Submit" })).toBeEnabled()
  await inspect(ada)
  await inspect(sam)
  await ada.getByRole("button", { name: "Submit" }).click()
  await expect(ada.getByRole("button", { name: "Try another card" })).toBeVisible()
  await inspect(ada)
  await caller.hangUp()
  await expect(ada.getByText(/call ended/i).first()).toBeVisible()
  await inspect(ada)
  await inspect(sam)
  await inspect(phones)
})

test("a payment by keyboard alone", async ({ newPage, system }) => {
  const page = await newPage()
  await page.goto(system.consoleUrl)
  await expect(page.getByLabel("E-mail")).toBeFocused()
  await page.keyboard.type("ben@example.com")
  await page.keyboard.press("Tab")
  await page.keyboard.type("agentpay-demo-1")
  await page.keyboard.press("Enter")
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible()
  const caller = await call(system.phonesUrl, "+15551230202", "Fwd=%2B15550001002")
  await caller.answer()
  await expect(page.getByText("On the call")).toBeVisible()
  const reach = async (name: string): Promise<void> => {
    for (let presses = 0; presses < 30; presses++) {
      const focused = await page.evaluate(() => {
        const element = document.activeElement
        const labels = element instanceof HTMLInputElement ? element.labels : null
        return labels?.[0]?.textContent ?? element?.getAttribute("aria-label") ?? element?.textContent ?? ""
      })
      if (focused.trim().startsWith(name)) return
      await page.keyboard.press("Tab")
    }
    throw new Error(`${name} cannot be reached by the Tab key`)
  }
  await reach("Amount")
  await page.keyboard.type("5")
  await page.keyboard.press("Enter")
  await expect(nextLine(page)).toContainText(/card number/i)
  await caller.keysFor("payment-card-number", "4242424242424242")
  await expect(nextLine(page)).toContainText(/expiry/i)
  await caller.keysFor("expiration-date", "1230")
  await expect(nextLine(page)).toContainText(/security code/i)
  await caller.keysFor("security-code", "123")
  await expect(page.getByRole("button", { name: "Submit" })).toBeEnabled()
  await reach("Submit")
  await page.keyboard.press("Enter")
  await expect(page.getByText("Confirmation code", { exact: true })).toBeVisible()
  await caller.hangUp()
})
