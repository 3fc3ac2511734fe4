// Faults of the REST API: before the work nothing happened, after it everything did.
import { afterEach, expect, test } from "vitest"
import { type PayBench, startPayBench } from "../testing/pay-bench.ts"

let bench: PayBench

afterEach(() => bench.close())

const opened = async () => (await bench.view(bench.callSid)).payment !== null
const create = { operation: "payments.create" } as const

test.each([
  [429, 20429],
  [500, 20500],
  [503, 20503],
] as const)("HTTP %i before the work: nothing was done", async (status, code) => {
  bench = await startPayBench()
  bench.emulator.faults.add({ on: "rest", match: create, times: 1, do: { action: "status", status } })
  await expect(bench.open()).rejects.toMatchObject({ status, code })
  expect(await opened()).toBe(false)
  expect(await bench.open()).toMatch(/^PK/)
})

test("after the work: it was done, and the same key gets the answer that was lost", async () => {
  bench = await startPayBench()
  const { faults } = bench.emulator
  faults.add({ on: "rest", match: create, times: 1, do: { action: "status", status: 500, work: "after" } })
  const request = { idempotencyKey: "one", statusCallback: `${bench.app.url}/pay`, postalCode: false }
  const { payments } = bench.client.calls(bench.callSid)
  await expect(payments.create(request)).rejects.toMatchObject({ status: 500, code: 20500 })
  expect(await opened()).toBe(true)
  const { sid } = await payments.create(request)
  expect(await bench.app.waitFor("/pay")).toMatchObject([{ params: { Sid: sid } }])
})

test.each(["before", "after"] as const)("no answer, %s the work", async (work) => {
  bench = await startPayBench()
  const { faults } = bench.emulator
  faults.add({ on: "rest", match: create, times: 1, do: { action: "time-out", ms: 5, work } })
  await expect(bench.open()).rejects.toThrow(/socket hang up|ECONNRESET/)
  expect(await opened()).toBe(work === "after")
})

test("a slow one, and one named by its parameters", async () => {
  bench = await startPayBench()
  const { faults } = bench.emulator
  faults.add({ on: "rest", do: { action: "slow", ms: 1 } })
  expect((await bench.client.calls(bench.callSid).fetch()).sid).toBe(bench.callSid)
  faults.clear()
  const match = { operation: "payments.update", params: { Status: "cancel" } }
  faults.add({ on: "rest", match, do: { action: "cut" } })
  const sid = await bench.open()
  await bench.update(sid, { capture: "payment-card-number" })
  await expect(bench.update(sid, { status: "cancel" })).rejects.toThrow()
  expect((await bench.view(bench.callSid)).payment.state).toBe("open")
})
