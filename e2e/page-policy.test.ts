// The console under its own policy: nothing is blocked, and a script or style that somebody plants does not act.
import { expect, test } from "./fixtures.ts"

test("no screen breaks the policy, and what is planted does not act", async ({
  newPage,
  openDesk,
  system,
}) => {
  const page = await newPage()
  const complaints: string[] = []
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text())
  })
  await page.goto(system.consoleUrl)
  await expect(page.getByLabel("E-mail")).toBeVisible()
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const before = await background()
  // Mantine's theme is in force: without its style element this variable would be empty.
  const font = await page.evaluate(() =>
    getComputedStyle(document.documentElement).getPropertyValue("--mantine-font-family"),
  )
  expect(font).toContain("system-ui")
  expect(complaints).toEqual([])
  await page.evaluate(() => {
    const style = document.createElement("style")
    style.textContent = "body { background: rgb(1, 2, 3) !important }"
    const script = document.createElement("script")
    script.textContent = "document.title = 'planted'"
    document.body.append(style, script)
  })
  expect(await background()).toBe(before)
  expect(await page.title()).not.toBe("planted")
  expect(complaints).toHaveLength(2)

  const desk = await openDesk("ben@example.com")
  const blocked: string[] = []
  desk.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) blocked.push(message.text())
  })
  await desk.reload()
  await expect(desk.getByRole("button", { name: "Sign out" })).toBeVisible()
  expect(blocked).toEqual([])
})
