// An unknown outcome is settled by the gateway's record, asked through the official package, whatever dies in between.
import { paymentReference } from "@agentpay/core"
import { afterEach, beforeEach, expect, it } from "vitest"
import { eventually } from "./app-for-tests.ts"
import { type Bench, openBench } from "./perform-for-tests.ts"
import { stripeChargeRecord } from "./stripe/charge-record.ts"
import { charge, type StripeForTests, startStripeForTests } from "./stripe/stripe-for-tests.ts"

let bench: Bench
let stripe: StripeForTests
beforeEach(async () => {
  bench = await openBench()
  stripe = await startStripeForTests()
})
afterEach(async () => {
  await bench.close()
  await stripe.close()
})

const AN_HOUR_MS = 3_600_000
const lookUps = (notChargedAfterMs = AN_HOUR_MS) => ({
  record: stripeChargeRecord({ secretKey: "rk_test_1", apiBaseUrl: stripe.url }),
  notChargedAfterMs,
})
const becomes = (callSid: string, state: object) =>
  eventually(async () => expect(await bench.payment(callSid)).toMatchObject(state))
const referenceOf = (callSid: string) => paymentReference({ paymentId: `payment-of-${callSid}`, attempt: 1 })
const fromRecord = { evidence: { from: "gateway-record" } }

/** Submitted, and the answer lost on the way. */
async function submittedInVain(): Promise<string> {
  bench.rest.answers.push("drop")
  const { callSid, submit } = await bench.readyPayment()
  await submit(1)
  return callSid
}

it("the session is given the reference that the record is searched for", async () => {
  const callSid = await bench.answeredCall()
  await bench.openPayment(callSid)
  bench.start()
  await eventually(() => expect(bench.rest.asked[0]?.form.Description).toBe(referenceOf(callSid)))
})

it("a charge found: paid, with its id as the code", async () => {
  const callSid = await submittedInVain()
  stripe.charges.push(charge({ id: "ch_found", description: referenceOf(callSid) }))
  bench.start({ lookUps: lookUps() })
  await becomes(callSid, { status: "succeeded", confirmationCode: "ch_found", ...fromRecord })
})

it("a refused charge found: declined, with the reason", async () => {
  const callSid = await submittedInVain()
  const why = { failure_message: "Your card was declined.", failure_code: "card_declined" }
  stripe.charges.push(charge({ description: referenceOf(callSid), status: "failed", ...why }))
  bench.start({ lookUps: lookUps() })
  await becomes(callSid, { status: "declined", reason: "Your card was declined.", ...fromRecord })
})

it("nothing found: not charged, but only when a charge would have shown by now", async () => {
  stripe.charges.push(charge({ description: "AgentPay another/1" }))
  const early = await submittedInVain()
  const perform = bench.start({ lookUps: lookUps() })
  await becomes(early, { status: "unknown", lookUp: { tries: 1, found: "nothing", over: false } })
  await perform.stop()
  const late = await submittedInVain()
  bench.start({ lookUps: lookUps(0) })
  await becomes(late, { status: "failed", cause: "not-charged", unsettled: false, ...fromRecord })
})

it("a record that cannot be asked settles nothing, and is asked again later", async () => {
  stripe.faults.push(401)
  const callSid = await submittedInVain()
  bench.start({ lookUps: lookUps(0) })
  await becomes(callSid, { status: "unknown", lookUp: { tries: 1, found: "no-answer", over: false } })
  expect(String(bench.failures[0])).toContain("401")
  const next = await bench.ledger.nextEffectAt()
  expect(next).toBeGreaterThan(Date.now())
})

it("a process that dies while it asks: the next one asks", async () => {
  stripe.faults.push("never")
  const callSid = await submittedInVain()
  const dying = bench.start({ lookUps: lookUps() })
  await eventually(() => expect(stripe.asked).toHaveLength(1))
  await dying.stop()
  expect(await bench.payment(callSid)).toMatchObject({ status: "unknown", lookUp: null })
  stripe.charges.push(charge({ description: referenceOf(callSid) }))
  bench.start({ lookUps: lookUps() })
  await becomes(callSid, { status: "succeeded" })
})

it("a record that takes its time keeps nothing else of the call waiting", async () => {
  // The official client tries three times.
  stripe.faults.push("never", "never", "never")
  const callSid = await submittedInVain()
  bench.start({ lookUps: lookUps() })
  await eventually(() => expect(stripe.asked).toHaveLength(1))
  const of = { by: callSid, paymentId: `payment-of-${callSid}`, at: Date.now() }
  await bench.handle(callSid, { type: "ClearPayment", ...of })
  const money = { amount: "5", tip: "", currency: "USD" }
  const terms = { items: ["card-number"], expireAfterMs: AN_HOUR_MS } as const
  await bench.handle(callSid, { type: "OpenPayment", ...of, paymentId: "second", ...money, ...terms })
  await becomes(callSid, { paymentId: "second", status: "capturing" })
})

it("without access to the record it waits for a supervisor, and nothing is asked for ever", async () => {
  const callSid = await submittedInVain()
  bench.start()
  await becomes(callSid, { status: "unknown" })
  await eventually(bench.nothingWaits)
})
