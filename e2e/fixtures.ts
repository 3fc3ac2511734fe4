// Tests that share one running demo per worker, with the files before them, and get a signed-in browser each.
import { type BrowserContext, test as base, type Page } from "@playwright/test"
import { signIn } from "./desk.ts"
import { type System, startDemo } from "./system.ts"

interface Fixtures {
  /** A browser of its own for each person, closed after the test, so that nobody stays behind as available. */
  newPage: () => Promise<Page>
  openDesk: (email: string) => Promise<Page>
  /** Ada's desk, signed in. */
  ada: Page
  phones: Page
}

export const test = base.extend<Fixtures, { system: System }>({
  system: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are used from this pattern.
    async ({}, use) => {
      const system = await startDemo()
      await use(system)
      await system.stop()
    },
    { scope: "worker" },
  ],
  newPage: async ({ browser }, use) => {
    const contexts: BrowserContext[] = []
    await use(async () => {
      const context = await browser.newContext()
      contexts.push(context)
      return context.newPage()
    })
    for (const context of contexts) await context.close()
  },
  openDesk: async ({ newPage, system }, use) => {
    await use(async (email) => {
      const page = await newPage()
      await signIn(page, system.consoleUrl, email)
      return page
    })
  },
  ada: async ({ openDesk }, use) => use(await openDesk("ada@example.com")),
  phones: async ({ newPage, system }, use) => {
    const page = await newPage()
    await page.goto(system.phonesUrl)
    await use(page)
  },
})

export { expect } from "@playwright/test"
