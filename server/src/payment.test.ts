// Payments through the whole server: from the agent's screen to Twilio and back by callback, reload and restart between.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { eventually, type Given, startApp, type TestApp } from "./app-for-tests.ts"
import { closeScreens, openScreen, type Screen } from "./screen-for-tests.ts"

let dataDir: string
let server: TestApp
let lines: string[]
let ada: Screen

async function start(given: Given = {}): Promise<void> {
  lines = []
  server = await startApp({ dataDir, logged: (line) => lines.push(line), ...given })
  ada = await openScreen(await server.listen(), await server.signIn("ada"))
}
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "agentpay-payment-"))
  await start()
})
afterEach(async () => {
  closeScreens()
  await server.close()
  rmSync(dataDir, { recursive: true })
})

/** Twilio's callbacks of one payment: later ones have later times, unless told otherwise. */
let clock = Date.parse("2026-01-01T00:00:00Z")
function later(): string {
  clock += 1_000
  return new Date(clock).toISOString()
}
/** What was sent, signed: kept by whoever may have seen it. */
const sent: [path: string, form: Record<string, string>][] = []
const callback = (callSid: string, form: Record<string, string>) => {
  const url =
    server.rest.asked.findLast(({ form }) => form.StatusCallback)?.form.StatusCallback?.split("#")[0] ?? ""
  const known = { CallSid: callSid, Sid: sessionOf(), PaymentMethod: "credit-card", DateUpdated: later() }
  const whole: (typeof sent)[number] = [url.slice(server.publicUrl.length), { ...known, ...form }]
  sent.push(whole)
  return server.webhook(...whole)
}
const sessionOf = () =>
  server.rest.asked.map(({ path }) => /Payments\/(PK\w+)\.json/.exec(path)?.[1]).findLast(Boolean) ?? ""

async function openPayment(amount = "12.50", tip = "1") {
  const callSid = await server.ring("ada")
  await server.webhook("/answered", { CallSid: callSid, CallStatus: "in-progress" })
  expect(await ada.ask("initiate", { callSid, amount, tip })).toEqual({ ok: true })
  await eventually(() =>
    expect(server.rest.asked.at(-1)?.form).toMatchObject({ Capture: "payment-card-number" }),
  )
  const paymentId = (await server.call(callSid))?.payments.at(-1)?.paymentId ?? ""
  return { callSid, paymentId }
}

const all = "payment-card-number,expiration-date,security-code"
const card = {
  Capture: "payment-card-number",
  PaymentCardNumber: "xxxxxxxxxxxx4242",
  PaymentCardType: "visa",
}
const date = { Capture: "expiration-date", ExpirationDate: "1230" }
const code = { Capture: "security-code", SecurityCode: "xxx" }

async function keyEverything(callSid: string): Promise<void> {
  await callback(callSid, { ...card, Required: "expiration-date,security-code" })
  await eventually(() => expect(server.rest.asked.at(-1)?.form.Capture).toBe("expiration-date"))
  await callback(callSid, { ...card, ...date, Required: "security-code" })
  await eventually(() => expect(server.rest.asked.at(-1)?.form.Capture).toBe("security-code"))
  await callback(callSid, { ...card, ...date, ...code, Required: "" })
}

const payment = async (callSid: string) => (await server.call(callSid))?.payments.at(-1)

