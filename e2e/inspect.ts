// What every screen has to be: clean to axe in light and dark, and not wider than a narrow phone.
import AxeBuilder from "@axe-core/playwright"
import { expect, type Page } from "@playwright/test"

export async function inspect(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  }
  const size = page.viewportSize()
  await page.setViewportSize({ width: 360, height: 740 })
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(sideways).toBeLessThanOrEqual(0)
  if (size) await page.setViewportSize(size)
}
