// The console as an agent uses it, by the names that the screen shows.
import { expect, type Page } from "@playwright/test"

export const demoPassword = "agentpay-demo-1"

export async function enterPassword(
  page: Page,
  consoleUrl: string,
  email: string,
  password = demoPassword,
): Promise<void> {
  await page.goto(consoleUrl)
  await page.getByLabel("E-mail").fill(email)
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
}

export async function signIn(
  page: Page,
  consoleUrl: string,
  email: string,
  password = demoPassword,
): Promise<void> {
  await enterPassword(page, consoleUrl, email, password)
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible()
}

export async function prompt(page: Page, amount: string, tip = ""): Promise<void> {
  await page.getByLabel("Amount").fill(amount)
  await page.getByLabel("Tip").fill(tip)
  await page.getByRole("button", { name: "Prompt", exact: true }).click()
}

/** The line that says what happens next. */
export const nextLine = (page: Page) => page.getByRole("status")
