// How people get in and are kept out: invitation, second factor, lock-out, suspension. axe on every screen of it.
import type { Page } from "@playwright/test"
import { enterPassword, signIn } from "./desk.ts"
import { expect, test } from "./fixtures.ts"
import { inspect } from "./inspect.ts"
import { setUpSecondFactor } from "./second-factor.ts"

const invited = "a password of my own 1"

const ask = (page: Page, name: string, what: string) =>
  page
    .getByRole("button", { name: `What to do with ${name}` })
    .click()
    .then(() => page.getByRole("menuitem", { name: what }).click())

async function invite(admin: Page, name: string, email: string, phone: string): Promise<string> {
  await admin.getByRole("link", { name: "People" }).click()
  await admin.getByRole("button", { name: "Invite somebody" }).click()
  await admin.getByLabel("Name").fill(name)
  await admin.getByLabel("E-mail").fill(email)
  await admin.getByLabel("Phone").fill(phone)
  await admin.getByRole("button", { name: "Make the link" }).click()
  const link = (await admin.getByLabel("Link", { exact: true }).textContent()) ?? ""
  await admin.getByRole("button", { name: "Done" }).click()
  await expect(admin.getByText(email)).toBeVisible()
  return link
}

async function accept(page: Page, link: string, password = invited): Promise<void> {
  await page.goto(link)
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Set the password" }).click()
}

test("an invitation is accepted once; a suspended agent is cut off at once and cannot come back", async ({
  newPage,
  openDesk,
  system,
}) => {
  const alma = await openDesk("alma@example.com")
  const link = await invite(alma, "Nina", "nina@example.com", "+1 555 000 1077")
  const nina = await newPage()
  await accept(nina, link, "too short 1")
  await expect(nina.getByRole("alert")).toContainText("at least 12 characters")
  await nina.getByLabel("Password").fill(invited)
  await nina.getByRole("button", { name: "Set the password" }).click()
  await expect(nina.getByText("All set")).toBeVisible()
  const late = await newPage()
  await late.goto(link)
  await expect(late.getByText("This link does not work")).toBeVisible()
  await signIn(nina, system.consoleUrl, "nina@example.com", invited)

  await ask(alma, "Nina", "Suspend")
  await alma.getByRole("button", { name: "Suspend", exact: true }).click()
  await expect(nina.getByText("You were signed out.")).toBeVisible()
  await nina.getByLabel("E-mail").fill("nina@example.com")
  await nina.getByLabel("Password").fill(invited)
  await nina.getByRole("button", { name: "Sign in" }).click()
  await expect(nina.getByRole("alert")).toContainText("suspended")
  await ask(alma, "Nina", "Reinstate")
  await alma.getByRole("button", { name: "Reinstate", exact: true }).click()
  await signIn(nina, system.consoleUrl, "nina@example.com", invited)
})

test("a second factor is set up, asked for, replaced by a recovery code once, and reset", async ({
  newPage,
  openDesk,
  system,
}) => {
  const sam = await openDesk("sam@example.com")
  await sam.getByRole("link", { name: "Sam, your account" }).click()
  await sam.getByRole("button", { name: "Set it up" }).click()
  await sam.getByLabel("Your password").fill("not my password 1")
  await sam.getByRole("button", { name: "Begin" }).click()
  await expect(sam.getByRole("alert")).toContainText("not right")
  const codes = await setUpSecondFactor(sam, "agentpay-demo-1")
  await expect(sam.getByText("Set up", { exact: true })).toBeVisible()

  const again = await newPage()
  await enterPassword(again, system.consoleUrl, "sam@example.com")
  await again.getByLabel("Code").fill("000000")
  await again.getByRole("button", { name: "Sign in" }).click()
  await expect(again.getByRole("alert")).toContainText("not right")
  const useRecoveryCode = async (page: Page) => {
    await page.getByRole("button", { name: "I cannot use my app" }).click()
    await page.getByLabel("Recovery code").fill(codes[0] ?? "")
    await page.getByRole("button", { name: "Sign in" }).click()
  }
  await useRecoveryCode(again)
  await expect(again.getByRole("button", { name: "Sign out" })).toBeVisible()
  const third = await newPage()
  await enterPassword(third, system.consoleUrl, "sam@example.com")
  await useRecoveryCode(third)
  await expect(third.getByRole("alert")).toContainText("used already")

  const alma = await openDesk("alma@example.com")
  await alma.getByRole("link", { name: "People" }).click()
  await ask(alma, "Sam", "Reset second factor")
  await alma.getByRole("button", { name: "Reset", exact: true }).click()
  await expect(again.getByText("You were signed out.")).toBeVisible()
  await signIn(third, system.consoleUrl, "sam@example.com")
})

