// Faults of the caller away from a payment: while it rings, while they talk, at a menu.
import { afterEach, expect, test } from "vitest"
import { ADA, type Bench, startBench } from "../testing/bench.ts"
import type { FaultInput } from "./fault-rule.ts"

let bench: Bench
afterEach(() => bench.close())

async function start(fault: FaultInput, forward?: string): Promise<void> {
  bench = await startBench(
    { ...(forward && { "/forward": forward }), "/gathered": "<Response><Pause length='60'/></Response>" },
    { faults: [fault] },
  )
}

test("hangs up while the agent's phone rings", async () => {
  await start(
    { on: "caller", match: { moment: "calls" }, do: { action: "hang-up", ms: 2_000 } },
    `<Response><Dial answerOnBridge="true">${ADA}</Dial></Response>`,
  )
  bench.emulator.clock.set({ mode: "virtual" })
  const callSid = await bench.call()
  await bench.until(callSid, ({ legs }) => legs[0]?.status === "ringing")
  await bench.emulator.clock.advance(1_900)
  expect((await bench.view(callSid)).status).toBe("ringing")
  await bench.emulator.clock.advance(200)
  const { legs } = await bench.until(callSid, ({ status }) => status === "no-answer")
  expect(legs).toMatchObject([{ status: "canceled" }])
})

test.each([
  ["hang-up", "completed"],
  ["star", "in-progress"],
] as const)("%s as soon as they talk", async (action, status) => {
  await start({ on: "caller", match: { moment: "talks" }, do: { action } })
  const callSid = await bench.call()
  await bench.control(`/calls/${callSid}/answer`, {})
  const holds = (call: { status: string; legs: { heard: unknown[] }[] }) =>
    call.status === status && call.legs[0]?.heard.length === (action === "star" ? 1 : 0)
  expect((await bench.until(callSid, holds)).legs).toMatchObject([{ status }])
})

test.each([
  ["double", "1223"],
  ["miss", "13"],
  ["wrong", "133"],
] as const)("a %s tone at a menu", async (action, digits) => {
  await start(
    { on: "caller", match: { moment: "key" }, nth: 2, do: { action } },
    `<Response><Gather action="/gathered" finishOnKey="#" timeout="60"/></Response>`,
  )
  const callSid = await bench.call()
  await bench.until(callSid, ({ status }) => status === "in-progress")
  await bench.control(`/calls/${callSid}/digits`, { digits: "123#" })
  await bench.app.waitForBody("/gathered", (params) => params.Digits === digits)
})
