// The sample bodies of real and reconstructed callbacks, reproduced key by key and value by value (facts 10.1).
import { afterEach, expect, test } from "vitest"
import { type PayBench, startPayBench } from "../testing/pay-bench.ts"

let bench: PayBench
afterEach(() => bench.close())

/** `start`, `success`, `token` were captured from real Twilio; the others are reconstructions. Ids and times stand for any. */
const SAMPLES = {
  start:
    "PaymentConnector=PGP_MOCK&DateCreated=TIME&PaymentMethod=credit-card&CallSid=CA&ChargeAmount=9.99&AccountSid=AC&Sid=PK",
  digit3:
    "AccountSid=AC&CallSid=CA&Sid=PK&PaymentConnector=PGP_MOCK&PaymentMethod=credit-card&ChargeAmount=9.99&DateCreated=TIME&DateUpdated=TIME&Capture=payment-card-number&PartialResult=true&PaymentCardNumber=xxx&Required=payment-card-number%2Cexpiration-date%2Csecurity-code",
  done: "AccountSid=AC&CallSid=CA&Sid=PK&PaymentConnector=PGP_MOCK&PaymentMethod=credit-card&ChargeAmount=9.99&DateCreated=TIME&DateUpdated=TIME&Capture=payment-card-number&PartialResult=false&PaymentCardNumber=xxxxxxxxxxxx1111&PaymentCardType=visa&Required=expiration-date%2Csecurity-code",
  // What was captured before is repeated (facts 2.9): the card stands in it too.
  invalid:
    "AccountSid=AC&CallSid=CA&Sid=PK&PaymentConnector=PGP_MOCK&PaymentMethod=credit-card&ChargeAmount=9.99&DateCreated=TIME&DateUpdated=TIME&Capture=expiration-date&PartialResult=false&ErrorType=invalid-date&PaymentCardNumber=xxxxxxxxxxxx1111&PaymentCardType=visa&Required=expiration-date%2Csecurity-code",
  success:
    "SecurityCode=xxx&PaymentCardType=visa&Sid=PK&PaymentConfirmationCode=CH&CallSid=CA&Result=success&AccountSid=AC&ProfileId=&DateUpdated=TIME&PaymentToken=&PaymentMethod=credit-card&PaymentCardNumber=xxxxxxxxxxxx1111&ExpirationDate=1240",
  token:
    "SecurityCode=xxx&PaymentCardType=visa&Sid=PK&PaymentConfirmationCode=&CallSid=CA&Result=success&AccountSid=AC&ProfileId=7e6a1fc3-4456-4141-8658-378297a06476&DateUpdated=TIME&PaymentToken=hgyvy76&PaymentMethod=credit-card&PaymentCardNumber=xxxxxxxxxxxx1111&ExpirationDate=1230",
  decline:
    "SecurityCode=xxx&PaymentCardType=visa&Sid=PK&PaymentConfirmationCode=&CallSid=CA&Result=payment-connector-error&PaymentError=Your+card+was+declined.&PayErrorCode=64012&ConnectorError=card_declined&AccountSid=AC&ProfileId=&DateUpdated=TIME&PaymentToken=&PaymentMethod=credit-card&PaymentCardNumber=xxxxxxxxxxxx0002&ExpirationDate=1240",
}

/** A body with its ids and times named by their kind. */
function inKind(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const id = /^(AC|CA|PK)[0-9a-f]{32}$/.exec(value)?.[1]
      if (id) return [name, id]
      if (/^ch_[0-9a-f]{32}$/.test(value)) return [name, "CH"]
      return [name, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) ? "TIME" : value]
    }),
  )
}

const sample = (form: string) => Object.fromEntries(new URLSearchParams(form))

async function bodiesOf(card: string) {
  bench = await startPayBench({ connectors: ["PGP_MOCK"] })
  const sid = await bench.open({ paymentConnector: "PGP_MOCK" })
  await bench.capture(sid, "payment-card-number", card)
  await bench.capture(sid, "expiration-date", "1320")
  await bench.capture(sid, "expiration-date", "1240")
  await bench.capture(sid, "security-code", "123")
  await bench.update(sid, { status: "complete" })
  await bench.finalOf(sid)
  return bench.app.at("/pay").map((body) => inKind(body.params))
}

test("start, third digit, item captured, item refused, success", async () => {
  const bodies = await bodiesOf("4111111111111111")
  expect(bodies[0]).toEqual(sample(SAMPLES.start))
  expect(bodies.find((body) => body.PaymentCardNumber === "xxx")).toEqual(sample(SAMPLES.digit3))
  expect(bodies.find((body) => body.PartialResult === "false")).toEqual(sample(SAMPLES.done))
  expect(bodies.find((body) => body.ErrorType)).toEqual(sample(SAMPLES.invalid))
  expect(bodies.at(-1)).toEqual(sample(SAMPLES.success))
})

test("a token", async () => {
  const answers = [{ token: "hgyvy76", profileId: "7e6a1fc3-4456-4141-8658-378297a06476" }]
  bench = await startPayBench({ connectors: { PGP_MOCK: { kind: "scripted", answers } } })
  const sid = await bench.open({ chargeAmount: 0, paymentConnector: "PGP_MOCK" })
  await bench.captureCard(sid, "4111111111111111")
  await bench.update(sid, { status: "complete" })
  expect(inKind(await bench.finalOf(sid))).toEqual(sample(SAMPLES.token))
})

test("a decline", async () => {
  expect((await bodiesOf("4000000000000002")).at(-1)).toEqual(sample(SAMPLES.decline))
})
