// No payment hangs: the ledger holds a timer for each state that is not an end, and the next process finds it.
import { afterEach, beforeEach, expect, it } from "vitest"
import { eventually } from "./app-for-tests.ts"
import { type Bench, openBench } from "./perform-for-tests.ts"

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const becomes = (callSid: string, state: object) =>
  eventually(async () => expect(await bench.payment(callSid)).toMatchObject(state))

it("a payment that nobody submits is cancelled when its time is over, and its session closed", async () => {
  const callSid = await bench.answeredCall()
  bench.start()
  await bench.openPayment(callSid, "10", 300)
  await becomes(callSid, { status: "capturing" })
  await becomes(callSid, { status: "cancelled", cause: "timeout" })
  await eventually(() => expect(bench.rest.asked.at(-1)?.form).toMatchObject({ Status: "cancel" }))
})

it("also when the process that opened it is gone", async () => {
  const callSid = await bench.answeredCall()
  await bench.openPayment(callSid, "10", 1)
  await bench.takeAndDie()
  bench.start()
  await becomes(callSid, { status: "cancelled", cause: "timeout" })
})

it("one that was submitted in time is left alone", async () => {
  const { callSid, submit } = await bench.readyPayment()
  await submit()
  bench.start()
  await bench.handle(callSid, {
    ...{ type: "ExpirePayment", paymentId: `payment-of-${callSid}`, attempt: 1, at: Date.now() },
  })
  expect(await bench.payment(callSid)).toMatchObject({ status: "submitting" })
})