describe("a payment", () => {
  it("is asked for item by item, submitted, and confirmed", async () => {
    const { callSid, paymentId } = await openPayment()
    await keyEverything(callSid)
    expect(await ada.ask("submit", { callSid, paymentId, attempt: 1 })).toEqual({ ok: true })
    expect(await ada.ask("submit", { callSid, paymentId, attempt: 1 })).toMatchObject({
      refusal: { code: "payment-submitted" },
    })
    await eventually(() => expect(server.rest.asked.at(-1)?.form).toMatchObject({ Status: "complete" }))
    const success = { ...card, Result: "success", PaymentConfirmationCode: "ch_1", PaymentToken: "" }
    for (let i = 0; i < 3; i++) expect((await callback(callSid, success)).statusCode).toBe(204)
    await eventually(() => expect(ada.told(callSid).at(-1)).toBe("PaymentSucceeded"))
    expect(ada.told(callSid).filter((type) => type === "PaymentSucceeded")).toHaveLength(1)
    expect(await payment(callSid)).toMatchObject({
      status: "succeeded",
      confirmationCode: "ch_1",
      totalMinor: 1350,
    })
    expect(server.rest.asked[0]?.form.ChargeAmount).toBe("13.5")
    expect(server.rest.asked[0]?.form.Description).toBe(`AgentPay ${paymentId}/1`)
  })

  it("hands the customer's reference to the gateway, at every attempt, and keeps the note", async () => {
    const callSid = await server.ring("ada")
    const typed = { amount: "1", tip: "", reference: " INV-2041 ", note: "for her mother" }
    expect(await ada.ask("initiate", { callSid, ...typed })).toEqual({ ok: true })
    const descriptions = () => server.rest.asked.flatMap(({ form }) => form.Description ?? [])
    await eventually(() => expect(descriptions()).toHaveLength(1))
    const { paymentId = "", ...kept } = (await payment(callSid)) ?? {}
    expect(kept).toMatchObject({ reference: "INV-2041", note: "for her mother" })
    await eventually(async () => expect((await payment(callSid))?.status).toBe("capturing"))
    expect(await ada.ask("cancel", { callSid, paymentId })).toEqual({ ok: true })
    expect(await ada.ask("retry", { callSid, paymentId, attempt: 1 })).toEqual({ ok: true })
    await eventually(() => expect(descriptions()).toHaveLength(2))
    expect(descriptions()).toEqual([1, 2].map((attempt) => `AgentPay ${paymentId}/${attempt}, INV-2041`))
    expect(server.rest.asked.every(({ form }) => !JSON.stringify(form).includes("mother"))).toBe(true)
  })

  it.each(["reference", "note"])("keeps no card number in its %s (R7)", async (field) => {
    const callSid = await server.ring("ada")
    const asked = { callSid, amount: "1", tip: "", [field]: "4242 4242 4242 4242" }
    expect(await ada.ask("initiate", asked)).toEqual({
      ok: false,
      refusal: { code: "card-digits", field },
    })
    expect(await payment(callSid)).toBeUndefined()
  })

  it("that is declined is tried again with another card, in a session of its own", async () => {
    const { callSid, paymentId } = await openPayment()
    await keyEverything(callSid)
    await ada.ask("submit", { callSid, paymentId, attempt: 1 })
    const first = sessionOf()
    await callback(callSid, {
      Result: "payment-connector-error",
      PaymentError: "Your%20card%20was%20declined.",
    })
    await eventually(() => expect(ada.told(callSid).at(-1)).toBe("PaymentDeclined"))
    expect(await ada.ask("retry", { callSid, paymentId, attempt: 1 })).toEqual({ ok: true })
    await eventually(() => expect(sessionOf()).not.toBe(first))
    expect(await payment(callSid)).toMatchObject({ status: "capturing", attempt: 2, sessionSid: sessionOf() })
    await callback(callSid, { Sid: first, Result: "success", PaymentConfirmationCode: "ch_late" })
    expect(await payment(callSid)).toMatchObject({ status: "capturing", attempt: 2 })
  })

  it("whose first callback overtakes the REST answer is one session all the same", async () => {
    const early = Promise.withResolvers<{ status: number; body: unknown }>()
    const sid = `PK${"ea".repeat(16)}`
    server.rest.answers.push(early.promise)
    const callSid = await server.ring("ada")
    await ada.ask("initiate", { callSid, amount: "1", tip: "" })
    await eventually(() => expect(server.rest.asked).toHaveLength(1))
    await callback(callSid, { Sid: sid })
    await eventually(() => expect(ada.told(callSid)).toContain("PaySessionStarted"))
    early.resolve({ status: 201, body: { sid } })
    await eventually(() => expect(server.rest.asked.at(-1)?.form.Capture).toBe("payment-card-number"))
    await eventually(async () =>
      expect(await server.ledger.nextEffectAt()).toBeGreaterThan(Date.now() + 50_000),
    )
    expect(ada.told(callSid).filter((type) => type === "PaySessionStarted")).toHaveLength(1)
  })
})

