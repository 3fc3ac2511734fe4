// What Twilio sends of a payment besides the expected: digits for the eye only, replays, card numbers by mistake.
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { eventually } from "./app-for-tests.ts"
import { card, code, type Desk, date, later, openDesk } from "./desk-for-tests.ts"
import { openScreen } from "./screen-for-tests.ts"

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

describe("R9: digits", () => {
  const typed = (PaymentCardNumber: string) => ({
    ...card,
    PaymentCardNumber,
    PartialResult: "true",
    Required: "payment-card-number,expiration-date,security-code",
  })

  it("are told while they are typed, to screens that come later too, and never stored", async () => {
    const { callSid } = await desk.openPayment()
    const before = await desk.server.facts(callSid)
    for (const digits of ["x", "xx", "xxx"]) await desk.callback(callSid, typed(digits))
    await eventually(() =>
      expect(desk.ada.typing.map(({ typing }) => typing.masked)).toEqual(["x", "xx", "xxx"]),
    )
    const sam = await openScreen(desk.url, await desk.server.signIn("sam"))
    expect(sam.welcome.calls[0]).toMatchObject({ callSid, typing: { item: "card-number", masked: "xxx" } })
    const ben = await openScreen(desk.url, await desk.server.signIn("ben"))
    await desk.callback(callSid, typed("xxxx"))
    await eventually(() => expect(sam.typing.at(-1)?.typing.masked).toBe("xxxx"))
    expect(ben.typing).toEqual([])
    expect(await desk.server.facts(callSid)).toEqual(before)
    await desk.callback(callSid, { ...card, Required: "expiration-date,security-code" })
    const again = await openScreen(desk.url, await desk.server.signIn("ada"))
    expect(again.welcome.calls[0]).toMatchObject({ callSid, typing: null })
  })

  it("that come late are not told", async () => {
    const { callSid } = await desk.openPayment()
    const old = later()
    for (const digits of ["x", "xx"]) await desk.callback(callSid, typed(digits))
    await desk.callback(callSid, { ...typed("xxxxxxxxx"), DateUpdated: old })
    await desk.callback(callSid, typed("xxx"))
    await eventually(() =>
      expect(desk.ada.typing.map(({ typing }) => typing.masked)).toEqual(["x", "xx", "xxx"]),
    )
  })
})

it("R8: callbacks of a finished payment, replayed later in any order, change nothing and are told to nobody", async () => {
  const { callSid, paymentId } = await desk.openPayment()
  await desk.keyEverything(callSid)
  await eventually(async () => expect(await desk.payment(callSid)).toMatchObject({ status: "ready" }))
  expect(await desk.ada.ask("submit", { callSid, paymentId, attempt: 1 })).toEqual({ ok: true })
  await eventually(() => expect(desk.server.rest.asked.at(-1)?.form.Status).toBe("complete"))
  await desk.callback(callSid, {
    ...card,
    ...date,
    ...code,
    Result: "success",
    PaymentConfirmationCode: "ch_1",
  })
  expect(await desk.payment(callSid)).toMatchObject({ status: "succeeded", confirmationCode: "ch_1" })
  const replay = async () => {
    const before = await desk.server.facts(callSid)
    const typed = desk.ada.typing.length
    for (const again of [...desk.sent, ...desk.sent.toReversed()])
      expect((await desk.server.webhook(...again)).statusCode).toBe(204)
    expect(await desk.server.facts(callSid)).toEqual(before)
    expect(desk.ada.typing).toHaveLength(typed)
  }
  expect(desk.sent.length).toBeGreaterThan(3)
  await replay()
  // Nor do they touch the next payment of the same call, nor a call that is over.
  expect(await desk.ada.ask("clear", { callSid, paymentId })).toEqual({ ok: true })
  const next = { callSid, amount: "3", tip: "", reference: "", note: "" }
  expect(await desk.ada.ask("initiate", next)).toEqual({ ok: true })
  await eventually(() => expect(desk.server.rest.asked.at(-1)?.form.Capture).toBe("payment-card-number"))
  await eventually(async () => expect(await desk.payment(callSid)).toMatchObject({ status: "capturing" }))
  await replay()
  await desk.server.finish(callSid)
  await eventually(async () => expect(await desk.payment(callSid)).toMatchObject({ status: "cancelled" }))
  await replay()
})

it("R7: a full card number that is sent by mistake is neither stored, nor told, nor logged", async () => {
  const number = "4242424242424242"
  const { callSid, paymentId } = await desk.openPayment()
  const everywhere = {
    PaymentCardNumber: number,
    ExpirationDate: number,
    SecurityCode: "9871",
    PaymentCardType: number,
  }
  const texts = { PaymentError: `Card ${number} declined`, ConnectorError: number, PayErrorCode: number }
  await desk.callback(callSid, {
    ...everywhere,
    Capture: "payment-card-number",
    PartialResult: "true",
    Required: number,
  })
  await desk.callback(callSid, {
    ...everywhere,
    Capture: "payment-card-number",
    Required: "expiration-date,security-code",
  })
  desk.server.rest.answers.push({
    status: 400,
    body: { code: 64020, message: `${number} and 9871`, status: 400 },
  })
  await desk.ada.ask("update", { callSid, paymentId, item: "expiry" })
  await eventually(() => expect(desk.ada.told(callSid)).toContain("PaymentFailed"))
  await desk.callback(callSid, { ...everywhere, ...texts, Result: number })
  await desk.server.app.inject({ method: "POST", url: "/payresult", payload: `PaymentCardNumber=${number}` })
  await desk.server.app.inject({ method: "POST", url: "/payresult", payload: { PaymentCardNumber: number } })
  const kept = JSON.stringify([await desk.server.facts(callSid), desk.ada.news, desk.ada.typing, desk.lines])
  expect(kept).not.toContain("42424")
  expect(kept).toContain("xxxxxxxxxxxx4242")
  expect(desk.lines.length).toBeGreaterThan(0)
})
