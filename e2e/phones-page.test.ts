// The emulator's phones page with another developer's program: several phones at once, keyboard, tones, speech, call flow.
import { expect } from "@playwright/test"
import { inspect } from "./inspect.ts"
import { agentsPhone } from "./phones.ts"
import { BEN, callTo, flow, NUMBERS, phone, test } from "./phones-page.ts"

test("two customers at once: the keyboard keys the phone that is used, and its tones sound", async ({
  phones,
}) => {
  await phones.evaluate(() => {
    const made: number[] = []
    Object.assign(window, { made })
    const create = AudioContext.prototype.createOscillator
    AudioContext.prototype.createOscillator = function () {
      const oscillator = create.call(this)
      setTimeout(() => made.push(oscillator.frequency.value))
      return oscillator
    }
  })
  await callTo(phones, NUMBERS.dial)
  await agentsPhone(phones, "Ada").getByRole("button", { name: "Answer" }).click()
  await expect(phone(phones).getByText("Talking to Ada")).toBeVisible()
  await phones.getByRole("button", { name: "Add a caller" }).click()
  await callTo(phones, NUMBERS.pay, 2)
  await expect(phone(phones, 2).getByText("Key the card number now")).toBeVisible()
  const tones = () => phones.evaluate(() => (window as unknown as { made: number[] }).made)
  const before = (await tones()).length
  await phones.keyboard.press("4")
  await expect.poll(async () => (await tones()).slice(before)).toEqual([770, 1209])
  await expect(phone(phones, 2).getByText("x", { exact: true })).toBeVisible()
  await phone(phones).getByRole("group", { name: "Keypad" }).focus()
  await phones.keyboard.press("5")
  await expect(agentsPhone(phones, "Ada").getByText("Tone")).toBeVisible()
  await expect(phone(phones, 2).getByText("x", { exact: true })).toBeVisible()
  await phones.getByRole("switch", { name: "Sound" }).click()
  const silent = (await tones()).length
  await phone(phones).getByRole("button", { name: "7", exact: true }).click()
  await expect(agentsPhone(phones, "Ada").getByText("Tone × 2")).toBeVisible()
  expect((await tones()).length).toBe(silent)
  await inspect(phones)
})

test("two agents: both ring for their own caller, a long name fits", async ({ phones, server }) => {
  await callTo(phones, NUMBERS.both)
  await expect(agentsPhone(phones, BEN).getByText("Ringing")).toBeVisible()
  await inspect(phones)
  await agentsPhone(phones, BEN).getByRole("button", { name: "Answer" }).click()
  await expect(agentsPhone(phones, "Ada").getByText("Silent")).toBeVisible()
  await expect(flow(phones).getByText("Answers, +15550001002")).toBeVisible()
  await agentsPhone(phones, BEN).getByRole("button", { name: "Hang up" }).click()
  await expect(phone(phones).getByText("Call ended")).toBeVisible()
  expect(server.posted("/both")).toHaveLength(1)
})

test("the call flow draws who asked whom, follows the chosen call, and explains what failed", async ({
  phones,
}) => {
  await expect(flow(phones).getByText("is drawn here")).toBeVisible()
  await callTo(phones, NUMBERS.speech)
  await phone(phones).getByLabel("Say something").fill("I would like to pay")
  await phone(phones).getByRole("button", { name: "Say", exact: true }).click()
  await expect(phone(phones).getByText("Thank you")).toBeVisible()
  const steps = flow(phones).getByRole("list", { name: "Call flow" }).getByRole("listitem")
  await expect(steps.first()).toHaveText(/Caller to Twilio: Calls \+15550002002/)
  await expect(steps.filter({ hasText: "Caller to Twilio: Says something" })).toBeVisible()
  const asked = steps.filter({ hasText: "Twilio to Your server: POST /said" })
  await expect(asked.locator("summary")).toHaveText(/POST \/said CallStatus: in-progress/)
  await asked.getByText("POST /said").click()
  await expect(asked).toContainText("SpeechResult=I would like to pay")
  await expect(asked).toContainText("Answer: 200")
  await phone(phones).getByRole("button", { name: "Hang up" }).click()
  await callTo(phones, NUMBERS.broken)
  const failed = steps.filter({ hasText: "error 11200" })
  await expect(failed.first()).toContainText("Twilio")
  await expect(failed.first().getByRole("group")).toHaveAttribute("open", "")
  await inspect(phones)
  const choice = flow(phones).getByRole("combobox")
  await choice.selectOption({ index: 1 })
  await expect(asked).toBeVisible()
})

test("a card whose date is keyed twice, and a payment that the caller confirms", async ({
  phones,
  server,
}) => {
  await callTo(phones, NUMBERS.pay)
  await expect(phone(phones).getByText("Payment, USD 12.50")).toBeVisible()
  await expect(phone(phones).getByText("Key the card number now")).toBeVisible()
  await phones.keyboard.type("4242424242424242")
  await expect(phone(phones).getByText("Key the expiry date now")).toBeVisible()
  await phones.keyboard.type("1230")
  await expect(phone(phones).getByText("Key the expiry date again now")).toBeVisible()
  await inspect(phones)
  await phones.keyboard.type("1230")
  await expect(phone(phones).getByText("Key the security code now")).toBeVisible()
  await phones.keyboard.type("123")
  await expect(phone(phones).getByText("Press 1 to pay, 2 to cancel")).toBeVisible()
  await phones.keyboard.press("1")
  await expect.poll(() => server.posted("/paid").length).toBe(1)
  expect(server.posted("/paid")[0]).toMatchObject({
    Result: "success",
    PaymentCardNumber: "xxxxxxxxxxxx4242",
  })
  await expect(phones.getByRole("region", { name: "Gateway record" }).getByText("USD 12.50")).toBeVisible()
})

const asMachine = { name: "Answer as a machine" }

test("an agent's phone whose call asks who answers can be answered as a machine, another cannot", async ({
  phones,
  server,
}) => {
  await callTo(phones, NUMBERS.dial)
  await expect(agentsPhone(phones, "Ada").getByText("Ringing")).toBeVisible()
  await expect(phones.getByRole("button", asMachine)).toHaveCount(0)
  await phone(phones).getByRole("button", { name: "Hang up" }).click()
  await callTo(phones, NUMBERS.machine)
  await expect(agentsPhone(phones, "Ada").getByRole("button", asMachine)).toBeVisible()
  await inspect(phones)
  await agentsPhone(phones, "Ada").getByRole("button", asMachine).click()
  await expect
    .poll(() => server.posted("/amd").map(({ AnsweredBy }) => AnsweredBy))
    .toEqual(["machine_start"])
})

test("a customer's phone that REST calls and asks who answers can be answered as a machine", async ({
  phones,
  server,
}) => {
  const account = "AC00000000000000000000000000005051"
  const credentials = Buffer.from(`${account}:5051demo5051demo5051demo5051demo`).toString("base64")
  const To = await phone(phones).getByLabel("Caller's number").inputValue()
  await phones.request.post(new URL(`/2010-04-01/Accounts/${account}/Calls.json`, phones.url()).href, {
    headers: { authorization: `Basic ${credentials}` },
    form: { From: NUMBERS.dial, To, Url: `${server.url}/said`, MachineDetection: "Enable" },
  })
  await expect(phone(phones).getByRole("button", asMachine)).toBeVisible()
  await inspect(phones)
  await phone(phones).getByRole("button", asMachine).click()
  await expect
    .poll(() => server.posted("/said").map(({ AnsweredBy }) => AnsweredBy))
    .toEqual(["machine_start"])
})
