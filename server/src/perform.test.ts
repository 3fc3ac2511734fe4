// Effects against a Twilio that falters: what is repeated under which key, and what is never sent twice (R4).
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { eventually } from "./app-for-tests.ts"
import { type Bench, openBench } from "./perform-for-tests.ts"
import { type Answer, broken, refused, tooMany } from "./twilio-for-tests.ts"

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const keys = () => bench.rest.asked.map(({ form }) => form.IdempotencyKey)
const asksOf = (name: string) => bench.rest.asked.flatMap(({ form }) => form[name] ?? [])
const becomes = (callSid: string, state: object) =>
  eventually(async () => expect(await bench.payment(callSid)).toMatchObject(state))
const settled = () => eventually(bench.nothingWaits)
const faults: [string, Answer][] = [
  ["429", tooMany],
  ["500", broken],
  ["an answer that is lost", "drop"],
]

describe("a session", () => {
  it("is asked for with the amount, under the effect's id", async () => {
    const callSid = await bench.answeredCall()
    await bench.openPayment(callSid)
    const [due] = await bench.takeAndDie()
    bench.start()
    await becomes(callSid, { status: "capturing" })
    const [asked] = bench.rest.asked
    expect(asked).toMatchObject({
      method: "POST",
      path: `/2010-04-01/Accounts/AC${"a1".repeat(16)}/Calls/${callSid}/Payments.json`,
      authorization: `Basic ${Buffer.from(`AC${"a1".repeat(16)}:token`).toString("base64")}`,
    })
    expect(asked?.form).toEqual({
      IdempotencyKey: due?.id,
      StatusCallback: `https://pay.example/payresult?payment=payment-of-${callSid}&attempt=1#rc=3&rt=4500&rp=5xx,ct,rt`,
      ChargeAmount: "12.5",
      Currency: "USD",
      Description: `AgentPay payment-of-${callSid}/1`,
      PaymentConnector: "Default",
      SecurityCode: "true",
      PostalCode: "false",
      ValidCardTypes: "visa amex",
    })
    await eventually(() => expect(asksOf("Capture")).toEqual(["payment-card-number"]))
  })

  it("is asked for at once, not when the ledger is looked through again", async () => {
    bench.start()
    const callSid = await bench.answeredCall()
    await eventually(bench.nothingWaits)
    const from = performance.now()
    await bench.openPayment(callSid)
    await becomes(callSid, { status: "capturing" })
    expect(performance.now() - from).toBeLessThan(2_000)
  })

  it("is asked for a token when the amount is zero", async () => {
    bench.start()
    const callSid = await bench.answeredCall()
    await bench.openPayment(callSid, "0")
    await becomes(callSid, { status: "capturing" })
    expect(bench.rest.asked[0]?.form).toMatchObject({ TokenType: "reusable" })
    expect(bench.rest.asked[0]?.form).not.toHaveProperty("ChargeAmount")
  })

  it.each(faults)("is asked for again after %s, with the same key", async (_what, fault) => {
    bench.rest.answers.push(fault, fault)
    bench.start()
    const callSid = await bench.answeredCall()
    await bench.openPayment(callSid)
    await becomes(callSid, { status: "capturing" })
    const [first, second, third] = keys()
    expect([second, third]).toEqual([first, first])
  })

  it("is asked for again when Twilio could not be reached", async () => {
    await bench.rest.goAway()
    bench.start()
    const callSid = await bench.answeredCall()
    await bench.openPayment(callSid)
    await bench.rest.comeBack()
    await becomes(callSid, { status: "capturing" })
  })

  it("is given up after five tries", async () => {
    bench.rest.answers.push(broken, "drop", broken, tooMany, broken)
    bench.start()
    const callSid = await bench.answeredCall()
    await bench.openPayment(callSid)
    await becomes(callSid, { status: "failed", cause: "twilio-unreachable" })
    expect(bench.rest.asked).toHaveLength(5)
    expect(new Set(keys()).size).toBe(1)
    await settled()
  })

  it.each([
    [64004, "connector"],
    [64021, "session-already-open"],
    [21220, "call-not-in-progress"],
    [64020, "refused-by-twilio"],
  ])("that is refused with %i is not asked for again", async (code, cause) => {
    bench.rest.answers.push(refused(code, "No. 4242 4242 4242 4242"))
    bench.start()
    const callSid = await bench.answeredCall()
    await bench.openPayment(callSid)
    await becomes(callSid, { status: "failed", cause, detail: `${code}: No. [digits removed]` })
    expect(bench.rest.asked).toHaveLength(1)
  })

  it("is asked for by the next process when one died with it, with the same key", async () => {
    const callSid = await bench.answeredCall()
    await bench.openPayment(callSid)
    const [lost] = await bench.takeAndDie()
    expect(lost?.effect.kind).toBe("StartPaySession")
    bench.start()
    await becomes(callSid, { status: "capturing" })
    expect(keys()[0]).toBe(lost?.id)
  })
})

