// A fresh production installation: the first admin by a link in the terminal, and nothing to see without a second factor.
import { expect, test } from "@playwright/test"
import { enterPassword } from "./desk.ts"
import { inspect } from "./inspect.ts"
import { setUpSecondFactor } from "./second-factor.ts"
import { installProduction } from "./system.ts"

test("the link of the first start makes one admin, who sets a second factor up before anything else", async ({
  page,
}) => {
  const site = await installProduction()
  const server = await site.startServer()
  const link = /\S+\/invite#\S+/.exec(server.said())?.[0] ?? ""
  await page.goto(link)
  await page.getByLabel("E-mail").fill("first@example.com")
  await page.getByLabel("Name").fill("Frida First")
  await page.getByLabel("Password").fill("a password of mine 1")
  await page.getByRole("button", { name: "Set the password" }).click()
  await expect(page.getByText("All set")).toBeVisible()
  await enterPassword(page, site.consoleUrl, "first@example.com", "a password of mine 1")
  await expect(page.getByRole("heading", { name: "Set up your second factor" })).toBeVisible()
  await inspect(page)
  for (const path of ["/people", "/account", "/"]) {
    await page.goto(site.consoleUrl + path)
    await expect(page.getByRole("heading", { name: "Set up your second factor" })).toBeVisible()
  }
  const refused = await page.request.get(`${site.consoleUrl}/api/people`)
  expect([refused.status(), await refused.json()]).toEqual([
    403,
    { error: "Set up your second factor first." },
  ])
  await setUpSecondFactor(page, "a password of mine 1")
  await page.getByRole("link", { name: "People" }).click()
  await expect(page.getByText("first@example.com")).toBeVisible()
  await server.stop()
  const next = await site.startServer()
  expect(next.said()).not.toContain("/invite#")
  await site.stop()
})
