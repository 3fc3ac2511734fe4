// Switches about connectors, ringing legs and webhooks in both positions (those of the Payments API: switches.test.ts).
import { afterEach, expect, test } from "vitest"
import { createClock } from "./clock.ts"
import { defaultSwitches } from "./switches.ts"
import { ADA, BEN, type Bench, startBench } from "./testing/bench.ts"
import { startJsonServer } from "./testing/json-server.ts"
import { startPayBench } from "./testing/pay-bench.ts"
import { buildRequest } from "./webhook/build-request.ts"
import { createDelivery } from "./webhook/deliver.ts"
import { signRequest } from "./webhook/signature.ts"

let bench: Pick<Bench, "close"> | null = null

afterEach(async () => {
  await bench?.close()
  bench = null
})

test("no connector is named and none called Default: refused, or the first one", async () => {
  const connectors = { Default: null, Stripe_Connector: null, Mine: { kind: "stripe-test" } } as const
  const payments = await startPayBench({ connectors })
  bench = payments
  await expect(payments.open()).rejects.toMatchObject({ status: 400, code: 64004 })
  payments.emulator.switches["No connector named and none called Default"] = "the first one"
  const sid = await payments.open()
  const started = await payments.app.waitForBody("/pay", (params) => params.Sid === sid)
  expect(started.PaymentConnector).toBe("Mine")
})

test.each([64002, 64008] as const)("an endpoint that never answers is %i", async (code) => {
  const endpoint = await startJsonServer(() => ({ status: 500, json: {} }))
  const connectors = { Mine: { kind: "generic", url: endpoint.url } } as const
  const payments = await startPayBench({ connectors, switches: { "GPC timeout": code } })
  bench = payments
  const sid = await payments.open({ paymentConnector: "Mine" })
  await payments.captureCard(sid, "4111111111111111")
  await payments.update(sid, { status: "complete" })
  expect(await payments.finalOf(sid)).toMatchObject({ PayErrorCode: String(code) })
  expect(endpoint.asked).toHaveLength(5)
  await endpoint.close()
})

test.each(["canceled", "no-answer"] as const)(
  "a leg that stopped ringing unanswered is %s",
  async (status) => {
    const forward = `<Response><Dial><Number>${ADA}</Number><Number>${BEN}</Number></Dial></Response>`
    const calls = await startBench(
      { "/forward": forward },
      { switches: { "leg that stopped ringing unanswered": status } },
    )
    bench = calls
    const callSid = await calls.call()
    await calls.control(`/calls/${callSid}/answer`, { phone: ADA })
    const call = await calls.until(callSid, ({ legs }) => legs[0]?.status === "in-progress")
    expect(call.legs[1]?.status).toBe(status)
  },
)

test.each([
  ["one retry on connect failure", 2],
  ["no retry", 1],
] as const)("callback failure: %s is %i tries", async (position, expected) => {
  const clock = createClock()
  let tries = 0
  const strike = () => {
    tries += 1
    return { action: "refuse" } as const
  }
  const delivery = createDelivery(clock, { ...defaultSwitches, "Callback failure": position }, "t", {
    strike,
  })
  const webhook = { url: "http://localhost/status", method: "POST", params: [] } as const
  expect(await delivery.deliver(webhook)).toMatchObject({ kind: "failure", code: 11205 })
  expect(tries).toBe(expected)
  delivery.close()
  clock.close()
})

test.each([
  [false, "https://mycompany.com/myapp.php?foo=1&bar=2"],
  [true, "https://mycompany.com:443/myapp.php?foo=1&bar=2"],
])("signed with the default port: %s", (withPort, signed) => {
  const parts = {
    url: "https://mycompany.com/myapp.php?foo=1&bar=2",
    method: "POST",
    params: [["Digits", "1234"]],
    idempotencyToken: "i",
    cookie: "",
  } as const
  const { request } = buildRequest(parts, { authToken: "12345", withPort })
  expect(request.headers["x-twilio-signature"]).toBe(signRequest("12345", signed, parts.params))
})
