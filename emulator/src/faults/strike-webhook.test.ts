// Faults of webhooks and connections: what the developer's program is told, how often, and in what order.
import { afterEach, expect, test } from "vitest"
import { type PayBench, startPayBench } from "../testing/pay-bench.ts"
import type { FaultInput } from "./fault-rule.ts"

let bench: PayBench

afterEach(() => bench.close())

async function start(...faults: FaultInput[]): Promise<void> {
  bench = await startPayBench()
  for (const rule of faults) bench.emulator.faults.add(rule)
}

const card = { kind: "payment", params: { Capture: "payment-card-number", PartialResult: "true" } } as const
const final = { kind: "payment", params: { Result: "*" } } as const

const masks = () => bench.app.at("/pay").flatMap(({ params }) => params.PaymentCardNumber ?? [])

/** Captures a card's 16 digits, so that 17 callbacks with a mask are due, and waits for the last one. */
async function keyCard(): Promise<string> {
  const sid = await bench.open()
  await bench.capture(sid, "payment-card-number", "4242424242424242")
  await bench.until(bench.callSid, ({ payment }) => payment.captured.PaymentCardNumber !== undefined)
  await bench.app.waitForBody("/pay", ({ PartialResult }) => PartialResult === "false")
  return sid
}

test("a dropped callback never comes, and stands in the diary", async () => {
  await start({ on: "webhook", match: card, nth: 4, do: { action: "drop" } })
  await keyCard()
  expect(masks().slice(0, 4)).toEqual(["x", "xx", "xxxx", "xxxxx"])
  const { body } = await bench.control("/diary")
  expect(JSON.stringify(body)).toContain("fault fault-1: drop strikes POST")
  expect(bench.emulator.faults.list()).toMatchObject([{ id: "fault-1", matched: 17, struck: 1 }])
})

test("a doubled callback comes twice under one idempotency token", async () => {
  await start({ on: "webhook", match: card, nth: 3, do: { action: "double" } })
  await keyCard()
  expect(masks().slice(0, 4)).toEqual(["x", "xx", "xx", "xxx"])
  const twins = bench.app.at("/pay").filter(({ params }) => params.PaymentCardNumber === "xx")
  const tokens = twins.map(({ headers }) => headers["i-twilio-idempotency-token"])
  expect(tokens[0]).toBe(tokens[1])
  expect(twins.every(({ signed }) => signed)).toBe(true)
})

test("swapped callbacks change places; a late one is overtaken by all; a delayed one by none", async () => {
  await start({ on: "webhook", match: card, nth: 2, do: { action: "swap" } })
  await keyCard()
  expect(masks().slice(0, 4)).toEqual(["xx", "x", "xxx", "xxxx"])
  await bench.close()
  await start({ on: "webhook", match: card, nth: 2, do: { action: "late", ms: 400 } })
  await keyCard()
  await bench.app.waitFor("/pay", 19)
  expect([masks()[0], masks().at(-1)]).toEqual(["xx", "x"])
  await bench.close()
  await start({ on: "webhook", match: card, nth: 2, do: { action: "delay", ms: 50 } })
  await keyCard()
  expect(masks().slice(0, 3)).toEqual(["x", "xx", "xxx"])
})

test("a result can be sent after the call has ended", async () => {
  await start({ on: "webhook", match: final, do: { action: "after-end" } })
  const sid = await bench.open()
  await bench.captureCard(sid)
  await bench.update(sid, { status: "complete" })
  await bench.until(bench.callSid, ({ payment }) => payment.result === "success")
  expect(bench.app.at("/pay").filter(({ params }) => params.Result)).toEqual([])
  await bench.control(`/calls/${bench.callSid}/hangup`, {})
  expect(await bench.finalOf(sid)).toMatchObject({ Result: "success" })
})

test("a dropped voice webhook is a connection failure that the caller hears", async () => {
  await start({ on: "webhook", match: { kind: "voice" }, do: { action: "drop" } })
  const callSid = await bench.call()
  const call = await bench.until(callSid, ({ status }) => status === "completed")
  expect(call.heard.at(-1)?.text).toContain("application error")
})

test("a refused connection is tried once more, as Twilio does; an answer can be lost", async () => {
  await start({ on: "connection", match: card, nth: 2, do: { action: "refuse" } })
  await keyCard()
  expect(masks()).toHaveLength(17)
})

test("an answer is lost: the program was told, and Twilio does not know it", async () => {
  await start({ on: "connection", match: card, nth: 2, do: { action: "lose-answer" } })
  await keyCard()
  expect(masks()).toHaveLength(17)
  const diary = JSON.stringify((await bench.control("/diary")).body)
  expect(diary).toContain("failed: the answer was lost by a fault rule")
})

test("rules are of one call, of some strokes, of chance that repeats, and can be taken back", async () => {
  await start()
  const { faults } = bench.emulator
  const strike = (callSid: string | null) =>
    faults.strike({ on: "rest", callSid, what: "x", facts: { operation: "calls.fetch" } })
  faults.add({ id: "one", on: "rest", call: "+15551230001", times: 2, do: { action: "slow", ms: 1 } })
  expect([strike(null), strike(bench.callSid), strike(bench.callSid), strike(bench.callSid)]).toEqual([
    null,
    { action: "slow", ms: 1 },
    { action: "slow", ms: 1 },
    null,
  ])
  expect(faults.remove("one")).toBe(true)
  const draw = () => {
    faults.add({ id: "half", on: "rest", probability: 0.5, seed: 9, do: { action: "slow", ms: 1 } })
    return Array.from({ length: 40 }, () => strike(null) !== null)
  }
  const first = draw()
  expect(draw()).toEqual(first)
  expect(new Set(first).size).toBe(2)
})

test("by HTTP: added, listed, refused in words, deleted", async () => {
  await start()
  const rule = { on: "webhook", match: { kind: "payment" }, do: { action: "late", ms: 5 } }
  const added = await bench.control("/faults", rule)
  expect(added).toMatchObject({ status: 201, body: { id: "fault-1", matched: 0, struck: 0 } })
  await bench.control("/faults", { ...rule, id: "b" })
  const refusal = async (body: unknown) => {
    const { status, body: answer } = await bench.control("/faults", body)
    return `${status} ${answer.error}`
  }
  expect(await refusal({ ...rule, match: { kin: 1 } })).toMatch(/400 .*match.*kin/)
  expect(await refusal({ ...rule, do: { action: "late" } })).toMatch(/400 .*do\.ms/)
  expect(await refusal({ ...rule, on: "weather" })).toMatch(/400 .*"on"/)
  const asleep = { on: "caller", match: { moment: "asked" }, do: { action: "wrong" } }
  expect(await refusal(asleep)).toContain("at this moment nobody keys")
  const url = `${bench.emulator.url}/emulator/faults`
  expect((await fetch(`${url}/b`, { method: "DELETE" })).status).toBe(200)
  expect((await fetch(`${url}/b`, { method: "DELETE" })).status).toBe(404)
  expect(await (await fetch(url, { method: "DELETE" })).json()).toEqual({ removed: 1 })
  expect((await bench.control("/faults")).body).toEqual({ faults: [] })
})
