// What comes in between: reloads, a second tab, a restart of the server, the star key, a hang-up.
import { type Browser, expect, type Page, test } from "@playwright/test"
import { type Caller, call, charges } from "./caller.ts"
import { nextLine, prompt, signIn } from "./desk.ts"
import { type Installation, installProduction } from "./system.ts"

const password = "a-good-password-1"
let site: Installation

test.beforeAll(async () => {
  site = await installProduction()
  const account = ["--email", "zoe@example.com", "--name", "Zoe", "--phone", "+15550001009"]
  await site.createUser([...account, "--password", password])
})
test.afterAll(() => site.stop())

async function zoesDesk(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await signIn(page, site.consoleUrl, "zoe@example.com", password)
  return page
}

async function onTheCall(desk: Page, from: string): Promise<Caller> {
  const caller = await call(site.phonesUrl, from)
  await expect(desk.getByText(from).first()).toBeVisible()
  await caller.answer()
  await expect(desk.getByText("On the call")).toBeVisible()
  return caller
}

async function keyCard(desk: Page, caller: Caller): Promise<void> {
  await expect(nextLine(desk)).toContainText(/card number/i)
  await caller.keysFor("payment-card-number", "4242424242424242")
  await expect(nextLine(desk)).toContainText(/expiry/i)
}

test("a reload, a second tab and a killed server show the same payment, which is charged once", async ({
  browser,
}) => {
  let server = await site.startServer()
  const desk = await zoesDesk(browser)
  const caller = await onTheCall(desk, "+15551230101")
  await prompt(desk, "42")
  await keyCard(desk, caller)

  await desk.reload()
  await expect(desk.getByText("4242").first()).toBeVisible()
  await expect(nextLine(desk)).toContainText(/expiry/i)
  await expect(desk.getByText("$42.00").first()).toBeVisible()

  const secondTab = await desk.context().newPage()
  await secondTab.goto(site.consoleUrl)
  await expect(secondTab.getByText("4242").first()).toBeVisible()

  await server.stop("SIGKILL")
  server = await site.startServer()
  await caller.keysFor("expiration-date", "1230")
  await expect(nextLine(desk)).toContainText(/security code/i)
  await expect(nextLine(secondTab)).toContainText(/security code/i)
  await caller.keysFor("security-code", "123")
  await expect(desk.getByRole("button", { name: "Submit" })).toBeEnabled()
  await secondTab.getByRole("button", { name: "Submit" }).click()
  await expect(desk.getByText("Confirmation code", { exact: true })).toBeVisible()
  await expect(secondTab.getByText("Confirmation code", { exact: true })).toBeVisible()
  const made = await charges(site.phonesUrl)
  expect(
    made.filter(({ callSid, result }) => callSid === caller.callSid && result === "succeeded"),
  ).toHaveLength(1)
  await caller.hangUp()
  await expect(desk.getByText(/call ended/i).first()).toBeVisible()
  expect(await server.stop()).toBe(0)
})

test("the star key and a hang-up end an unsubmitted payment as cancelled, never as paid", async ({
  browser,
}) => {
  const server = await site.startServer()
  const desk = await zoesDesk(browser)
  const caller = await onTheCall(desk, "+15551230102")
  await prompt(desk, "10")
  await keyCard(desk, caller)
  await caller.keys("*")
  await expect(nextLine(desk)).toContainText(/star/i)
  await expect(desk.getByText(/cancelled/i).first()).toBeVisible()

  await desk.getByRole("button", { name: "Try again" }).click()
  await keyCard(desk, caller)
  await caller.keysFor("expiration-date", "1230")
  await expect(nextLine(desk)).toContainText(/security code/i)
  await caller.hangUp()
  await expect(desk.getByText(/call ended/i).first()).toBeVisible()
  await expect(desk.getByText(/cancelled/i).first()).toBeVisible()
  const made = await charges(site.phonesUrl)
  expect(made.filter(({ callSid }) => callSid === caller.callSid)).toEqual([])
  await server.stop()
})

test("any item can be asked for again, also when everything is there", async ({ browser }) => {
  const server = await site.startServer()
  const desk = await zoesDesk(browser)
  const caller = await onTheCall(desk, "+15551230103")
  await prompt(desk, "10")
  await keyCard(desk, caller)
  await caller.keysFor("expiration-date", "1230")
  await expect(nextLine(desk)).toContainText(/security code/i)
  await caller.keysFor("security-code", "123")
  await expect(desk.getByRole("button", { name: "Submit" })).toBeEnabled()
  await desk.getByRole("button", { name: "Ask again: Expiry date" }).click()
  await expect(desk.getByRole("button", { name: "Submit" })).toBeDisabled()
  await expect(nextLine(desk)).toContainText(/expiry/i)
  await caller.keysFor("expiration-date", "1131")
  await expect(desk.getByText("11/31").first()).toBeVisible()
  await expect(desk.getByRole("button", { name: "Submit" })).toBeEnabled()
  await desk.getByRole("button", { name: "Cancel" }).click()
  await expect(desk.getByText(/cancelled/i).first()).toBeVisible()
  await caller.hangUp()
  await server.stop()
})
