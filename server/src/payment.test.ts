// Payments through the whole server: from the agent's screen to Twilio and back by callback, reload and restart between.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { eventually, type Given } from "./app-for-tests.ts"
import { card, type Desk, date, later, openDesk } from "./desk-for-tests.ts"

let dataDir: string
let desk: Desk
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "agentpay-payment-"))
  desk = await openDesk({ dataDir })
})
afterEach(async () => {
  await desk.close()
  rmSync(dataDir, { recursive: true })
})
async function restart(given: Given = {}): Promise<void> {
  await desk.close()
  desk = await openDesk({ dataDir, ...given })
}

describe("a payment", () => {
  it("is asked for item by item, submitted, and confirmed", async () => {
    const { callSid, paymentId } = await desk.openPayment()
    await desk.keyEverything(callSid)
    expect(await desk.ada.ask("submit", { callSid, paymentId, attempt: 1 })).toEqual({ ok: true })
    expect(await desk.ada.ask("submit", { callSid, paymentId, attempt: 1 })).toMatchObject({
      refusal: { code: "payment-submitted" },
    })
    await eventually(() => expect(desk.server.rest.asked.at(-1)?.form).toMatchObject({ Status: "complete" }))
    const success = { ...card, Result: "success", PaymentConfirmationCode: "ch_1", PaymentToken: "" }
    for (let i = 0; i < 3; i++) expect((await desk.callback(callSid, success)).statusCode).toBe(204)
    await eventually(() => expect(desk.ada.told(callSid).at(-1)).toBe("PaymentSucceeded"))
    expect(desk.ada.told(callSid).filter((type) => type === "PaymentSucceeded")).toHaveLength(1)
    expect(await desk.payment(callSid)).toMatchObject({
      status: "succeeded",
      confirmationCode: "ch_1",
      totalMinor: 1350,
    })
    expect(desk.server.rest.asked[0]?.form.ChargeAmount).toBe("13.5")
    expect(desk.server.rest.asked[0]?.form.Description).toBe(`AgentPay ${paymentId}/1`)
  })

  it("hands the customer's reference to the gateway, at every attempt, and keeps the note", async () => {
    const callSid = await desk.server.ring("ada")
    const typed = { amount: "1", tip: "", reference: " INV-2041 ", note: "for her mother" }
    expect(await desk.ada.ask("initiate", { callSid, ...typed })).toEqual({ ok: true })
    const descriptions = () => desk.server.rest.asked.flatMap(({ form }) => form.Description ?? [])
    await eventually(() => expect(descriptions()).toHaveLength(1))
    const { paymentId = "", ...kept } = (await desk.payment(callSid)) ?? {}
    expect(kept).toMatchObject({ reference: "INV-2041", note: "for her mother" })
    await eventually(async () => expect((await desk.payment(callSid))?.status).toBe("capturing"))
    expect(await desk.ada.ask("cancel", { callSid, paymentId })).toEqual({ ok: true })
    expect(await desk.ada.ask("retry", { callSid, paymentId, attempt: 1 })).toEqual({ ok: true })
    await eventually(() => expect(descriptions()).toHaveLength(2))
    expect(descriptions()).toEqual([1, 2].map((attempt) => `AgentPay ${paymentId}/${attempt}, INV-2041`))
    expect(desk.server.rest.asked.every(({ form }) => !JSON.stringify(form).includes("mother"))).toBe(true)
  })

  it.each(["reference", "note"])("keeps no card number in its %s (R7)", async (field) => {
    const callSid = await desk.server.ring("ada")
    const asked = { callSid, amount: "1", tip: "", [field]: "4242 4242 4242 4242" }
    expect(await desk.ada.ask("initiate", asked)).toEqual({
      ok: false,
      refusal: { code: "card-digits", field },
    })
    expect(await desk.payment(callSid)).toBeUndefined()
  })

  it("that is declined is tried again with another card, in a session of its own", async () => {
    const { callSid, paymentId } = await desk.openPayment()
    await desk.keyEverything(callSid)
    await desk.ada.ask("submit", { callSid, paymentId, attempt: 1 })
    const first = desk.sessionOf()
    await desk.callback(callSid, {
      Result: "payment-connector-error",
      PaymentError: "Your%20card%20was%20declined.",
    })
    await eventually(() => expect(desk.ada.told(callSid).at(-1)).toBe("PaymentDeclined"))
    expect(await desk.ada.ask("retry", { callSid, paymentId, attempt: 1 })).toEqual({ ok: true })
    await eventually(() => expect(desk.sessionOf()).not.toBe(first))
    expect(await desk.payment(callSid)).toMatchObject({
      status: "capturing",
      attempt: 2,
      sessionSid: desk.sessionOf(),
    })
    await desk.callback(callSid, { Sid: first, Result: "success", PaymentConfirmationCode: "ch_late" })
    expect(await desk.payment(callSid)).toMatchObject({ status: "capturing", attempt: 2 })
  })

  it("whose first callback overtakes the REST answer is one session all the same", async () => {
    const early = Promise.withResolvers<{ status: number; body: unknown }>()
    const sid = `PK${"ea".repeat(16)}`
    desk.server.rest.answers.push(early.promise)
    const callSid = await desk.server.ring("ada")
    await desk.ada.ask("initiate", { callSid, amount: "1", tip: "" })
    await eventually(() => expect(desk.server.rest.asked).toHaveLength(1))
    await desk.callback(callSid, { Sid: sid })
    await eventually(() => expect(desk.ada.told(callSid)).toContain("PaySessionStarted"))
    early.resolve({ status: 201, body: { sid } })
    await eventually(() => expect(desk.server.rest.asked.at(-1)?.form.Capture).toBe("payment-card-number"))
    await eventually(async () =>
      expect(await desk.server.ledger.nextEffectAt()).toBeGreaterThan(Date.now() + 50_000),
    )
    expect(desk.ada.told(callSid).filter((type) => type === "PaySessionStarted")).toHaveLength(1)
  })
})

