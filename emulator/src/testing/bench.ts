// For tests: an emulator on a free port, a developer's server, and the official client pointed at the emulator.
import twilio from "twilio"
import { createEmulator, type EmulatorOptions } from "../emulator.ts"
import { type Answer, startCustomerApp } from "./customer-app.ts"

export const CUSTOMER = "+15551230001"
export const NUMBER = "+15550001000"
export const ADA = "+15550001001"
export const BEN = "+15550001002"

export const DIAL_ADA = `<Response><Dial action="/finished"><Number url="/answered">${ADA}</Number></Dial></Response>`

/** Everything that takes time on a real line, in next to none. */
export const FAST = {
  keyMs: 1,
  keyPauseMs: 1,
  sayMsPerCharacter: 0,
  playMs: 1,
  gatewayMs: 5,
  answerWaitMs: 400,
  promptWaitMs: 30,
  speechPauseMs: 20,
}

export type CallView = {
  callSid: string
  status: string
  seconds: number
  activity: string
  talking: boolean
  heard: { text: string; times: number }[]
  payment: {
    state: string
    capture: string | null
    keyed: string
    result: string
    captured: Record<string, string>
  }
  answeredBy: string | null
  legs: {
    callSid: string
    to: string
    status: string
    answeredBy: string | null
    heard: { text: string; times: number }[]
  }[]
}

/** Joins the three; the voice URL is the app's /forward, which dials Ada unless `routes` says otherwise. */
export async function startBench(routes: Record<string, Answer> = {}, options: EmulatorOptions = {}) {
  const token = "test-token"
  const app = await startCustomerApp(token, {
    "/forward": DIAL_ADA,
    "/answered": "<Response/>",
    "/finished": "<Response/>",
    "/pay": 204,
    "/status": 204,
    ...routes,
  })
  const emulator = await createEmulator({
    port: 0,
    authToken: token,
    numbers: { [NUMBER]: `${app.url}/forward` },
    phones: { [ADA]: "Ada" },
    pace: FAST,
    ...options,
  })
  const { account } = emulator
  const client = twilio(account.sid, account.authToken)
  client.api.baseUrl = emulator.url

  async function control(path: string, body?: unknown) {
    const post =
      body === undefined
        ? {}
        : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
    const response = await fetch(`${emulator.url}/emulator${path}`, post)
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  return {
    app,
    emulator,
    client,
    control,
    /** Places a call from the customer; answers its sid. */
    async call(from = CUSTOMER): Promise<string> {
      const { body } = await control("/calls", { from, to: NUMBER })
      return String(body.callSid)
    },
    /** Places a call that Ada has answered, ready for a payment. */
    async talk(): Promise<string> {
      const callSid = await this.call()
      await control(`/calls/${callSid}/answer`, {})
      await this.until(callSid, (call) => call.legs[0]?.status === "in-progress")
      return callSid
    },
    async view(callSid: string): Promise<CallView> {
      const { body } = await control(`/calls/${callSid}`)
      return body as unknown as CallView
    },
    /** Looks at the call until `holds`; rejects after 3 seconds with what it looks like. */
    async until(callSid: string, holds: (call: CallView) => boolean): Promise<CallView> {
      const deadline = Date.now() + 3000
      for (;;) {
        const call = await this.view(callSid)
        if (holds(call)) return call
        if (Date.now() > deadline) throw new Error(`never came true: ${JSON.stringify(call)}`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    async close() {
      await emulator.close()
      await app.close()
    },
  }
}

export type Bench = Awaited<ReturnType<typeof startBench>>
