// A submit against a Twilio that falters: whatever happens, nobody is charged twice (R4).
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
const completes = () => asksOf("Status").filter((status) => status === "complete")
const becomes = (callSid: string, state: object) =>
  eventually(async () => expect(await bench.payment(callSid)).toMatchObject(state))
const settled = () => eventually(bench.nothingWaits)

describe("a submit", () => {
  it("is sent once, and waits for the callback", async () => {
    const { callSid, sid, submit } = await bench.readyPayment()
    bench.start()
    await submit()
    await settled()
    expect(asksOf("Status")).toEqual(["complete"])
    expect(await bench.payment(callSid)).toMatchObject({ status: "submitting" })
    await bench.payUpdate(callSid, sid, { Result: "success", PaymentConfirmationCode: "ch_1" })
    expect(await bench.payment(callSid)).toMatchObject({ status: "succeeded", confirmationCode: "ch_1" })
  })

  it.each<[string, Answer]>([
    ["an answer that is lost", "drop"],
    ["500", broken],
  ])("is never repeated after %s: its outcome is unknown", async (_what, fault) => {
    bench.rest.answers.push(fault)
    const { callSid, submit } = await bench.readyPayment()
    bench.start()
    await submit(300)
    await becomes(callSid, { status: "unknown" })
    await settled()
    expect(asksOf("Status")).toEqual(["complete"])
  })

  it("is repeated after 429 with the same key", async () => {
    bench.rest.answers.push(tooMany, tooMany)
    const { submit } = await bench.readyPayment()
    bench.start()
    await submit()
    await settled()
    expect(asksOf("Status")).toEqual(["complete", "complete", "complete"])
    expect(new Set(keys()).size).toBe(1)
  })

  it("is repeated when Twilio could not be reached", async () => {
    await bench.rest.goAway()
    const { callSid, submit } = await bench.readyPayment()
    bench.start()
    await submit()
    await bench.rest.comeBack()
    await settled()
    expect(asksOf("Status")).toEqual(["complete"])
    expect(await bench.payment(callSid)).toMatchObject({ status: "submitting" })
  })

  it("that surely never arrived has failed, and nothing was charged", async () => {
    bench.rest.answers.push(...Array<Answer>(5).fill(tooMany))
    const { callSid, submit } = await bench.readyPayment()
    bench.start()
    await submit()
    await becomes(callSid, { status: "failed", cause: "twilio-unreachable", unsettled: true })
    expect(completes()).toHaveLength(5)
  })

  it("that Twilio refuses has failed", async () => {
    bench.rest.answers.push(refused(64019, "Required payment information incomplete"))
    const { callSid, submit } = await bench.readyPayment()
    bench.start()
    await submit()
    await becomes(callSid, { status: "failed", cause: "submit-refused" })
    expect(completes()).toHaveLength(1)
  })

  it("is not sent by the next process when one died with it: its outcome is unknown", async () => {
    const { callSid, submit } = await bench.readyPayment()
    await submit(300)
    const lost = await bench.takeAndDie()
    expect(lost.map(({ effect }) => effect.kind)).toEqual(["CompletePaySession"])
    bench.start()
    await becomes(callSid, { status: "unknown" })
    await settled()
    expect(bench.rest.asked).toEqual([])
  })

  it("that was answered is not called unknown when its time is over", async () => {
    const { callSid, sid, submit } = await bench.readyPayment()
    bench.start()
    await submit(200)
    await bench.payUpdate(callSid, sid, { Result: "success", PaymentConfirmationCode: "ch_1" })
    await settled()
    expect(await bench.payment(callSid)).toMatchObject({ status: "succeeded" })
  })

  it("that surely was not taken when the process ends has failed", async () => {
    bench.rest.answers.push(tooMany)
    const { callSid, submit } = await bench.readyPayment()
    const perform = bench.start({ firstPauseMs: 100_000 })
    await submit()
    await eventually(() => expect(bench.rest.asked).toHaveLength(1))
    await perform.stop()
    expect(await bench.payment(callSid)).toMatchObject({ status: "failed", cause: "twilio-unreachable" })
  })
})
