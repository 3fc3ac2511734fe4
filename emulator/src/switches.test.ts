// Every switch of the Payments API in both positions: the default, and what it is for to be changed (facts 10).
import { afterEach, expect, test } from "vitest"
import { QUESTIONS, type QuestionName, readSwitches, type Switches } from "./switches.ts"
import { type PayBench, startPayBench } from "./testing/pay-bench.ts"

let bench: PayBench

afterEach(() => bench?.close())

const start = async (switches: Partial<Switches> = {}) => {
  bench = await startPayBench({ switches })
}

/** What a refused request was answered, as `400/64021`; "done" where it was not refused. */
async function outcome(request: Promise<unknown>): Promise<string> {
  return request.then(
    () => "done",
    ({ status, code }) => `${status}/${code}`,
  )
}

/** Each tries one thing and tells what came of it, so that positions can be compared in one table. */
const trials = {
  async capture64xxx() {
    return outcome(bench.update(await bench.open(), { capture: "bank-account-number" }))
  },
  async createOnEndedCall() {
    await bench.control(`/calls/${bench.callSid}/hangup`, {})
    return outcome(bench.open())
  },
  async createOnUnknownCall() {
    const { payments } = bench.client.calls(`CA${"0".repeat(32)}`)
    return outcome(payments.create({ idempotencyKey: "k", statusCallback: `${bench.app.url}/pay` }))
  },
  wrongPayment: () => outcome(bench.update(`PK${"0".repeat(32)}`, { status: "cancel" })),
  create: () => outcome(bench.open()),
  wrongParameter: () => outcome(bench.open({ timeout: 601 })),
  amountAndToken: () => outcome(bench.open({ tokenType: "reusable" })),
  async halfTyped() {
    const sid = await bench.open()
    await bench.capture(sid, "payment-card-number", "42")
    await bench.update(sid, { capture: "payment-card-number" })
    return (await bench.view(bench.callSid)).payment.keyed
  },
  async createTwice() {
    const first = await bench.open()
    const answer = await outcome(bench.open())
    if (answer !== "done") return answer
    return `done, ${(await bench.errorOf(first)).ErrorType}`
  },
  async createAgain() {
    await bench.update(await bench.open(), { status: "cancel" })
    return outcome(bench.open())
  },
  async updateAfterEnd() {
    const sid = await bench.open()
    await bench.update(sid, { status: "cancel" })
    return outcome(bench.update(sid, { status: "cancel" }))
  },
  async codeBeforeCard() {
    const sid = await bench.open()
    const answer = await outcome(bench.update(sid, { capture: "security-code" }))
    return answer === "done" ? String((await bench.errorOf(sid)).ErrorType) : answer
  },
  async unknownConnector() {
    const open = bench.open({ paymentConnector: "Nobody" })
    const answer = await outcome(open)
    if (answer !== "done") return answer
    const sid = await open
    await bench.captureCard(sid)
    await bench.update(sid, { status: "complete" })
    return `callback ${(await bench.finalOf(sid)).PayErrorCode}`
  },
  async partialsOfDate() {
    const sid = await bench.open()
    await bench.capture(sid, "expiration-date", "1230")
    await bench.app.waitForBody("/pay", ({ PartialResult }) => PartialResult === "false")
    return String(bench.app.at("/pay").filter(({ params }) => params.ExpirationDate?.startsWith("x")).length)
  },
  async typedAhead() {
    const sid = await bench.open()
    await bench.key("4242")
    await bench.update(sid, { capture: "payment-card-number" })
    return (await bench.view(bench.callSid)).payment.keyed
  },
  async silenceAfterWholeNumber() {
    const sid = await bench.open({ validCardTypes: "maestro", timeout: 1 })
    bench.emulator.clock.set({ mode: "virtual" })
    await bench.capture(sid, "payment-card-number", "6771798021000008".slice(0, 14))
    await bench.emulator.clock.advance(1_500)
    return String((await bench.errorOf(sid)).ErrorType)
  },
  async firstDigit() {
    const sid = await bench.open()
    bench.emulator.clock.set({ mode: "virtual" })
    await bench.update(sid, { capture: "payment-card-number" })
    await bench.emulator.clock.advance(60_000)
    return (await bench.view(bench.callSid)).payment.capture ?? "asked no more"
  },
  async decline() {
    const sid = await bench.open()
    await bench.captureCard(sid, "4000000000000002")
    await bench.update(sid, { status: "complete" })
    const { PayErrorCode } = await bench.finalOf(sid)
    const { state } = (await bench.view(bench.callSid)).payment
    if (state === "closed") return `${state} ${PayErrorCode}`
    await bench.captureCard(sid)
    await bench.update(sid, { status: "complete" })
    await bench.app.waitForBody("/pay", ({ Result }) => Result === "success")
    return `${state} ${PayErrorCode}, then success`
  },
  async hangUp() {
    const sid = await bench.open()
    await bench.control(`/calls/${bench.callSid}/hangup`, {})
    const told = bench.app.at("/pay").some(({ params }) => params.Sid === sid && params.Result)
    return told ? "told" : `${(await bench.view(bench.callSid)).payment.result}`
  },
  async star() {
    await bench.open()
    await bench.key("*")
    return (await bench.view(bench.callSid)).payment.state
  },
  async replay() {
    const request = { idempotencyKey: "same", statusCallback: `${bench.app.url}/pay` }
    const { payments } = bench.client.calls(bench.callSid)
    await payments.create(request)
    return outcome(payments.create(request))
  },
  async realCard() {
    const sid = await bench.open()
    await bench.capture(sid, "payment-card-number", "4539578763621486")
    const { payment } = await bench.until(bench.callSid, ({ payment: { capture } }) => capture === null)
    return JSON.stringify(payment.captured)
  },
  async callbackUrl() {
    const sid = await bench.open()
    await bench.update(sid, { capture: "expiration-date", statusCallback: `${bench.app.url}/status` })
    await bench.key("1230")
    await bench.until(bench.callSid, ({ payment: { capture } }) => capture === null)
    return String(bench.app.at("/status").length > 0)
  },
}

