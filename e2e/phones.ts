// The emulator's phones page as people use it: the customer's phone and the agents' phones.
import { expect, type Page } from "@playwright/test"

export const customersPhone = (page: Page) => page.getByRole("region", { name: "Customer's phone" })
export const agentsPhone = (page: Page, name: string) => page.getByRole("region", { name: `${name}'s phone` })
export const gatewayRecord = (page: Page) => page.getByRole("region", { name: "Gateway record" })

export async function placeCall(page: Page): Promise<void> {
  await customersPhone(page).getByRole("button", { name: "Call", exact: true }).click()
}

export async function answer(page: Page, agent: string): Promise<void> {
  await agentsPhone(page, agent).getByRole("button", { name: "Answer" }).click()
}

/** Presses the keys of the customer's phone one by one. */
export async function pressKeys(page: Page, keys: string): Promise<void> {
  for (const key of keys) {
    const name = key === "*" ? "star" : key === "#" ? "pound" : key
    await customersPhone(page).getByRole("button", { name, exact: true }).click()
  }
}

/** A test card (or date, or code) that is keyed by one click. */
export async function pressShortcut(page: Page, name: string | RegExp): Promise<void> {
  const button = customersPhone(page).getByRole("button", { name }).first()
  await expect(button).toBeEnabled()
  await button.click()
}