describe("a restart", () => {
  it("in the middle of a payment shows the same, and the payment goes on", async () => {
    const { callSid, paymentId } = await desk.openPayment()
    await desk.callback(callSid, { ...card, Required: "expiration-date,security-code" })
    await eventually(() => expect(desk.server.rest.asked.at(-1)?.form.Capture).toBe("expiration-date"))
    const facts = await desk.server.facts(callSid)
    const sid = desk.sessionOf()
    await restart()
    expect(desk.ada.welcome.calls).toEqual([{ callSid, after: 0, facts, typing: null }])
    await desk.server.webhook(`/payresult?payment=${paymentId}&attempt=1`, {
      ...{ CallSid: callSid, Sid: sid, DateUpdated: later() },
      ...{ ...card, ...date, Required: "security-code" },
    })
    await eventually(() =>
      expect(desk.server.rest.asked.at(-1)?.form).toMatchObject({ Capture: "security-code" }),
    )
  })

  it("performs what fell due meanwhile, without a hitch", async () => {
    await restart({ settings: { submitTimeoutMs: 30 } })
    const { callSid, paymentId } = await desk.openPayment()
    await desk.keyEverything(callSid)
    await desk.ada.ask("submit", { callSid, paymentId, attempt: 1 })
    await restart()
    await eventually(async () => expect(await desk.payment(callSid)).toMatchObject({ status: "unknown" }))
    expect(desk.lines.filter((line) => line.includes("could not"))).toEqual([])
  })
})

describe("a hang-up", () => {
  it("cancels what was not submitted", async () => {
    const { callSid } = await desk.openPayment()
    await desk.server.finish(callSid)
    expect(await desk.payment(callSid)).toMatchObject({ status: "cancelled", cause: "hang-up" })
  })

  it("leaves a submitted payment waiting for its answer", async () => {
    const { callSid, paymentId } = await desk.openPayment()
    await desk.keyEverything(callSid)
    await desk.ada.ask("submit", { callSid, paymentId, attempt: 1 })
    await desk.server.finish(callSid)
    expect(await desk.payment(callSid)).toMatchObject({ status: "submitting" })
    await desk.callback(callSid, { Result: "success", PaymentConfirmationCode: "ch_2" })
    expect(await desk.payment(callSid)).toMatchObject({ status: "succeeded", confirmationCode: "ch_2" })
  })
})