type Trial = keyof typeof trials
const SEQUENCE = "invalid-card-number-security-code-capture-sequence"

const positions: [QuestionName, string | number, Trial, string][] = [
  ["HTTP status of 64xxx", 400, "capture64xxx", "400/64020"],
  ["HTTP status of 64xxx", 403, "capture64xxx", "403/64020"],
  ["HTTP status of 64xxx", 422, "capture64xxx", "422/64020"],
  ["code of a missing or invalid parameter", 64020, "wrongParameter", "400/64020"],
  ["code of a missing or invalid parameter", 20001, "wrongParameter", "400/20001"],
  ["code of a missing or invalid parameter", 20422, "wrongParameter", "400/20422"],
  ["ChargeAmount with TokenType", "ignore TokenType", "amountAndToken", "done"],
  ["ChargeAmount with TokenType", "refuse", "amountAndToken", "400/64020"],
  ["half-typed digits when Capture changes", "discard", "halfTyped", ""],
  ["half-typed digits when Capture changes", "keep", "halfTyped", "xx"],
  ["Payments on ended or not-answered call", 21220, "createOnEndedCall", "400/21220"],
  ["Payments on ended or not-answered call", 64021, "createOnEndedCall", "400/64021"],
  ["Payments on ended or not-answered call", 20404, "createOnEndedCall", "404/20404"],
  ["Payments on unknown call", 20404, "createOnUnknownCall", "404/20404"],
  ["Payments on unknown call", 21220, "createOnUnknownCall", "400/21220"],
  ["Wrong PK or PK of another call", 20404, "wrongPayment", "404/20404"],
  ["Wrong PK or PK of another call", 64021, "wrongPayment", "400/64021"],
  ["PCI mode", "on", "create", "done"],
  ["PCI mode", "off", "create", "400/64020"],
  ["Unknown connector", "64004 at create", "unknownConnector", "400/64004"],
  ["Unknown connector", "64004 on complete", "unknownConnector", "callback 64004"],
  ["Second create while open", 64021, "createTwice", "400/64021"],
  [
    "Second create while open",
    "201 and session-in-progress callback",
    "createTwice",
    "done, session-in-progress",
  ],
  ["Create after previous session ended", "allow", "createAgain", "done"],
  ["Create after previous session ended", 64021, "createAgain", "400/64021"],
  ["Update after end", 64021, "updateAfterEnd", "400/64021"],
  ["Update after end", 20404, "updateAfterEnd", "404/20404"],
  ["Capture not applicable", 64020, "capture64xxx", "400/64020"],
  ["Capture not applicable", "accept and ignore", "capture64xxx", "done"],
  ["CVV before card", "callback", "codeBeforeCard", SEQUENCE],
  ["CVV before card", 64020, "codeBeforeCard", "400/64020"],
  ["Per-digit for CVV and expiry", "every digit", "partialsOfDate", "4"],
  ["Per-digit for CVV and expiry", "card only", "partialsOfDate", "0"],
  ["Digits pressed with no Capture active", "ignore", "typedAhead", ""],
  ["Digits pressed with no Capture active", "keep for the next Capture", "typedAhead", "xxxx"],
  ["Inter-digit timeout", "validate what is there", "silenceAfterWholeNumber", "invalid-card-number"],
  ["Inter-digit timeout", "input-timeout", "silenceAfterWholeNumber", "input-timeout"],
  ["first-digit wait", "unlimited", "firstDigit", "payment-card-number"],
  ["first-digit wait", "timeout", "firstDigit", "asked no more"],
  ["Session after decline", "closed", "decline", "closed 64012"],
  ["Session after decline", "open", "decline", "open 64012, then success"],
  ["64008 vs 64012 on decline", "64008 always", "decline", "closed 64008"],
  ["Hang-up mid-session", "no callback", "hangUp", "caller-hung-up"],
  ["Star", "caller-interrupted-with-star", "star", "closed"],
  ["Star", "ignore", "star", "open"],
  ["Idempotency replay", "same response, no new effect", "replay", "done"],
  ["Idempotency replay", "new effect", "replay", "400/64021"],
  ["cards that are no test numbers", "refuse", "realCard", "{}"],
  ["cards that are no test numbers", "accept", "realCard", `{"PaymentCardNumber":"xxxxxxxxxxxx1486"}`],
  ["which StatusCallback is told", "the latest", "callbackUrl", "true"],
  ["which StatusCallback is told", "of create", "callbackUrl", "false"],
]

