// How items are captured: errors, time-outs, asking again, order of callbacks (facts 2, 10).
import { afterEach, expect, test } from "vitest"
import type { EmulatorOptions } from "../emulator.ts"
import { type PayBench, startPayBench } from "../testing/pay-bench.ts"

let bench: PayBench

async function start(options: EmulatorOptions = {}): Promise<void> {
  bench = await startPayBench(options)
}

afterEach(() => bench.close())

test.each([
  ["payment-card-number", "4242424242424241", "invalid-card-number"],
  ["payment-card-number", "6011111111111117", "invalid-card-type"],
  ["payment-card-number", "4242#", "invalid-card-number"],
  ["expiration-date", "1320", "invalid-date"],
  ["expiration-date", "0120", "invalid-date"],
  ["postal-code", "12#", "invalid-postal-code"],
])("%s keyed as %s is %s, and stays required", async (item, digits, errorType) => {
  await start()
  const sid = await bench.open({ postalCode: true, minPostalCodeLength: 5 })
  await bench.capture(sid, item, digits)
  const body = await bench.errorOf(sid)
  expect(body).toMatchObject({ Capture: item, ErrorType: errorType, PartialResult: "false" })
  expect(body.Required?.split(",")).toContain(item)
  const masks = bench.app.received.length
  await bench.key("1")
  expect(bench.app.received).toHaveLength(masks)
  expect(await bench.view(bench.callSid)).toMatchObject({ payment: { state: "open", capture: null } })
})

test("a caller keys only when asked, except for the star, and keys anyway in the end", async () => {
  await start({ pace: { keyMs: 1, promptWaitMs: 10_000 } })
  const sid = await bench.open()
  const keying = bench.key("4242424242424242")
  await bench.update(sid, { capture: "payment-card-number" })
  expect((await keying).body).toMatchObject({ keyed: 16 })
  await bench.until(bench.callSid, ({ payment }) => payment.captured.PaymentCardNumber !== undefined)
  await bench.key("*")
  expect(await bench.finalOf(sid)).toMatchObject({ Result: "caller-interrupted-with-star" })
  expect((await bench.key("1")).body).toMatchObject({ keyed: 1 })
})

test("a card keyed while the session is about to open waits for it", async () => {
  await start({ pace: { keyMs: 1, promptWaitMs: 10_000 } })
  const keying = bench.key("4242424242424242")
  await bench.update(await bench.open(), { capture: "payment-card-number" })
  await keying
  await bench.until(bench.callSid, ({ payment }) => payment.captured.PaymentCardNumber !== undefined)
})

test("a caller who is never asked keys anyway, and is ignored", async () => {
  await start({ pace: { keyMs: 1, promptWaitMs: 5 } })
  await bench.open()
  expect((await bench.key("42")).body).toMatchObject({ keyed: 2 })
  expect((await bench.view(bench.callSid)).payment).toMatchObject({ keyed: "", captured: {} })
})

test("a security code needs the card first, and four digits for amex", async () => {
  await start()
  const sid = await bench.open()
  await bench.update(sid, { capture: "security-code" })
  expect(await bench.errorOf(sid)).toMatchObject({
    ErrorType: "invalid-card-number-security-code-capture-sequence",
  })
  await bench.capture(sid, "payment-card-number", "378282246310005")
  await bench.capture(sid, "security-code", "1234")
  const call = await bench.until(bench.callSid, ({ payment }) => payment.captured.SecurityCode !== undefined)
  expect(call.payment.captured).toEqual({ PaymentCardNumber: "xxxxxxxxxxx0005", SecurityCode: "xxxx" })
})

test("digits stop coming: what is there is judged after Timeout seconds", async () => {
  await start()
  const sid = await bench.open({ timeout: 1 })
  await bench.capture(sid, "payment-card-number", "4242")
  expect(await bench.errorOf(sid)).toMatchObject({ ErrorType: "invalid-card-number" })
})

test("an item asked for again is required again", async () => {
  await start()
  const sid = await bench.open()
  await bench.captureCard(sid)
  await bench.update(sid, { capture: "expiration-date" })
  await expect(bench.update(sid, { status: "complete" })).rejects.toMatchObject({ status: 400, code: 64019 })
  await bench.key("1231")
  await bench.update(sid, { status: "complete" })
  expect(await bench.finalOf(sid)).toMatchObject({ Result: "success", ExpirationDate: "1231" })
})

test("the agent hears no tones while a session is open", async () => {
  await start()
  await bench.key("1")
  const sid = await bench.open()
  await bench.capture(sid, "payment-card-number", "4242424242424242")
  expect((await bench.view(bench.callSid)).legs[0]?.heard).toMatchObject([{ text: "Tone", times: 1 }])
})

test("a callback waits for the answer to the one before", async () => {
  await start()
  let open_ = 0
  let most = 0
  bench.app.routes["/pay"] = (_request, response) => {
    most = Math.max(most, ++open_)
    setTimeout(() => {
      open_ -= 1
      response.writeHead(204).end()
    }, 5)
  }
  const sid = await bench.open()
  await bench.capture(sid, "payment-card-number", "4242424242424242")
  await bench.app.waitFor("/pay", 19)
  expect(most).toBe(1)
})
