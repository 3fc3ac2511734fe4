// A developer's own connector may answer anything: the payment always ends, in one of Twilio's results.
import http from "node:http"
import type { AddressInfo } from "node:net"
import fc from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import { odd, PATIENCE, RUNS } from "../testing/fuzz-inputs.ts"
import { type PayBench, startPayBench } from "../testing/pay-bench.ts"

let bench: PayBench
let answer = { status: 200, type: "application/json", body: "" }

const endpoint = http.createServer((request, response) => {
  request.resume()
  request.on("end", () => response.writeHead(answer.status, { "content-type": answer.type }).end(answer.body))
})

beforeAll(async () => {
  await new Promise<void>((resolve) => endpoint.listen(0, "localhost", resolve))
  const url = `http://localhost:${(endpoint.address() as AddressInfo).port}`
  bench = await startPayBench({ connectors: { Mine: { kind: "generic", url } } })
})

afterAll(async () => {
  await bench.close()
  endpoint.close()
})

const field = fc.oneof(odd, fc.jsonValue())
const documented = fc.record(
  { charge_id: field, token_id: field, error_code: field, error_message: field, parameters: field },
  { requiredKeys: [] },
)
const answers = fc.record({
  status: fc.oneof(fc.constant(200), fc.integer({ min: 200, max: 599 })),
  type: fc.constantFrom("application/json", "text/html", "text/plain"),
  body: fc.oneof(
    documented.map((json) => JSON.stringify(json)),
    odd,
    fc.json(),
  ),
})

test(
  "any answer ends the payment",
  async () => {
    await fc.assert(
      fc.asyncProperty(answers, fc.constantFrom(0, 9.99), async (given, chargeAmount) => {
        answer = given
        bench.app.received.length = 0
        const asked = { paymentConnector: "Mine", chargeAmount, securityCode: false }
        const sid = await bench.open(asked)
        await bench.capture(sid, "payment-card-number", "4111111111111111")
        await bench.capture(sid, "expiration-date", "1240")
        await bench.update(sid, { status: "complete" })
        const { Result, PayErrorCode, PaymentConfirmationCode, PaymentToken } = await bench.finalOf(sid)
        if (Result === "success") expect(chargeAmount ? PaymentToken : PaymentConfirmationCode).toBe("")
        else {
          expect(Result).toBe("payment-connector-error")
          expect(["64002", "64008", "64010"]).toContain(PayErrorCode)
        }
      }),
      RUNS,
    )
  },
  PATIENCE,
)