test.each(positions)("%s = %s: %s is %s", async (name, value, trial, expected) => {
  await start({ [name]: value })
  expect(await trials[trial]()).toBe(expected)
})

test("PCI mode off can be 403/20003", async () => {
  await start({ "PCI mode": "off", "answer when PCI mode is off": 20003 })
  expect(await trials.create()).toBe("403/20003")
})

test("they are read, listed and set by HTTP; a wrong one says what could be", async () => {
  await start()
  const before = (await bench.control("/switches")).body.switches as { name: string; value: unknown }[]
  expect(before.map(({ name }) => name)).toEqual(Object.keys(QUESTIONS))
  const patch = async (body: object) => {
    const headers = { "content-type": "application/json" }
    const url = `${bench.emulator.url}/emulator/switches`
    const response = await fetch(url, { method: "PATCH", headers, body: JSON.stringify(body) })
    return { status: response.status, text: await response.text() }
  }
  expect((await patch({ "PCI mode": "off" })).status).toBe(200)
  expect(await trials.create()).toBe("400/64020")
  expect(await patch({ "PCI mode": "maybe" })).toMatchObject({
    status: 400,
    text: expect.stringContaining(`can be \\"on\\", \\"off\\", not \\"maybe\\"`),
  })
  expect((await patch({ "PCI mod": "on" })).text).toContain("There is no switch")
  expect(() => readSwitches([])).toThrow("JSON object")
})
