// A call that another system routed: the agent enters its Call SID, takes the payment, and its end is noticed.
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import AxeBuilder from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import { addNumber, call, charges } from "./caller.ts"
import { nextLine, prompt } from "./desk.ts"
import { expect, test } from "./fixtures.ts"

const officeNumber = "+15550007000"

/** A telephone system of somebody else's, which dials Ada. */
async function startOffice(phonesUrl: string): Promise<() => void> {
  const server = createServer((_request, response) => {
    response
      .writeHead(200, { "content-type": "text/xml" })
      .end("<Response><Dial><Number>+15550001001</Number></Dial></Response>")
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  await addNumber(phonesUrl, officeNumber, `http://127.0.0.1:${port}/`)
  return () => {
    server.closeAllConnections()
    server.close()
  }
}

async function take(page: Page, callSid: string): Promise<void> {
  await page.getByLabel("Call SID").fill(callSid)
  await page.getByRole("button", { name: "Take this call" }).click()
}

test("a payment on a call that AgentPay did not route", async ({ ada, openDesk, system }) => {
  test.setTimeout(180_000)
  const closeOffice = await startOffice(system.phonesUrl)
  const ben = await openDesk("ben@example.com")
  const caller = await call(system.phonesUrl, "+15551230401", undefined, officeNumber)
  const refusal = (page: Page) => page.getByRole("alert").filter({ hasText: /\w/ })

  await test.step("wrong SIDs are refused in words", async () => {
    await take(ada, "CA42")
    await expect(refusal(ada)).toContainText("CA and 32 more signs")
    const { violations } = await new AxeBuilder({ page: ada }).analyze()
    expect(violations.map(({ id }) => id)).toEqual([])
    await take(ada, `CA${"0".repeat(32)}`)
    await expect(refusal(ada)).toContainText("no such call")
  })

  const agentsSide = await caller.answer()
  await test.step("the agent's own side leads to the caller's", async () => {
    await take(ada, agentsSide)
    await expect(ada.getByText("+15551230401").first()).toBeVisible()
    await expect(ada.getByLabel("Call SID")).toHaveCount(0)
    await take(ben, caller.callSid)
    await expect(refusal(ben)).toContainText("another agent has it")
  })

  await test.step("the payment is taken on it", async () => {
    await prompt(ada, "19")
    await expect(nextLine(ada)).toContainText(/card number/i)
    await expect(ada.getByRole("button", { name: "Let the call go" })).toBeDisabled()
    await caller.keysFor("payment-card-number", "4242424242424242")
    await caller.keysFor("expiration-date", "1230")
    await caller.keysFor("security-code", "123")
    await ada.getByRole("button", { name: "Submit" }).click()
    await expect(ada.getByText("Confirmation code", { exact: true })).toBeVisible()
    expect((await charges(system.phonesUrl))[0]).toMatchObject({
      callSid: caller.callSid,
      result: "succeeded",
    })
    await ada.getByRole("button", { name: "Clear" }).click()
  })

  await test.step("another agent takes the call over, and its end is noticed without a webhook", async () => {
    await ada.getByRole("button", { name: "Let the call go" }).click()
    await expect(ada.getByLabel("Call SID")).toBeVisible()
    await take(ben, caller.callSid)
    await expect(ben.getByText("+15551230401").first()).toBeVisible()
    await caller.hangUp()
    await expect(ben.getByLabel("Call SID")).toBeVisible({ timeout: 60_000 })
  })

  await test.step("and an ended call is refused", async () => {
    await take(ada, caller.callSid)
    await expect(refusal(ada)).toContainText("has ended")
  })
  closeOffice()
})
