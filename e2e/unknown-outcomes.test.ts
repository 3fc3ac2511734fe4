// A submit whose answer is lost: nobody is charged twice, and the outcome is settled by the gateway's record or a person.
import AxeBuilder from "@axe-core/playwright"
import { type Browser, expect, type Page, test } from "@playwright/test"
import { type Caller, call, charges } from "./caller.ts"
import { endFaults, setFaults } from "./chaos/faults.ts"
import { startGatewayRecord } from "./chaos/gateway-record.ts"
import { nextLine, prompt, signIn } from "./desk.ts"
import { signInWithSecondFactor } from "./second-factor.ts"
import { type Installation, installProduction } from "./system.ts"

const password = "a-good-password-1"
let site: Installation

test.beforeAll(async () => {
  site = await installProduction()
  const zoe = ["--email", "zoe@example.com", "--name", "Zoe", "--phone", "+15550001009"]
  await site.createUser([...zoe, "--password", password])
  const sam = ["--email", "sam@example.com", "--name", "Sam", "--role", "supervisor"]
  await site.createUser([...sam, "--password", password])
})
test.afterAll(() => site.stop())
test.afterEach(() => endFaults(site.phonesUrl))

async function open(browser: Browser, who: "zoe" | "sam"): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  const enter = who === "sam" ? signInWithSecondFactor : signIn
  await enter(page, site.consoleUrl, `${who}@example.com`, password)
  return page
}

async function keyedIn(desk: Page, from: string, card = "4242424242424242"): Promise<Caller> {
  const caller = await call(site.phonesUrl, from)
  await expect(desk.getByText(from).first()).toBeVisible()
  await caller.answer()
  await expect(desk.getByText("On the call")).toBeVisible()
  await prompt(desk, "42")
  await caller.keysFor("payment-card-number", card)
  await caller.keysFor("expiration-date", "1230")
  await caller.keysFor("security-code", "123")
  await expect(desk.getByRole("button", { name: "Submit" })).toBeEnabled()
  return caller
}

/** Before the server stops it has to know: else the agent would be busy until it asks. */
async function hangUp(caller: Caller, desk: Page): Promise<void> {
  await caller.hangUp()
  await expect(nextLine(desk)).toContainText(/call has ended/i)
}

const madeOn = async ({ callSid }: Caller) =>
  (await charges(site.phonesUrl)).filter(
    (charge) => charge.callSid === callSid && charge.result === "succeeded",
  )

/** From now on no callback of a payment arrives. */
const loseCallbacks = () =>
  setFaults(site.phonesUrl, [
    { id: "lost", on: "webhook", match: { kind: "payment" }, do: { action: "drop" } },
  ])

async function inspect(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}

test("the gateway's record settles it: the agent sees the code of the one charge", async ({ browser }) => {
  const record = await startGatewayRecord(() => site.phonesUrl)
  const stripe = { STRIPE_SECRET_KEY: "rk_test_e2e", STRIPE_API_BASE_URL: record.url }
  const server = await site.startServer({ ...stripe, SUBMIT_TIMEOUT: "2" })
  const desk = await open(browser, "zoe")
  const caller = await keyedIn(desk, "+15551230301")
  await loseCallbacks()
  await desk.getByRole("button", { name: "Submit" }).click()
  await expect(desk.getByText("Confirmation code", { exact: true })).toBeVisible({ timeout: 15_000 })
  const made = await madeOn(caller)
  expect(made).toHaveLength(1)
  await expect(desk.getByRole("button", { name: `Copy ${made[0]?.id}` }).first()).toBeVisible()
  await hangUp(caller, desk)
  await server.stop()
  record.close()
})

test("without it a supervisor does, by keyboard, and the agent sees the outcome", async ({ browser }) => {
  const server = await site.startServer({ SUBMIT_TIMEOUT: "2" })
  const desk = await open(browser, "zoe")
  const board = await open(browser, "sam")
  const caller = await keyedIn(desk, "+15551230302")
  await loseCallbacks()
  await desk.getByRole("button", { name: "Submit" }).click()
  await expect(nextLine(desk)).toContainText(/nobody knows/i, { timeout: 15_000 })
  await expect(desk.getByRole("button", { name: "Try again" })).toHaveCount(0)
  await hangUp(caller, desk)

  const list = board.getByRole("list", { name: "Outcome unknown" })
  await expect(list).toContainText("$42.00")
  await inspect(board)
  await board.setViewportSize({ width: 360, height: 740 })
  await list.getByRole("button", { name: /^Resolve/ }).focus()
  await board.keyboard.press("Enter")
  const dialog = board.getByRole("dialog")
  await expect(dialog).toContainText("AgentPay ")
  await dialog.getByRole("radio", { name: "The card was charged", exact: true }).focus()
  await board.keyboard.press("Space")
  const [made] = await madeOn(caller)
  await dialog.getByLabel("Confirmation code").fill(made?.id ?? "none")
  await dialog.getByLabel("Where did you see it?").fill("The gateway's dashboard")
  await dialog.getByLabel("Note").fill("Card 4242 4242 4242 4242")
  await inspect(board)
  const sideways = await board.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(sideways).toBeLessThanOrEqual(0)
  await dialog.getByLabel("Note").press("Tab")
  await dialog.getByRole("button", { name: "Resolve as charged" }).click()
  await expect(dialog.getByRole("alert")).toContainText(/12 digits/)
  await dialog.getByLabel("Note").fill("Zoe told me at once.")
  await dialog.getByRole("button", { name: "Resolve as charged" }).press("Enter")
  await expect(dialog).toBeHidden()
  await expect(list).toHaveCount(0)
  await expect(board.getByText(/Resolved by Sam: The gateway's dashboard/).first()).toBeVisible()
  await expect(desk.getByText(made?.id ?? "none").first()).toBeVisible()
  expect(await madeOn(caller)).toHaveLength(1)
  await server.stop()
})

test("a supervisor cancels the open payment of an agent who has vanished", async ({ browser }) => {
  const server = await site.startServer()
  const desk = await open(browser, "zoe")
  const board = await open(browser, "sam")
  const caller = await keyedIn(desk, "+15551230303")
  await desk.context().close()
  await board.getByRole("button", { name: /^Cancel payment/ }).click()
  const dialog = board.getByRole("dialog")
  await inspect(board)
  await dialog.getByRole("button", { name: "Cancel the payment" }).click()
  await expect(dialog).toBeHidden()
  await expect(board.getByText("A supervisor cancelled the payment.").first()).toBeVisible()
  expect(await madeOn(caller)).toEqual([])
  await caller.hangUp()
  await expect(board.getByText(/nobody is on a call/i)).toBeVisible()
  await server.stop()
})

test("a payment that nobody submits ends by itself", async ({ browser }) => {
  const server = await site.startServer({ PAYMENT_TIMEOUT: "8" })
  const desk = await open(browser, "zoe")
  const caller = await keyedIn(desk, "+15551230304")
  await expect(nextLine(desk)).toContainText(/open for too long/i, { timeout: 15_000 })
  expect(await madeOn(caller)).toEqual([])
  await hangUp(caller, desk)
  await server.stop()
})
