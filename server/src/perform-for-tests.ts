// Effects in the hands of a real ledger and a pretend Twilio, without webhooks and screens: tests say when performing begins.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Effect, fold } from "@agentpay/core"
import { newCallSid } from "./app-for-tests.ts"
import { createHandle } from "./handle.ts"
import { openLedger } from "./ledger/open-ledger.ts"
import { type Perform, type PerformParts, startPerform } from "./perform.ts"
import { readPayUpdate } from "./twilio/dictionary.ts"
import { twilioRest } from "./twilio/rest-client.ts"
import { startTwilioForTests } from "./twilio-for-tests.ts"

const access = { accountSid: `AC${"a1".repeat(16)}`, authToken: "token", apiKey: null }
const terms = { connector: "Default", validCardTypes: "visa amex" }
const items = ["card-number", "expiry", "security-code"] as const
const AN_HOUR_MS = 3_600_000

type Start = Partial<Pick<PerformParts, "firstPauseMs" | "lookUps">> & { checkAfterMs?: number }
export type Bench = Awaited<ReturnType<typeof openBench>>

export async function openBench() {
  const dataDir = mkdtempSync(join(tmpdir(), "agentpay-perform-"))
  const ledger = await openLedger({ dataDir })
  const rest = await startTwilioForTests()
  const failures: unknown[] = []
  let perform: Perform | undefined
  const handle = createHandle({
    ledger,
    tellTyping: () => {},
    wakePerform: () => perform?.wake(),
  })

  const call = async (callSid: string) => fold((await ledger.load(callSid)).facts)

  /** A call that was answered; its agent has its name. */
  async function answeredCall(checkAfterMs = AN_HOUR_MS): Promise<string> {
    const callSid = newCallSid()
    const numbers = { from: "+15551230001", to: "+15550001000", phone: "+15550001001" }
    const ring = {
      type: "RingCall",
      callSid,
      agentId: callSid,
      ...numbers,
      checkAfterMs,
      at: Date.now(),
    } as const
    await handle(callSid, ring)
    await handle(callSid, { type: "AnswerCall", at: Date.now() })
    return callSid
  }

  async function openPayment(callSid: string, amount = "12.50", expireAfterMs = AN_HOUR_MS): Promise<void> {
    const payment = {
      paymentId: `payment-of-${callSid}`,
      amount,
      tip: "",
      currency: "USD",
      items,
      expireAfterMs,
    }
    const opened = await handle(callSid, { type: "OpenPayment", by: callSid, ...payment, at: Date.now() })
    if (!opened.taken) throw new Error(`not opened: ${opened.refusal.code}`)
  }

  async function payUpdate(callSid: string, sid: string, form: Record<string, string>): Promise<void> {
    const update = readPayUpdate({ Sid: sid, DateUpdated: new Date().toISOString(), ...form })
    if (!update) throw new Error("no update")
    await handle(callSid, { type: "ReceivePayUpdate", update, at: Date.now() })
  }

  /** Takes whatever is due and forgets about it, as a process that dies with it. */
  async function takeAndDie(): Promise<{ id: string; effect: Effect }[]> {
    const taken = await ledger.takeDueEffects({ now: Date.now(), leaseMs: 1, limit: 100 })
    await new Promise((resolve) => setTimeout(resolve, 5))
    return taken
  }

  /** A payment of which everything has been keyed in, with nothing left to perform. */
  async function readyPayment() {
    const callSid = await answeredCall()
    await openPayment(callSid)
    const of = { paymentId: `payment-of-${callSid}`, attempt: 1 }
    const sid = `PK${callSid.slice(2)}`
    await handle(callSid, { type: "ReportStart", ...of, answer: { sessionSid: sid }, at: Date.now() })
    const keyed = { PaymentCardNumber: "xxxxxxxxxxxx4242", ExpirationDate: "1230", SecurityCode: "xxx" }
    await payUpdate(callSid, sid, { ...keyed, Required: "", PartialResult: "false" })
    for (const { id } of await takeAndDie()) await ledger.settleEffect(id)
    const submit = (timeoutMs = AN_HOUR_MS) =>
      handle(callSid, { type: "SubmitPayment", by: callSid, ...of, timeoutMs, at: Date.now() })
    return { callSid, sid, submit }
  }

  return {
    ledger,
    rest,
    handle,
    failures,
    call,
    answeredCall,
    openPayment,
    payUpdate,
    takeAndDie,
    readyPayment,
    /** Nothing is due, now or after a lease, but the hourly question whether the call still lives. */
    async nothingWaits(): Promise<void> {
      const next = (await ledger.nextEffectAt()) ?? Number.POSITIVE_INFINITY
      if (next < Date.now() + AN_HOUR_MS / 2) throw new Error("something waits")
    },
    payment: async (callSid: string) => (await call(callSid))?.payments.at(-1),
    start({ checkAfterMs = AN_HOUR_MS, firstPauseMs = 10, lookUps = null }: Start = {}): Perform {
      const twilio = twilioRest({ ...access, apiBaseUrl: rest.url }, terms, "https://pay.example")
      const failed = (error: unknown) => failures.push(error)
      perform = startPerform({
        ...{ ledger, handle, twilio, lookUps, firstPauseMs, failed },
        checkAfterMs: () => checkAfterMs,
      })
      return perform
    },
    async close(): Promise<void> {
      await perform?.stop()
      await ledger.close()
      await rest.goAway()
      rmSync(dataDir, { recursive: true })
    },
  }
}
