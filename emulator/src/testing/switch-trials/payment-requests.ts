// For tests: switches about what the Payments API answers, in every position.
import type { PayBench } from "../pay-bench.ts"
import { onCall, outcome, type Trials } from "./trial.ts"

const create = (bench: PayBench) => outcome(bench.open())
const captureNotAsked = async (bench: PayBench) =>
  outcome(bench.update(await bench.open(), { capture: "bank-account-number" }))

export const PAYMENT_REQUESTS = {
  "HTTP status of 64xxx": {
    run: onCall(captureNotAsked),
    gives: { 400: "400/64020", 403: "403/64020", 422: "422/64020" },
  },
  "Capture not applicable": {
    run: onCall(captureNotAsked),
    gives: { 64020: "400/64020", "accept and ignore": "done" },
  },
  "Payments on ended/not-answered call": {
    run: onCall(async (bench) => {
      await bench.control(`/calls/${bench.callSid}/hangup`, {})
      return create(bench)
    }),
    gives: { 21220: "400/21220", 64021: "400/64021", 20404: "404/20404" },
  },
  "Payments on unknown call": {
    run: onCall(({ client, app }) => {
      const { payments } = client.calls(`CA${"0".repeat(32)}`)
      return outcome(payments.create({ idempotencyKey: "k", statusCallback: `${app.url}/pay` }))
    }),
    gives: { 20404: "404/20404", 21220: "400/21220" },
  },
  "Wrong PK or PK of another call": {
    run: onCall((bench) => outcome(bench.update(`PK${"0".repeat(32)}`, { status: "cancel" }))),
    gives: { 20404: "404/20404", 64021: "400/64021" },
  },
  "PCI mode": { run: onCall(create), gives: { on: "done", off: "400/64020" } },
  "PCI mode off": {
    run: onCall(create, {}, { "PCI mode": "off" }),
    gives: { 64020: "400/64020", 20003: "403/20003" },
  },
  "Unknown connector": {
    run: onCall(async (bench) => {
      const opening = bench.open({ paymentConnector: "Nobody" })
      const answer = await outcome(opening)
      if (answer !== "done") return answer
      const sid = await opening
      await bench.captureCard(sid)
      await bench.update(sid, { status: "complete" })
      return `callback ${(await bench.finalOf(sid)).PayErrorCode}`
    }),
    gives: { "64004 at create": "400/64004", "64004 on complete": "callback 64004" },
  },
  "No connector named and none called Default": {
    run: onCall(
      async (bench) => {
        const opening = bench.open()
        const answer = await outcome(opening)
        if (answer !== "done") return answer
        const sid = await opening
        return (await bench.app.waitForBody("/pay", ({ Sid }) => Sid === sid)).PaymentConnector ?? ""
      },
      { connectors: { Default: null, Stripe_Connector: null, Mine: { kind: "stripe-test" } } },
    ),
    gives: { 64004: "400/64004", "the first one": "Mine" },
  },
  "Second create while open": {
    run: onCall(async (bench) => {
      const first = await bench.open()
      const answer = await create(bench)
      return answer === "done" ? String((await bench.errorOf(first)).ErrorType) : answer
    }),
    gives: { 64021: "400/64021", "201 and session-in-progress callback": "session-in-progress" },
  },
  "Create after previous session ended": {
    run: onCall(async (bench) => {
      await bench.update(await bench.open(), { status: "cancel" })
      return create(bench)
    }),
    gives: { allow: "done", 64021: "400/64021" },
  },
  "Update after end": {
    run: onCall(async (bench) => {
      const sid = await bench.open()
      await bench.update(sid, { status: "cancel" })
      return outcome(bench.update(sid, { status: "cancel" }))
    }),
    gives: { 64021: "400/64021", 20404: "404/20404" },
  },
  "Idempotency replay": {
    run: onCall(async ({ client, callSid, app }) => {
      const request = { idempotencyKey: "same", statusCallback: `${app.url}/pay` }
      await client.calls(callSid).payments.create(request)
      return outcome(client.calls(callSid).payments.create(request))
    }),
    gives: { "same response, no new effect": "done", "new effect": "400/64021" },
  },
  "code of a missing or invalid parameter": {
    run: onCall((bench) => outcome(bench.open({ timeout: 601 }))),
    gives: { 64020: "400/64020", 20001: "400/20001", 20422: "400/20422" },
  },
  "ChargeAmount with TokenType": {
    run: onCall((bench) => outcome(bench.open({ tokenType: "reusable" }))),
    gives: { "ignore TokenType": "done", refuse: "400/64020" },
  },
  "which StatusCallback is told": {
    run: onCall(async (bench) => {
      const sid = await bench.open()
      await bench.update(sid, { capture: "expiration-date", statusCallback: `${bench.app.url}/status` })
      await bench.key("1230")
      const told = ({ PartialResult }: Record<string, string>) => PartialResult === "false"
      return Promise.any(
        ["/pay", "/status"].map(async (path) => {
          await bench.app.waitForBody(path, told)
          return path
        }),
      )
    }),
    gives: { "the latest": "/status", "of create": "/pay" },
  },
} satisfies Partial<Trials>
