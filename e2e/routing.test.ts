// Callers and agents: three agents and five callers at once, an agent who declines, browsers that are closed at the worst moment.
import AxeBuilder from "@axe-core/playwright"
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test"
import { type Caller, call, charges, emulatedCall } from "./caller.ts"
import { nextLine, prompt, signIn } from "./desk.ts"
import { type Installation, installProduction } from "./system.ts"

const password = "a-good-password-1"
const people = ["zoe", "yan", "xia"] as const
let site: Installation
const contexts: BrowserContext[] = []

test.beforeAll(async () => {
  site = await installProduction()
  for (const [n, name] of people.entries()) {
    const account = ["--email", `${name}@example.com`, "--name", name, "--phone", `+1555000201${n}`]
    await site.createUser([...account, "--password", password])
  }
  await site.startServer({ WHEN_BUSY: "queue", RING_TIMEOUT: "120" })
})
test.afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close()
})
test.afterAll(() => site.stop())

async function openPage(browser: Browser, name: (typeof people)[number]): Promise<Page> {
  const context = await browser.newContext()
  contexts.push(context)
  const page = await context.newPage()
  await signIn(page, site.consoleUrl, `${name}@example.com`, password)
  return page
}

/** Of an agent who gets calls. */
async function openDesk(browser: Browser, name: (typeof people)[number]): Promise<Page> {
  const page = await openPage(browser, name)
  await expect(page.getByRole("button", { name: /Your state: Available/ })).toBeVisible()
  return page
}

const number = (n: number) => `+1555123020${n}`
const on = (desk: Page, n: number) => desk.getByText(number(n)).first()
const onTheCall = (desk: Page) => expect(desk.getByText("On the call")).toBeVisible()

async function waits(n: number): Promise<Caller> {
  const caller = await call(site.phonesUrl, number(n))
  const activity = async () => (await emulatedCall(site.phonesUrl, caller.callSid))?.activity
  await expect.poll(activity).toContain("In the queue")
  return caller
}

async function rings(desk: Page, n: number): Promise<Caller> {
  const caller = await call(site.phonesUrl, number(n))
  await expect(on(desk, n)).toBeVisible()
  return caller
}

test("three agents, five callers at once: two wait and are served in order", async ({ browser }) => {
  const [zoe, yan] = [await openDesk(browser, "zoe"), await openDesk(browser, "yan")]
  const xia = await openDesk(browser, "xia")
  const [first, second, third] = [await rings(zoe, 1), await rings(yan, 2), await rings(xia, 3)]
  const [fourth, fifth] = [await waits(4), await waits(5)]
  for (const caller of [first, second, third]) await caller.answer()
  for (const desk of [zoe, yan, xia]) await expect(desk.getByText(/2 callers wait/)).toBeVisible()
  // Who is free first gets the caller who has waited longest.
  await second.hangUp()
  await expect(on(yan, 4)).toBeVisible()
  await expect(zoe.getByText(/1 caller has waited/)).toBeVisible()
  await fourth.answer()
  await onTheCall(yan)
  await first.hangUp()
  await expect(on(zoe, 5)).toBeVisible()
  await expect(xia.getByText(/callers? (wait|has waited)/)).toHaveCount(0)
  await fifth.answer()
  await onTheCall(zoe)
  for (const caller of [third, fourth, fifth]) await caller.hangUp()
  for (const desk of [zoe, yan, xia])
    await expect(desk.getByRole("button", { name: /Your state: Available/ })).toBeVisible()
})

test("an agent who declines: the call goes on to the next one, and leaves the desk", async ({ browser }) => {
  const zoe = await openDesk(browser, "zoe")
  const caller = await rings(zoe, 6)
  const yan = await openDesk(browser, "yan")
  await caller.decline()
  await expect(on(yan, 6)).toBeVisible()
  await expect(zoe.getByText(number(6))).toHaveCount(0)
  await expect(zoe.getByRole("button", { name: /Your state: Available/ })).toBeVisible()
  await caller.answer()
  await onTheCall(yan)
  await caller.hangUp()
})

test("away and back by keyboard at 360 px: calls go elsewhere meanwhile", async ({ browser }) => {
  const zoe = await openDesk(browser, "zoe")
  await zoe.setViewportSize({ width: 360, height: 740 })
  await zoe.getByRole("button", { name: /Your state/ }).press("Enter")
  await zoe.getByRole("menuitem", { name: "Away: Lunch" }).press("Enter")
  await expect(zoe.getByRole("heading", { name: "No call at the moment" })).toBeVisible()
  const yan = await openDesk(browser, "yan")
  const caller = await rings(yan, 7)
  expect((await new AxeBuilder({ page: zoe }).analyze()).violations).toEqual([])
  await zoe.getByRole("button", { name: "I am available" }).press("Enter")
  await expect(zoe.getByRole("heading", { name: "You are available" })).toBeVisible()
  expect(await zoe.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360)
  await caller.hangUp()
})

test("a browser closed in ringing, in capture and in submit: the call stays with its agent", async ({
  browser,
}) => {
  let zoe = await openDesk(browser, "zoe")
  const reopen = async () => {
    await contexts.pop()?.close()
    zoe = await openPage(browser, "zoe")
    await expect(on(zoe, 8)).toBeVisible()
  }
  const caller = await rings(zoe, 8)
  await reopen()
  await caller.answer()
  await onTheCall(zoe)
  await prompt(zoe, "12.50")
  await caller.keysFor("payment-card-number", "4242424242424242")
  await expect(nextLine(zoe)).toContainText(/expiry/i)
  await reopen()
  await caller.keysFor("expiration-date", "1230")
  await caller.keysFor("security-code", "123")
  await zoe.getByRole("button", { name: "Submit" }).click()
  await reopen()
  await expect(zoe.getByText("Confirmation code", { exact: true })).toBeVisible()
  const made = (await charges(site.phonesUrl)).filter(({ callSid }) => callSid === caller.callSid)
  expect(made.map(({ result }) => result)).toEqual(["succeeded"])
  await caller.hangUp()
})
