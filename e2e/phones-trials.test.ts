// What makes it hard, by page: faults of every kind, scripted callers, time that is moved on, switches.
import { expect, type Page } from "@playwright/test"
import { inspect } from "./inspect.ts"
import { callTo, NUMBERS, phone, test } from "./phones-page.ts"

async function open(page: Page, name: string) {
  const panel = page.locator("details.trials", { has: page.locator("summary", { hasText: name }) })
  await panel.locator("> summary").click()
  return panel
}

test("every fault that there is can be added, and what it strikes is told", async ({ phones }) => {
  const faults = await open(phones, "Faults")
  const subject = faults.getByLabel("Fault of")
  const deed = faults.getByLabel("What happens")
  await expect(subject.locator("option")).not.toHaveCount(0)
  let added = 0
  for (const on of await subject.locator("option").allTextContents()) {
    await subject.selectOption(on)
    if (on === "caller") await faults.getByLabel("Moment").selectOption("key")
    for (const action of await deed.locator("option").allTextContents()) {
      await deed.selectOption(action)
      for (const needed of await faults.locator("input:required").all()) await needed.fill("1")
      await faults.getByRole("button", { name: "Add the fault" }).click()
      added += 1
      await expect(faults.getByRole("listitem")).toHaveCount(added)
      await expect(faults.getByRole("listitem").last()).toContainText(`${on}: ${action}`)
    }
  }
  expect(added).toBeGreaterThan(20)
  await inspect(phones)
  await faults.getByRole("button", { name: "Take all back" }).click()
  await expect(faults.getByRole("listitem")).toHaveCount(0)

  await subject.selectOption("webhook")
  await faults.getByLabel("Kind").selectOption("voice")
  await faults.getByText("When", { exact: true }).click()
  await faults.getByLabel("How often in all").fill("1")
  await faults.getByRole("button", { name: "Add the fault" }).click()
  await expect(faults).toContainText("1 in force")
  await callTo(phones, NUMBERS.speech)
  await expect(phone(phones).getByText("an application error has occurred")).toBeVisible()
  await expect(faults.getByText("struck 1 of 1 that fitted")).toBeVisible()
  await callTo(phones, NUMBERS.speech)
  await expect(phone(phones).getByText("How can I help?")).toBeVisible()
})

test("a fault that cannot be is refused in words", async ({ phones }) => {
  const faults = await open(phones, "Faults")
  await faults.getByLabel("Fault of").selectOption("caller")
  await faults.getByLabel("What happens").selectOption("wrong")
  await faults.getByLabel("Moment").selectOption("asked")
  await faults.getByRole("button", { name: "Add the fault" }).click()
  await expect(faults.getByRole("alert")).toContainText("at this moment nobody keys")
  await inspect(phones)
})

test("a scripted caller pays at a menu of one's own, and its seed is told", async ({ phones, server }) => {
  const scenarios = await open(phones, "Scenarios")
  await scenarios.getByLabel("Caller").selectOption("mistypes-number")
  await scenarios.getByLabel("Number to call").selectOption(NUMBERS.ivr)
  await scenarios.getByLabel("Seed").fill("7")
  await scenarios.getByLabel("An agent picks up").uncheck()
  await scenarios.getByRole("button", { name: "Play" }).click()
  await expect(scenarios.getByRole("listitem")).toContainText("Went as scripted: success. Seed 7")
  expect(server.posted("/paid")[0]).toMatchObject({ Result: "success" })
  await scenarios.getByLabel("Number to call").selectOption(NUMBERS.broken)
  await scenarios.getByRole("button", { name: "Play" }).click()
  await expect(scenarios.getByRole("listitem").first()).toContainText("Did not go as scripted")
  await inspect(phones)
})

test("time stands still until it is moved on", async ({ phones }) => {
  const time = await open(phones, "Time")
  await time.getByRole("combobox", { name: "Time" }).selectOption("stands still until moved")
  await expect(time.locator("> summary")).toContainText("stands still")
  await callTo(phones, NUMBERS.slow)
  await expect(phone(phones).getByText("Calling")).toBeVisible()
  await time.getByRole("button", { name: "5 s on", exact: true }).click()
  await expect(phone(phones).getByText("Thank you for waiting")).toBeHidden()
  await time.getByRole("button", { name: "15 s on" }).click()
  await expect(phone(phones).getByText("Thank you for waiting")).toBeVisible()
  await time.getByRole("button", { name: "1 min on" }).click()
  await expect(phone(phones).getByRole("status")).toHaveAttribute("data-time", "1:05")
  await inspect(phones)
})

test("a switch that is set by page changes what the emulator does", async ({ phones, emulator }) => {
  const switches = await open(phones, "Switches")
  await switches.getByLabel("Search the switches").fill("pci mode")
  await switches.getByLabel("PCI mode", { exact: true }).selectOption("off")
  await expect(switches).toContainText("1 changed")
  await inspect(phones)
  const url = /ready on (\S+)/.exec(emulator.said())?.[1] ?? ""
  const asked = async () => (await (await fetch(`${url}/emulator/switches`)).json()).switches
  expect(await asked()).toContainEqual(expect.objectContaining({ name: "PCI mode", value: "off" }))
  await switches.getByRole("button", { name: "Set all back" }).click()
  await expect(switches).toContainText("all as they come")
  expect(await asked()).toContainEqual(expect.objectContaining({ name: "PCI mode", value: "on" }))
})