test("ten wrong passwords lock an account, in words; an admin unlocks it", async ({
  newPage,
  openDesk,
  system,
}) => {
  const page = await newPage()
  await page.goto(system.consoleUrl)
  const email = "ben@example.com"
  const attempt = (password: string) =>
    page.request.post(`${system.consoleUrl}/api/auth/sign-in/email`, { data: { email, password } })
  for (let tries = 0; tries < 10; tries++) expect((await attempt("not-my-password-1")).status()).toBe(401)
  await enterPassword(page, system.consoleUrl, email)
  await expect(page.getByRole("alert")).toContainText("Wait half an hour")
  const alma = await openDesk("alma@example.com")
  await alma.getByRole("link", { name: "People" }).click()
  await expect(alma.getByText("Too many wrong passwords")).toBeVisible()
  await ask(alma, "Ben", "Unlock")
  await alma.getByRole("button", { name: "Unlock", exact: true }).click()
  await signIn(page, system.consoleUrl, email)
})

test("one's own password: none of the last four, and it ends every other session", async ({
  openDesk,
  newPage,
  system,
}) => {
  const alma = await openDesk("alma@example.com")
  const link = await invite(alma, "Olga", "olga@example.com", "+15550001078")
  const [here, there] = [await newPage(), await newPage()]
  await accept(here, link)
  await expect(here.getByText("All set")).toBeVisible()
  for (const page of [here, there]) await signIn(page, system.consoleUrl, "olga@example.com", invited)
  await here.getByRole("link", { name: /your account/ }).click()
  const change = async (current: string, next: string) => {
    await here.getByLabel("Current password").fill(current)
    await here.getByLabel("New password").fill(next)
    await here.getByRole("button", { name: "Change the password" }).click()
  }
  await change(invited, invited)
  await expect(here.getByRole("alert")).toContainText("last 4")
  await change("not my password 1", "another of my own 2")
  await expect(here.getByRole("alert")).toContainText("current password is not right")
  await change(invited, "another of my own 2")
  await expect(here.getByText("Your password is changed")).toBeVisible()
  await expect(there.getByText("You were signed out.")).toBeVisible()
  await expect(here.getByText("Connected")).toBeVisible()
})

test("every one of these screens is accessible, and none scrolls sideways at 360 px", async ({
  newPage,
  openDesk,
}) => {
  test.setTimeout(300_000)
  const alma = await openDesk("alma@example.com")
  await alma.getByRole("link", { name: "People" }).click()
  await expect(alma.getByText("ada@example.com")).toBeVisible()
  await inspect(alma)
  await alma.getByLabel("Search").fill("nobody at all")
  await expect(alma.getByText("Nobody fits")).toBeVisible()
  await inspect(alma)
  await alma.getByLabel("Search").fill("")
  await alma.getByRole("button", { name: "Invite somebody" }).click()
  await alma.getByRole("button", { name: "Make the link" }).click()
  await expect(alma.getByRole("alert")).toBeVisible()
  await inspect(alma)
  await alma.getByRole("button", { name: "Not now" }).click()
  const link = await invite(alma, "Pia".repeat(25), "pia@example.com", "sip:pia@pbx.example.com")
  await inspect(alma)
  await alma.getByRole("button", { name: "What to do with Ada" }).click()
  await expect(alma.getByRole("menuitem", { name: "Suspend" })).toBeVisible()
  await inspect(alma)
  await alma.keyboard.press("Escape")
  await alma.getByRole("link", { name: /your account/ }).click()
  await expect(alma.getByText("Not set up")).toBeVisible()
  await inspect(alma)
  await alma.getByRole("button", { name: "Set it up" }).click()
  await alma.getByLabel("Your password").fill("agentpay-demo-1")
  await alma.getByRole("button", { name: "Begin" }).click()
  await expect(alma.getByText("Scan this with the app")).toBeVisible()
  await inspect(alma)
  const guest = await newPage()
  await guest.goto(link)
  await expect(guest.getByText("You are invited")).toBeVisible()
  await inspect(guest)
  await guest.goto(link.replace(/#.*/, "#nonsense"))
  await guest.reload()
  await expect(guest.getByText("This link does not work")).toBeVisible()
  await inspect(guest)
})
