// A screen that nobody touches locks over a payment, which runs on, and shows it again to whose it is.
import { expect, type Page, test } from "@playwright/test"
import { call, charges } from "./caller.ts"
import { demoPassword, nextLine, prompt, signIn } from "./desk.ts"
import { inspect } from "./inspect.ts"
import { setUpSecondFactor } from "./second-factor.ts"
import { type System, startDemo } from "./system.ts"

let site: System
test.beforeAll(async () => {
  // A quarter of a minute: long enough to do something, short enough to wait for.
  site = await startDemo({ IDLE_TIMEOUT: "0.25" })
})
test.afterAll(() => site.stop())
test.setTimeout(180_000)

const lock = (page: Page) => page.getByRole("heading", { name: "Screen locked" })
const untilLocked = (page: Page) => expect(lock(page)).toBeVisible({ timeout: 60_000 })
async function unlock(page: Page, password = demoPassword): Promise<void> {
  await page.getByLabel("Password").filter({ visible: true }).fill(password)
  await page.getByRole("button", { name: "Unlock" }).click()
}

test("locks over a capture, hides everything, and shows the same payment after unlocking", async ({
  browser,
}) => {
  const context = await browser.newContext()
  const desk = await context.newPage()
  await signIn(desk, site.consoleUrl, "ada@example.com")
  const caller = await call(site.phonesUrl, "+15551230301")
  await expect(desk.getByText("+15551230301").first()).toBeVisible()
  await caller.answer()
  await prompt(desk, "42")
  await expect(nextLine(desk)).toContainText(/card number/i)
  await caller.keysFor("payment-card-number", "4242424242424242")
  await expect(nextLine(desk)).toContainText(/expiry/i)

  await untilLocked(desk)
  for (const secret of ["4242", "+15551230301", "$42.00"])
    await expect(desk.getByText(secret).filter({ visible: true })).toHaveCount(0)
  await expect(desk.getByLabel("E-mail")).toHaveValue("ada@example.com")
  await expect(desk.getByLabel("Password")).toBeFocused()
  await expect(desk).toHaveTitle(/Locked/)
  await inspect(desk)

  // The payment runs on meanwhile; a reload and a wrong password unlock nothing.
  await caller.keysFor("expiration-date", "1230")
  await desk.reload()
  await untilLocked(desk)
  await unlock(desk, "not the password")
  await expect(desk.getByRole("alert")).toContainText("do not match")
  await expect(lock(desk)).toBeVisible()

  await unlock(desk)
  await expect(lock(desk)).toBeHidden()
  await expect(nextLine(desk)).toContainText(/security code/i)
  await expect(desk.getByText("4242").first()).toBeVisible()
  await caller.keysFor("security-code", "123")
  await desk.getByRole("button", { name: "Submit" }).click()
  await expect(desk.getByText(/confirmation code/i).first()).toBeVisible()
  await caller.hangUp()
  expect(await charges(site.phonesUrl)).toHaveLength(1)
  await context.close()
})

test("keeps what was typed for whose it is, locks every tab, and lets somebody else sign in", async ({
  browser,
}) => {
  const context = await browser.newContext()
  const [desk, tab] = [await context.newPage(), await context.newPage()]
  await signIn(desk, site.consoleUrl, "ben@example.com")
  await tab.goto(site.consoleUrl)
  const caller = await call(site.phonesUrl, "+15551230302")
  await caller.answer()
  await expect(desk.getByText("On the call")).toBeVisible()
  await desk.getByLabel("Amount").fill("17.25")
  await untilLocked(desk)
  await untilLocked(tab)
  await unlock(desk)
  await expect(lock(desk)).toBeHidden()
  await expect(desk.getByLabel("Amount")).toHaveValue("17.25")
  // The other tab has the same session: it opens as soon as somebody looks at it.
  await tab.bringToFront()
  await tab.evaluate(() => window.dispatchEvent(new Event("focus")))
  await expect(lock(tab)).toBeHidden()

  await untilLocked(desk)
  await desk.getByRole("button", { name: "Sign out" }).click()
  await expect(desk.getByRole("heading", { name: "AgentPay" })).toBeVisible()
  await signIn(desk, site.consoleUrl, "sam@example.com")
  await expect(desk.locator("body")).not.toContainText("17.25")
  await caller.hangUp()
  await context.close()
})

test("asks for the second factor too, of those who have one", async ({ browser }) => {
  const context = await browser.newContext()
  const board = await context.newPage()
  await signIn(board, site.consoleUrl, "sam@example.com")
  await board.getByRole("link", { name: "Sam, your account" }).click()
  await board.getByRole("button", { name: "Set it up" }).click()
  const [recoveryCode = ""] = await setUpSecondFactor(board, demoPassword)
  await untilLocked(board)
  await unlock(board)
  await expect(board.getByRole("heading", { name: "Enter your code" })).toBeVisible()
  await expect(lock(board)).toBeVisible()
  await inspect(board)
  await board.getByRole("button", { name: "I cannot use my app" }).click()
  await board.getByRole("textbox", { name: "Recovery code" }).fill(recoveryCode)
  await board.getByRole("button", { name: "Sign in" }).click()
  await expect(lock(board)).toBeHidden()
  await expect(board).toHaveURL(/\/account$/)
  await context.close()
})

test("does not lock while somebody is there", async ({ browser }) => {
  const context = await browser.newContext()
  const desk = await context.newPage()
  await signIn(desk, site.consoleUrl, "ada@example.com")
  const until = Date.now() + 20_000
  while (Date.now() < until) {
    await desk.mouse.move(Math.random() * 300, Math.random() * 300)
    await expect(lock(desk)).toBeHidden()
    await desk.waitForTimeout(500)
  }
  await context.close()
})
