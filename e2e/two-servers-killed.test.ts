// Two servers on one PostgreSQL: one is killed with -9 between each two steps of a submit, and the other one finishes it.
import { expect, test } from "@playwright/test"
import { type Caller, call, charges } from "./caller.ts"
import { endFaults, setFaults } from "./chaos/faults.ts"
import { type GatewayRecord, startGatewayRecord } from "./chaos/gateway-record.ts"
import { openScreen, type Screen } from "./chaos/screen.ts"
import { openSite, password, type Site } from "./chaos/site.ts"
import { type PaymentStory, payments } from "./chaos/story.ts"
import { readLedger } from "./chaos/verify.ts"

/** Longer than it takes to submit on all calls and to kill; within the patience of Twilio's client. */
const HELD_MS = 8_000
const complete = { on: "rest", match: { operation: "payments.update", params: { Status: "complete" } } }
const callback = { on: "webhook", match: { kind: "payment" } }

/** Where each submit is held when the server dies. All of them go on in the other one's hands. */
const steps: [string, object][] = [
  ["the request is on its way to Twilio", { ...complete, do: { action: "slow", ms: HELD_MS } }],
  ["Twilio took it, its answer is on the way", { ...complete, do: { action: "time-out", work: "after" } }],
  ["Twilio never took it, and nobody says so", { ...complete, do: { action: "time-out", work: "before" } }],
  ["Twilio is busy, and it is to be asked again", { ...complete, do: { action: "status", status: 429 } }],
  ["the gateway is at work", { on: "gateway", match: {}, do: { action: "slow", ms: HELD_MS } }],
  ["the callback is on its way", { ...callback, do: { action: "late", ms: HELD_MS } }],
  ["the callback is lost", { ...callback, do: { action: "drop" } }],
  [
    "the callback was taken, its answer is lost",
    { on: "connection", match: { kind: "payment" }, do: { action: "lose-answer" } },
  ],
]

let site: Site
let record: GatewayRecord
test.beforeAll(async () => {
  let phonesUrl = ""
  record = await startGatewayRecord(() => phonesUrl)
  site = await openSite(steps.length, 1, record.url, { NOT_CHARGED_AFTER: "1" })
  phonesUrl = site.phonesUrl
})
test.afterAll(async () => {
  record.close()
  await site.stop()
})

interface Ready {
  caller: Caller
  screen: Screen
  payment: PaymentStory
}

/** A call with a payment of which everything has been keyed in. */
async function ready(n: number): Promise<Ready> {
  const { email, phone } = site.agents[n] ?? { email: "", phone: "" }
  // On the server that is going to die.
  const screen = await openScreen(site.servers[0] ?? "", email, password)
  const caller = await call(
    site.phonesUrl,
    `+155512306${String(n).padStart(2, "0")}`,
    `Fwd=${encodeURIComponent(phone)}`,
  )
  const { callSid } = caller
  const now = () => payments(screen.facts(callSid)).at(-1)
  await expect.poll(() => screen.facts(callSid).length).toBeGreaterThan(1)
  await caller.answer()
  expect(
    await screen.ask("initiate", { callSid, amount: `${40 + n}`, tip: "", reference: "", note: "" }),
  ).toEqual({ ok: true })
  await caller.keysFor("payment-card-number", "4242424242424242")
  await caller.keysFor("expiration-date", "1230")
  await caller.keysFor("security-code", "123")
  await expect.poll(() => now()?.captured.size).toBe(3)
  return { caller, screen, payment: now() as PaymentStory }
}

test("whichever step a submit has reached, it is charged once at most, and the ledger says what became of it", async () => {
  test.setTimeout(300_000)
  const calls: Ready[] = []
  for (const n of steps.keys()) calls.push(await ready(n))
  await setFaults(
    site.phonesUrl,
    steps.map(([, fault], n) => ({ id: `step-${n}`, call: calls[n]?.caller.callSid, ...fault })),
  )
  const submit = ({ screen, caller, payment: { paymentId, attempt } }: Ready) =>
    screen.ask("submit", { callSid: caller.callSid, paymentId, attempt })
  expect(await Promise.all(calls.map(submit))).toEqual(calls.map(() => ({ ok: true })))
  const reached = async () => {
    const { faults } = (await (await fetch(`${site.phonesUrl}/emulator/faults`)).json()) as {
      faults: { struck: number }[]
    }
    return faults.filter(({ struck }) => struck > 0).length
  }
  await expect.poll(reached, { timeout: 30_000, intervals: [50] }).toBe(steps.length)
  await site.stopServer(0)
  await endFaults(site.phonesUrl)

  const outcomes = async () => {
    const ledger = await readLedger(site.databaseUrl)
    return calls.map(({ caller }) => payments(ledger.get(caller.callSid) ?? []).at(-1)?.status)
  }
  const settled = async () =>
    (await outcomes()).filter((status) => status === "succeeded" || status === "failed")
  await expect.poll(async () => (await settled()).length, { timeout: 120_000 }).toBe(steps.length)
  const made = await charges(site.phonesUrl)
  const statuses = await outcomes()
  for (const [n, [step]] of steps.entries()) {
    const ofCall = made.filter((charge) => charge.callSid === calls[n]?.caller.callSid)
    expect([step, ofCall.length]).toEqual([step, statuses[n] === "succeeded" ? 1 : 0])
  }
  // The one that nobody took was not charged, the ones that Twilio had taken were.
  expect(statuses[2]).toBe("failed")
  for (const n of [0, 1, 4, 5, 6, 7])
    expect([steps[n]?.[0], statuses[n]]).toEqual([steps[n]?.[0], "succeeded"])
  for (const { screen } of calls) screen.close()
})
