// Several people at once: two agents take two calls, neither sees the other's; a supervisor sees both.
import { call, emulatedCalls } from "./caller.ts"
import { nextLine, prompt } from "./desk.ts"
import { expect, test } from "./fixtures.ts"

test("two agents take two calls at the same time, and a supervisor sees both", async ({
  openDesk,
  system,
}) => {
  const ada = await openDesk("ada@example.com")
  const ben = await openDesk("ben@example.com")
  const sam = await openDesk("sam@example.com")

  // Ada has been idle longer, so the first call is hers.
  const first = await call(system.phonesUrl, "+15551230011")
  await expect(ada.getByText("+15551230011")).toBeVisible()
  const second = await call(system.phonesUrl, "+15551230022")
  await expect(ben.getByText("+15551230022")).toBeVisible()
  await expect(ada.getByText("+15551230022")).toHaveCount(0)
  await expect(ben.getByText("+15551230011")).toHaveCount(0)
  await first.answer()
  await second.answer()

  await prompt(ada, "11")
  await prompt(ben, "22.22")
  await expect(nextLine(ada)).toContainText(/card number/i)
  await expect(nextLine(ben)).toContainText(/card number/i)
  await Promise.all([
    first.keysFor("payment-card-number", "4242424242424242"),
    second.keysFor("payment-card-number", "5555555555554444"),
  ])
  await expect(ada.getByText("4242").first()).toBeVisible()
  await expect(ben.getByText("4444").first()).toBeVisible()
  await expect(ada.getByText("4444")).toHaveCount(0)
  await expect(ben.getByText("4242")).toHaveCount(0)

  await expect(sam.getByText("+15551230011")).toBeVisible()
  await expect(sam.getByText("+15551230022")).toBeVisible()
  await expect(sam.getByText("$22.22").first()).toBeVisible()

  // Everybody is on a call: the third caller hears the busy signal and nobody is disturbed.
  const third = await call(system.phonesUrl, "+15551230033")
  await expect
    .poll(
      async () =>
        (await emulatedCalls(system.phonesUrl)).find(({ callSid }) => callSid === third.callSid)?.status,
    )
    .toBe("busy")
  await expect(sam.getByText("+15551230033")).toHaveCount(0)

  await first.hangUp()
  await second.hangUp()
  await expect(ada.getByText(/call ended/i).first()).toBeVisible()
})

test("Fwd names the agent who gets the call", async ({ openDesk, system }) => {
  const ben = await openDesk("ben@example.com")
  await openDesk("ada@example.com")
  const forBen = await call(system.phonesUrl, "+15551230044", "Fwd=%2B15550001002")
  await expect(ben.getByText("+15551230044")).toBeVisible()
  await forBen.answer()
  await expect(ben.getByText("On the call")).toBeVisible()
  await forBen.hangUp()
  await expect(ben.getByText(/call ended/i).first()).toBeVisible()
})

test("an agent who declines is free again", async ({ ada, system }) => {
  const declined = await call(system.phonesUrl, "+15551230055")
  await expect(ada.getByText("+15551230055").first()).toBeVisible()
  await expect(ada.getByText("Ringing").first()).toBeVisible()
  await declined.decline()
  await expect(ada.getByText("Ringing")).toHaveCount(0)
  const next = await call(system.phonesUrl, "+15551230066")
  await expect(ada.getByText("+15551230066").first()).toBeVisible()
  await next.hangUp()
})

test("a wrong password is refused in words, and nobody gets in without signing in", async ({
  browser,
  system,
}) => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(system.consoleUrl)
  await page.getByLabel("E-mail").fill("ada@example.com")
  await page.getByLabel("Password").fill("not-the-password")
  await page.getByRole("button", { name: "Sign in" }).click()
  await expect(page.getByRole("alert")).toContainText(/password/i)
  await expect(page.getByRole("button", { name: "Sign out" })).toHaveCount(0)
})