describe("R9: digits", () => {
  const typed = (PaymentCardNumber: string) => ({
    ...card,
    PaymentCardNumber,
    PartialResult: "true",
    Required: all,
  })

  it("are told while they are typed, to screens that come later too, and never stored", async () => {
    const { callSid } = await openPayment()
    const before = await server.facts(callSid)
    for (const digits of ["x", "xx", "xxx"]) await callback(callSid, typed(digits))
    await eventually(() => expect(ada.typing.map(({ typing }) => typing.masked)).toEqual(["x", "xx", "xxx"]))
    const sam = await openScreen(await base(), await server.signIn("sam"))
    expect(sam.welcome.calls[0]).toMatchObject({ callSid, typing: { item: "card-number", masked: "xxx" } })
    const ben = await openScreen(await base(), await server.signIn("ben"))
    await callback(callSid, typed("xxxx"))
    await eventually(() => expect(sam.typing.at(-1)?.typing.masked).toBe("xxxx"))
    expect(ben.typing).toEqual([])
    expect(await server.facts(callSid)).toEqual(before)
    await callback(callSid, { ...card, Required: "expiration-date,security-code" })
    const again = await openScreen(await base(), await server.signIn("ada"))
    expect(again.welcome.calls[0]).toMatchObject({ callSid, typing: null })
  })

  it("that come late are not told", async () => {
    const { callSid } = await openPayment()
    const old = later()
    for (const digits of ["x", "xx"]) await callback(callSid, typed(digits))
    await callback(callSid, { ...typed("xxxxxxxxx"), DateUpdated: old })
    await callback(callSid, typed("xxx"))
    await eventually(() => expect(ada.typing.map(({ typing }) => typing.masked)).toEqual(["x", "xx", "xxx"]))
  })
})

const base = async () => `http://127.0.0.1:${(server.app.server.address() as { port: number }).port}`

it("R8: callbacks of a finished payment, replayed later in any order, change nothing and are told to nobody", async () => {
  sent.length = 0
  const { callSid, paymentId } = await openPayment()
  await keyEverything(callSid)
  await eventually(async () => expect(await payment(callSid)).toMatchObject({ status: "ready" }))
  expect(await ada.ask("submit", { callSid, paymentId, attempt: 1 })).toEqual({ ok: true })
  await eventually(() => expect(server.rest.asked.at(-1)?.form.Status).toBe("complete"))
  await callback(callSid, { ...card, ...date, ...code, Result: "success", PaymentConfirmationCode: "ch_1" })
  expect(await payment(callSid)).toMatchObject({ status: "succeeded", confirmationCode: "ch_1" })
  const replay = async () => {
    const before = await server.facts(callSid)
    const typed = ada.typing.length
    for (const again of [...sent, ...sent.toReversed()])
      expect((await server.webhook(...again)).statusCode).toBe(204)
    expect(await server.facts(callSid)).toEqual(before)
    expect(ada.typing).toHaveLength(typed)
  }
  expect(sent.length).toBeGreaterThan(3)
  await replay()
  // Nor do they touch the next payment of the same call, nor a call that is over.
  expect(await ada.ask("clear", { callSid, paymentId })).toEqual({ ok: true })
  const next = { callSid, amount: "3", tip: "", reference: "", note: "" }
  expect(await ada.ask("initiate", next)).toEqual({ ok: true })
  await eventually(() => expect(server.rest.asked.at(-1)?.form.Capture).toBe("payment-card-number"))
  await eventually(async () => expect(await payment(callSid)).toMatchObject({ status: "capturing" }))
  await replay()
  await server.finish(callSid)
  await eventually(async () => expect(await payment(callSid)).toMatchObject({ status: "cancelled" }))
  await replay()
})

