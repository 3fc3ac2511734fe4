// On which leg a payment listens: the one named, wherever it talks; nobody else hears or keys for it (facts 1.4).
import { afterEach, expect, test } from "vitest"
import { type Bench, startBench } from "../testing/bench.ts"

let bench: Bench

afterEach(() => bench.close())

const DESK = "+15550002000"
const CARD = "4242424242424242"

async function open(callSid: string) {
  const keys = () => ({ idempotencyKey: crypto.randomUUID(), statusCallback: `${bench.app.url}/pay` })
  const { payments } = bench.client.calls(callSid)
  const { sid } = await payments.create({ ...keys(), chargeAmount: 1 })
  await payments(sid).update({ ...keys(), capture: "payment-card-number" })
}

const key = (callSid: string) => bench.control(`/calls/${callSid}/digits`, { digits: CARD })
const captured = () =>
  bench.app.waitForBody("/pay", ({ PaymentCardNumber }) => PaymentCardNumber === "xxxxxxxxxxxx4242")

test("on the agent's leg a session opens, and hears nothing of what the customer keys", async () => {
  bench = await startBench()
  const callSid = await bench.talk()
  const agent = (await bench.view(callSid)).legs[0]?.callSid ?? ""
  await open(agent)
  await key(callSid)
  await bench.control(`/calls/${callSid}/digits`, { digits: "4", leg: "agent" })
  await bench.app.waitForBody("/pay", ({ PaymentCardNumber }) => PaymentCardNumber === "x")
  const masks = bench.app.at("/pay").map(({ params }) => params.PaymentCardNumber)
  expect(masks).toEqual([undefined, undefined, "x"])
})

test("in a conference, where the others hear no tones", async () => {
  bench = await startBench({ "/forward": "<Response><Dial><Conference>room</Conference></Dial></Response>" })
  const [customer, agent] = [await bench.call(), await bench.call("+15551230002")]
  for (const one of [customer, agent]) {
    await bench.until(one, ({ activity }) => activity.startsWith("In the conference"))
  }
  await open(customer)
  await key(customer)
  await captured()
  expect((await bench.view(agent)).heard.filter(({ text }) => text === "Tone")).toEqual([])
})

test("talking to who took the caller out of a queue, who hears no tones either", async () => {
  bench = await startBench({
    "/forward": "<Response><Enqueue>desk</Enqueue></Response>",
    "/desk": "<Response><Dial><Queue>desk</Queue></Dial></Response>",
  })
  await bench.control("/numbers", { phoneNumber: DESK, voiceUrl: `${bench.app.url}/desk` })
  const customer = await bench.call()
  await bench.until(customer, ({ activity }) => activity.startsWith("In the queue"))
  const agent = String((await bench.control("/calls", { from: "+15551239999", to: DESK })).body.callSid)
  await bench.until(customer, ({ talking }) => talking)
  await open(customer)
  await key(customer)
  await captured()
  expect((await bench.view(agent)).heard).toEqual([])
})
