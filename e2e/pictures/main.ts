// npm run pictures: takes the pictures in docs/pictures anew, of the demo with its sample data and a payment under way.
import { type Browser, chromium, type Page } from "@playwright/test"
import { type Caller, call, emulatedCall } from "../caller.ts"
import { prompt, signIn } from "../desk.ts"
import { findChromium } from "../find-chromium.ts"
import { root } from "../run.ts"
import { startDemo } from "../system.ts"

const executablePath = findChromium()
const browser: Browser = await chromium.launch({ ...(executablePath && { executablePath }) })
const demo = await startDemo({ SAMPLE_DATA: "true" })

async function open(email: string): Promise<Page> {
  const viewport = { width: 1280, height: 800 }
  const page = await browser.newPage({ viewport, deviceScaleFactor: 1.5, reducedMotion: "reduce" })
  await signIn(page, demo.consoleUrl, email)
  return page
}

const take = (page: Page, name: string) => page.screenshot({ path: `${root}docs/pictures/${name}.png` })

async function key(caller: Caller, item: string, digits: string): Promise<void> {
  while ((await emulatedCall(demo.phonesUrl, caller.callSid))?.payment?.capture !== item)
    await new Promise((resolve) => setTimeout(resolve, 100))
  await caller.keys(digits)
}

try {
  const ada = await open("ada@example.com")
  const ben = await open("ben@example.com")
  const [first, second] = [
    await call(demo.phonesUrl, "+15551230001", "Fwd=%2B15550001001"),
    await call(demo.phonesUrl, "+15551230002", "Fwd=%2B15550001002"),
  ]
  await first.answer()
  await second.answer()
  await ada.getByText("On the call").first().waitFor()
  await ada.getByLabel("Reference").fill("INV-2026-1187")
  await prompt(ada, "42", "6.30")
  await key(first, "payment-card-number", "4242424242424242")
  await key(first, "expiration-date", "1230")
  await key(first, "security-code", "123")
  await ben.getByText("On the call").first().waitFor()
  await prompt(ben, "118.50")
  await key(second, "payment-card-number", "5555555555554444")
  await ada.locator("button:enabled", { hasText: "Submit" }).waitFor()
  await take(ada, "desk")

  const phones = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 })
  await phones.goto(demo.phonesUrl)
  await phones.getByText("Presses a key × 16").first().waitFor()
  await take(phones, "phones")

  const sam = await open("sam@example.com")
  await sam.getByText("$118.50").first().waitFor()
  await sam.getByRole("heading", { name: "Outcomes" }).waitFor()
  await take(sam, "board")
  await sam.getByRole("link", { name: "History", exact: true }).click()
  await sam
    .getByRole("link", { name: /^Payment of/ })
    .first()
    .waitFor()
  await take(sam, "history")
  await sam.getByRole("link", { name: "Audit log", exact: true }).click()
  await sam.getByRole("table").first().waitFor()
  await take(sam, "audit")

  const alma = await open("alma@example.com")
  await alma.getByRole("link", { name: "People", exact: true }).click()
  await alma.getByText("ben@example.com").waitFor()
  await take(alma, "people")
} finally {
  await browser.close()
  await demo.stop()
}