it("R7: a full card number that is sent by mistake is neither stored, nor told, nor logged", async () => {
  const number = "4242424242424242"
  const { callSid, paymentId } = await openPayment()
  const everywhere = {
    PaymentCardNumber: number,
    ExpirationDate: number,
    SecurityCode: "9871",
    PaymentCardType: number,
  }
  const texts = { PaymentError: `Card ${number} declined`, ConnectorError: number, PayErrorCode: number }
  await callback(callSid, {
    ...everywhere,
    Capture: "payment-card-number",
    PartialResult: "true",
    Required: number,
  })
  await callback(callSid, {
    ...everywhere,
    Capture: "payment-card-number",
    Required: "expiration-date,security-code",
  })
  server.rest.answers.push({ status: 400, body: { code: 64020, message: `${number} and 9871`, status: 400 } })
  await ada.ask("update", { callSid, paymentId, item: "expiry" })
  await eventually(() => expect(ada.told(callSid)).toContain("PaymentFailed"))
  await callback(callSid, { ...everywhere, ...texts, Result: number })
  await server.app.inject({ method: "POST", url: "/payresult", payload: `PaymentCardNumber=${number}` })
  await server.app.inject({ method: "POST", url: "/payresult", payload: { PaymentCardNumber: number } })
  const kept = JSON.stringify([await server.facts(callSid), ada.news, ada.typing, lines])
  expect(kept).not.toContain("42424")
  expect(kept).toContain("xxxxxxxxxxxx4242")
  expect(lines.length).toBeGreaterThan(0)
})

describe("a restart", () => {
  it("in the middle of a payment shows the same, and the payment goes on", async () => {
    const { callSid, paymentId } = await openPayment()
    await callback(callSid, { ...card, Required: "expiration-date,security-code" })
    await eventually(() => expect(server.rest.asked.at(-1)?.form.Capture).toBe("expiration-date"))
    const facts = await server.facts(callSid)
    const sid = sessionOf()
    await server.close()
    await start()
    expect(ada.welcome.calls).toEqual([{ callSid, after: 0, facts, typing: null }])
    await server.webhook(`/payresult?payment=${paymentId}&attempt=1`, {
      ...{ CallSid: callSid, Sid: sid, DateUpdated: later() },
      ...{ ...card, ...date, Required: "security-code" },
    })
    await eventually(() => expect(server.rest.asked.at(-1)?.form).toMatchObject({ Capture: "security-code" }))
  })

  it("performs what fell due meanwhile, without a hitch", async () => {
    await server.close()
    await start({ settings: { submitTimeoutMs: 30 } })
    const { callSid, paymentId } = await openPayment()
    await keyEverything(callSid)
    await ada.ask("submit", { callSid, paymentId, attempt: 1 })
    await server.close()
    await start()
    await eventually(async () => expect(await payment(callSid)).toMatchObject({ status: "unknown" }))
    expect(lines.filter((line) => line.includes("could not"))).toEqual([])
  })
})

describe("a hang-up", () => {
  it("cancels what was not submitted", async () => {
    const { callSid } = await openPayment()
    await server.finish(callSid)
    expect(await payment(callSid)).toMatchObject({ status: "cancelled", cause: "hang-up" })
  })

  it("leaves a submitted payment waiting for its answer", async () => {
    const { callSid, paymentId } = await openPayment()
    await keyEverything(callSid)
    await ada.ask("submit", { callSid, paymentId, attempt: 1 })
    await server.finish(callSid)
    expect(await payment(callSid)).toMatchObject({ status: "submitting" })
    await callback(callSid, { Result: "success", PaymentConfirmationCode: "ch_2" })
    expect(await payment(callSid)).toMatchObject({ status: "succeeded", confirmationCode: "ch_2" })
  })
})
