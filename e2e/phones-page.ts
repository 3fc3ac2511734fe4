// For tests of the phones page: the emulator with another developer's program behind its numbers, and the page's parts.
import { test as base, expect, type Page } from "@playwright/test"
import { type DevelopersServer, startDevelopersServer } from "./developers-server.ts"
import { type Running, runNode } from "./run.ts"

export const NUMBERS = {
  dial: "+15550002001",
  both: "+15550002005",
  speech: "+15550002002",
  pay: "+15550002003",
  broken: "+15550002004",
  ivr: "+15550002006",
  slow: "+15550002007",
  machine: "+15550002008",
}
const PHONES = [
  "+15550001001=Ada",
  "+15550001002=Maximiliane Donaudampfschifffahrtsgesellschaftskapitaenin von Hohenstein",
]
export const BEN = "Maximiliane Donaudampfschifffahrtsgesellschaftskapitaenin von Hohenstein"

const ROUTES = {
  "/dial": `<Dial timeout="600"><Number>+15550001001</Number></Dial>`,
  "/both": "<Dial><Number>+15550001001</Number><Number>+15550001002</Number></Dial>",
  "/speech": `<Gather input="speech" action="/said" speechTimeout="auto"><Say>How can I help?</Say></Gather>`,
  "/said": "<Say>Thank you</Say><Pause length='60'/>",
  "/pay": `<Pay chargeAmount="12.5" postalCode="false" action="/paid" confirmation="true" requireMatchingInputs="expiration-date" timeout="600"/>`,
  "/paid": "<Say>Paid</Say>",
  "/broken": 500,
  "/ivr": `<Pay chargeAmount="3.00" postalCode="false" action="/paid" timeout="600"/>`,
  "/machine": `<Dial timeout="600"><Number machineDetection="Enable" amdStatusCallback="/amd">+15550001001</Number></Dial>`,
  "/amd": 204,
  "/slow": "<Pause length='15'/><Say>Thank you for waiting</Say><Pause length='600'/>",
}

export const test = base.extend<{ server: DevelopersServer; emulator: Running; phones: Page }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are used from this pattern.
  server: async ({}, use) => {
    const server = await startDevelopersServer(ROUTES)
    await use(server)
    server.close()
  },
  emulator: async ({ server }, use) => {
    const numbers = Object.entries(NUMBERS).flatMap(([path, number]) => [
      "--number",
      `${number}=${server.url}/${path}`,
    ])
    const phones = PHONES.flatMap((phone) => ["--phone", phone])
    const emulator = runNode("emulator/src/main.ts", {}, ["--port", "0", ...numbers, ...phones])
    await emulator.saying("Emulator is ready")
    await use(emulator)
    await emulator.stop()
  },
  phones: async ({ emulator, page }, use) => {
    await page.goto(/ready on (\S+)/.exec(emulator.said())?.[1] ?? "")
    await expect(page.getByText("Calls to")).toBeVisible()
    await use(page)
  },
})

export const phone = (page: Page, number = 1) =>
  page.getByRole("region", {
    name: number === 1 ? "Customer's phone" : `Customer's phone ${number}`,
    exact: true,
  })

export async function callTo(page: Page, number: string, which = 1): Promise<void> {
  await phone(page, which).getByLabel("Number to call").selectOption(number)
  await phone(page, which).getByRole("button", { name: "Call", exact: true }).click()
}

export const flow = (page: Page) => page.getByRole("region", { name: "Call flow" })