describe("one item after the other", () => {
  it("a later one does not overtake one that is tried again", async () => {
    bench.start({ firstPauseMs: 300 })
    const callSid = await bench.answeredCall()
    bench.rest.answers.push({ status: 201, body: { sid: `PK${"5e".repeat(16)}` } }, tooMany)
    await bench.openPayment(callSid)
    await eventually(() => expect(asksOf("Capture")).toHaveLength(1))
    const ask = { by: callSid, paymentId: `payment-of-${callSid}`, item: "expiry", at: Date.now() } as const
    await bench.handle(callSid, { type: "AskItem", ...ask })
    await settled()
    expect(asksOf("Capture")).toEqual(["payment-card-number", "payment-card-number", "expiration-date"])
  })

  it("that cannot be asked for is shown as such", async () => {
    bench.start()
    const callSid = await bench.answeredCall()
    bench.rest.answers.push({ status: 201, body: { sid: `PK${"5e".repeat(16)}` } }, ...Array(5).fill(broken))
    await bench.openPayment(callSid)
    const rejected = { item: "card-number", state: { status: "rejected", error: "not-asked" } }
    await becomes(callSid, { items: expect.arrayContaining([expect.objectContaining(rejected)]) })
  })

  it("a payment cancelled while its session opens closes the session that comes late", async () => {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    bench.rest.answers.push(promise)
    bench.start()
    const callSid = await bench.answeredCall()
    await bench.openPayment(callSid)
    await eventually(() => expect(bench.rest.asked).toHaveLength(1))
    const paymentId = `payment-of-${callSid}`
    await bench.handle(callSid, { type: "CancelPayment", by: callSid, paymentId, at: Date.now() })
    resolve({ status: 201, body: { sid: `PK${"5e".repeat(16)}` } })
    await eventually(() => expect(asksOf("Status")).toEqual(["cancel"]))
    expect(await bench.payment(callSid)).toMatchObject({ status: "cancelled" })
  })

  it("calls do not wait for each other", async () => {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    bench.rest.answers.push(promise)
    bench.start()
    const [slow, quick] = [await bench.answeredCall(), await bench.answeredCall()]
    await bench.openPayment(slow)
    await eventually(() => expect(bench.rest.asked).toHaveLength(1))
    await bench.openPayment(quick)
    await becomes(quick, { status: "capturing" })
    expect(await bench.payment(slow)).toMatchObject({ status: "opening" })
    resolve(broken)
    await becomes(slow, { status: "capturing" })
  })
})

describe("a call whose last webhook never came", () => {
  const gone: Answer = { status: 404, body: { code: 20404, message: "was not found", status: 404 } }
  const is = (status: string): Answer => ({ status: 200, body: { status } })

  it("ends when Twilio does not know it any more", async () => {
    bench.rest.answers.push(gone)
    const callSid = await bench.answeredCall(0)
    bench.start()
    await eventually(async () =>
      expect(await bench.call(callSid)).toMatchObject({ status: "ended", outcome: "failed" }),
    )
    expect(await bench.ledger.nextEffectAt()).toBeNull()
  })

  it("is asked for again while it lives, and while Twilio does not say", async () => {
    bench.rest.answers.push(
      is("in-progress"),
      broken,
      refused(20003, "Authenticate"),
      "drop",
      is("completed"),
    )
    const callSid = await bench.answeredCall(0)
    bench.start({ checkAfterMs: 20 })
    await eventually(async () =>
      expect(await bench.call(callSid)).toMatchObject({ status: "ended", outcome: "completed" }),
    )
    expect(bench.rest.asked).toHaveLength(5)
  })

  it("is not asked for when it came after all", async () => {
    const callSid = await bench.answeredCall(0)
    await bench.handle(callSid, { type: "EndCall", outcome: "completed", at: Date.now() })
    bench.start()
    await eventually(async () => expect(await bench.ledger.nextEffectAt()).toBeNull())
    expect(bench.rest.asked).toEqual([])
  })
})

describe("stopping", () => {
  it("waits for what is under way, and takes nothing more", async () => {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    bench.rest.answers.push(promise)
    const perform = bench.start()
    const callSid = await bench.answeredCall()
    await bench.openPayment(callSid)
    await eventually(() => expect(bench.rest.asked).toHaveLength(1))
    let stopped = false
    const stop = perform.stop().then(() => {
      stopped = true
    })
    await new Promise((done) => setTimeout(done, 50))
    expect(stopped).toBe(false)
    resolve({ status: 201, body: { sid: `PK${"5e".repeat(16)}` } })
    await stop
    expect(await bench.payment(callSid)).toMatchObject({ status: "capturing" })
    expect(bench.rest.asked).toHaveLength(1)
  })

  it("gives back what waits for another try, and the next process asks under the same key", async () => {
    bench.rest.answers.push(tooMany)
    const perform = bench.start({ firstPauseMs: 100_000 })
    const callSid = await bench.answeredCall()
    await bench.openPayment(callSid)
    await eventually(() => expect(bench.rest.asked).toHaveLength(1))
    await perform.stop()
    bench.start()
    await becomes(callSid, { status: "capturing" })
    expect(keys()[1]).toBe(keys()[0])
  })

  it("ends even when the ledger fails, and says so", async () => {
    const perform = bench.start()
    await bench.ledger.close()
    perform.wake()
    await eventually(() => expect(bench.failures).not.toEqual([]))
    await perform.stop()
  })
})
