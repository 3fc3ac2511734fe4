// Faults of the gateway and of the caller: what a payment may run into, and what is called back of it.
import { afterEach, expect, test } from "vitest"
import { type PayBench, startPayBench } from "../testing/pay-bench.ts"
import type { FaultInput } from "./fault-rule.ts"

let bench: PayBench

afterEach(() => bench.close())

async function start(...faults: FaultInput[]): Promise<string> {
  bench = await startPayBench({ faults })
  return bench.open()
}

const finals = () => bench.app.at("/pay").filter(({ params }) => params.Result !== undefined)
const charges = async () => (await bench.control("/charges")).body.charges as { result: string }[]

async function submit(sid: string): Promise<void> {
  await bench.captureCard(sid)
  await bench.update(sid, { status: "complete" })
}

test.each([
  ["lose-answer", 1],
  ["unavailable", 0],
] as const)("gateway %s: 64002, and %i charged", async (action, charged) => {
  const sid = await start({ on: "gateway", do: { action } })
  await submit(sid)
  expect(await bench.finalOf(sid)).toMatchObject({
    Result: "payment-connector-error",
    PayErrorCode: "64002",
    PaymentConfirmationCode: "",
  })
  expect((await charges()).map(({ result }) => result)).toEqual(Array(charged).fill("succeeded"))
})

test("gateway silence: charged, never called back, the session stays submitted", async () => {
  const sid = await start({ on: "gateway", do: { action: "silence" } })
  await submit(sid)
  await expect.poll(charges).toHaveLength(1)
  expect(finals()).toEqual([])
  expect((await bench.view(bench.callSid)).payment.state).toBe("submitted")
})

test("gateway answer-twice: two results, one charge; decline; slow", async () => {
  const sid = await start({
    on: "gateway",
    match: { operation: "charge" },
    times: 1,
    do: { action: "answer-twice" },
  })
  await submit(sid)
  await expect.poll(() => finals().length).toBe(2)
  expect(finals()[0]?.params.PaymentConfirmationCode).toBe(finals()[1]?.params.PaymentConfirmationCode)
  expect(await charges()).toHaveLength(1)
  bench.emulator.faults.add({ on: "gateway", times: 1, do: { action: "decline", code: "lost_card" } })
  const second = await bench.open()
  await submit(second)
  expect(await bench.finalOf(second)).toMatchObject({ PayErrorCode: "64012", ConnectorError: "lost_card" })
  bench.emulator.faults.add({ on: "gateway", do: { action: "slow", ms: 30_000 } })
  const third = await bench.open()
  await bench.captureCard(third)
  bench.emulator.clock.set({ mode: "virtual" })
  await bench.update(third, { status: "complete" })
  await bench.emulator.clock.advance(29_000)
  expect(finals()).toHaveLength(3)
  await bench.emulator.clock.advance(2_000)
  expect(await bench.finalOf(third)).toMatchObject({ Result: "success" })
})

test.each([
  ["hang-up", "submitted", "success"],
  ["hang-up", "asked", "caller-hung-up"],
  ["star", "captured", "caller-interrupted-with-star"],
] as const)("caller: %s when %s", async (action, moment, result) => {
  const sid = await start({ on: "caller", match: { moment }, times: 1, do: { action } })
  await submit(sid).catch(() => {})
  expect(await bench.finalOf(sid)).toMatchObject({ Result: result })
})

test("caller: hangs up at the third digit of the code", async () => {
  const match = { moment: "key", item: "security-code", digit: 3 } as const
  const sid = await start({ on: "caller", match, do: { action: "hang-up" } })
  await bench.captureCard(sid)
  expect(await bench.finalOf(sid)).toMatchObject({ Result: "caller-hung-up" })
})

test.each([
  ["wrong", "invalid-card-number"],
  ["double", "invalid-card-number"],
] as const)("caller: a %s tone makes the number wrong", async (action, errorType) => {
  const match = { moment: "key", item: "payment-card-number", digit: 5 } as const
  const sid = await start({ on: "caller", match, times: 1, do: { action } })
  await bench.capture(sid, "payment-card-number", "4000056655665556")
  expect(await bench.errorOf(sid)).toMatchObject({ ErrorType: errorType })
})

test("caller: a missed digit leaves the number short; a slow one runs into the time-out", async () => {
  const match = { moment: "key", item: "payment-card-number", digit: 5 } as const
  const sid = await start({ on: "caller", match, times: 1, do: { action: "miss" } })
  await bench.capture(sid, "payment-card-number", "4242424242424242")
  expect((await bench.view(bench.callSid)).payment.keyed).toBe("x".repeat(15))
  bench.emulator.faults.add({ on: "caller", match, times: 1, do: { action: "slow", ms: 6_000 } })
  bench.emulator.clock.set({ mode: "virtual" })
  await bench.capture(sid, "payment-card-number", "4242424242424242")
  expect(await bench.errorOf(sid)).toMatchObject({ ErrorType: "invalid-card-number" })
})
