// Inputs keyed twice, and a caller who confirms before anything is charged (facts 1.2, 1.3).
import { afterEach, expect, test } from "vitest"
import { type PayBench, startPayBench } from "../testing/pay-bench.ts"

let bench: PayBench

const start = async () => {
  bench = await startPayBench()
}

afterEach(() => bench.close())

const twice = { requireMatchingInputs: "expiration-date" }

test("an item that must match is required twice, and both are masked as one", async () => {
  await start()
  const sid = await bench.open(twice)
  await bench.update(sid, { capture: "payment-card-number" })
  const first = await bench.app.waitForBody("/pay", ({ Capture }) => Capture === "payment-card-number")
  expect(first.Required).toBe("payment-card-number,expiration-date,expiration-date-matcher,security-code")
  await bench.key("4242424242424242")
  await bench.capture(sid, "expiration-date", "1230")
  await expect(bench.update(sid, { status: "complete" })).rejects.toMatchObject({ code: 64019 })
  await bench.capture(sid, "expiration-date-matcher", "1230")
  const matched = await bench.app.waitForBody(
    "/pay",
    ({ Capture, PartialResult }) => Capture === "expiration-date-matcher" && PartialResult === "false",
  )
  expect(matched).toMatchObject({ ExpirationDate: "1230", Required: "security-code" })
  await bench.capture(sid, "security-code", "123")
  await bench.update(sid, { status: "complete" })
  expect(await bench.finalOf(sid)).toMatchObject({ Result: "success" })
})

test("inputs that differ: both are asked for again", async () => {
  await start()
  const sid = await bench.open(twice)
  await bench.capture(sid, "payment-card-number", "4242424242424242")
  await bench.capture(sid, "expiration-date", "1230")
  await bench.capture(sid, "expiration-date-matcher", "1231")
  expect(await bench.errorOf(sid)).toMatchObject({
    ErrorType: "input-matching-failed",
    Required: "expiration-date,expiration-date-matcher,security-code",
  })
})

test("a matcher before its item does not match; one that was not asked for is refused", async () => {
  await start()
  const sid = await bench.open(twice)
  await bench.update(sid, { capture: "expiration-date-matcher" })
  expect(await bench.errorOf(sid)).toMatchObject({ ErrorType: "input-matching-failed" })
  const refused = bench.update(sid, { capture: "security-code-matcher" })
  await expect(refused).rejects.toMatchObject({ status: 400, code: 64020 })
})

test.each([
  ["1", "success", 1],
  ["2", "transaction-cancelled", 0],
] as const)("confirmation: %s is %s", async (key, result, charged) => {
  await start()
  const sid = await bench.open({ confirmation: "true" })
  await bench.captureCard(sid)
  await bench.update(sid, { status: "complete" })
  const call = await bench.view(bench.callSid)
  expect(call.heard.at(-1)?.text).toContain("ends with 4242")
  expect(call.payment.state).toBe("open")
  await bench.key(key)
  expect(await bench.finalOf(sid)).toMatchObject({ Result: result })
  expect((await bench.control("/charges")).body.charges).toHaveLength(charged)
})
