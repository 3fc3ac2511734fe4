// Stripe's record of charges, asked through the official package at a local endpoint.
import { paymentReference } from "@agentpay/core"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { stripeChargeRecord } from "./charge-record.ts"
import { charge, type StripeForTests, startStripeForTests } from "./stripe-for-tests.ts"

let stripe: StripeForTests
beforeEach(async () => {
  stripe = await startStripeForTests()
})
afterEach(() => stripe.close())

const now = Math.floor(Date.now() / 1000)
const reference = paymentReference({ paymentId: "3f0a-1", attempt: 1 })
const another = paymentReference({ paymentId: "77aa-2", attempt: 1 })
const sought = { reference, totalMinor: 1_250, currency: "USD", submittedAt: now * 1000 }

function find(changes: Partial<typeof sought> = {}, signal = new AbortController().signal) {
  const record = stripeChargeRecord({ secretKey: "sk_test_1", apiBaseUrl: stripe.url })
  return record.find({ ...sought, ...changes }, signal)
}

describe("found", () => {
  it("the charge that carries the reference, among others", async () => {
    stripe.charges.push(
      charge(),
      charge({ id: "ch_ours", description: reference }),
      charge({ description: another }),
    )
    expect(await find()).toEqual({ found: "charge", id: "ch_ours" })
    expect(stripe.asked.map(({ key }) => key)).toEqual(["sk_test_1"])
  })

  it("whatever the connector puts around the reference, or where it keeps it", async () => {
    stripe.charges.push(charge({ id: "ch_a", description: `Twilio Pay: ${reference}.` }))
    expect(await find()).toEqual({ found: "charge", id: "ch_a" })
    stripe.charges.splice(0, 1, charge({ id: "ch_b", metadata: { description: reference } }))
    expect(await find()).toEqual({ found: "charge", id: "ch_b" })
  })

  it("on a page far down", async () => {
    const others = Array.from({ length: 250 }, (_, n) => charge({ created: now + 300 - n, amount: 99 }))
    stripe.charges.push(...others, charge({ id: "ch_deep", created: now, description: reference }))
    expect(await find()).toEqual({ found: "charge", id: "ch_deep" })
    expect(stripe.asked).toHaveLength(3)
  })

  it("the charge after a refused try of the connector's", async () => {
    stripe.charges.push(
      charge({ id: "ch_no", description: reference, status: "failed" }),
      charge({ id: "ch_yes", description: reference }),
    )
    expect(await find()).toEqual({ found: "charge", id: "ch_yes" })
  })

  it("only a refused one: the reason, with no card number in it (R7)", async () => {
    const why = { failure_message: "Card 4242 4242 4242 4242 was declined.", failure_code: "card_declined" }
    stripe.charges.push(charge({ description: reference, status: "failed", ...why }))
    expect(await find()).toEqual({
      ...{ found: "refusal", reason: "Card [digits removed] was declined.", code: "card_declined" },
    })
  })
})

describe("nothing", () => {
  it("is said when another charge shows that references arrive", async () => {
    stripe.charges.push(charge(), charge({ description: another }))
    expect(await find()).toEqual({ found: "nothing", ids: [] })
  })

  it("also when that one is old", async () => {
    stripe.charges.push(charge(), charge({ created: now - 90_000, description: another }))
    expect(await find()).toEqual({ found: "nothing", ids: [] })
  })

  it("is not said of another attempt's charge", async () => {
    stripe.charges.push(charge({ description: paymentReference({ paymentId: "3f0a-1", attempt: 11 }) }))
    expect(await find()).toEqual({ found: "nothing", ids: [] })
  })
})

describe("unclear", () => {
  it("without proof that references arrive at all; charges that look like it are named", async () => {
    stripe.charges.push(charge({ id: "ch_alike" }), charge({ amount: 1 }), charge({ created: now - 9_000 }))
    expect(await find()).toEqual({ found: "unclear", ids: ["ch_alike"] })
    stripe.charges.length = 0
    expect(await find()).toEqual({ found: "unclear", ids: [] })
  })

  it.each([
    ["charged twice", [{ id: "ch_1" }, { id: "ch_2" }]],
    ["not finished", [{ id: "ch_1", status: "pending" as const }]],
    ["only reserved", [{ id: "ch_1", captured: false }]],
    ["given back", [{ id: "ch_1", amount_refunded: 1 }]],
    ["of another amount", [{ id: "ch_1", amount: 1_251 }]],
    ["of another currency", [{ id: "ch_1", currency: "eur" }]],
  ])("when it is %s", async (_what, ours) => {
    stripe.charges.push(...ours.map((changes) => charge({ description: reference, ...changes })))
    expect(await find()).toEqual({ found: "unclear", ids: ours.map(({ id }) => id) })
  })

  it("never reads an account's whole past for proof", async () => {
    const old = Array.from({ length: 1_500 }, (_, n) => charge({ created: now - 1_000 - n }))
    stripe.charges.push(...old)
    expect(await find()).toEqual({ found: "unclear", ids: [] })
    expect(stripe.asked.length).toBeLessThanOrEqual(11)
  })
})

describe("no answer", () => {
  it("comes after a retry, if that goes well", async () => {
    stripe.faults.push(500, 500)
    stripe.charges.push(charge({ description: reference }))
    expect(await find()).toMatchObject({ found: "charge" })
  })

  it("is an error in words that tell nothing secret", async () => {
    stripe.faults.push(401)
    await expect(find()).rejects.toThrow(/^Stripe could not be asked: \w+ 401$/)
    stripe.faults.push(500, 500, 500)
    await expect(find()).rejects.toThrow(/500/)
    stripe.faults.push(429)
    await expect(find()).rejects.toThrow(/429/)
  })

  it("ends when it is told to", async () => {
    stripe.charges.push(charge())
    await expect(find({}, AbortSignal.abort())).rejects.toThrow()
  })
})
