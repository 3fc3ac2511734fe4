// A server with Ada at her desk, and Twilio's signed callbacks of the payments she takes.
import { expect } from "vitest"
import { eventually, type Given, startApp } from "./app-for-tests.ts"
import { closeScreens, openScreen } from "./screen-for-tests.ts"

export const card = {
  Capture: "payment-card-number",
  PaymentCardNumber: "xxxxxxxxxxxx4242",
  PaymentCardType: "visa",
}
export const date = { Capture: "expiration-date", ExpirationDate: "1230" }
export const code = { Capture: "security-code", SecurityCode: "xxx" }

let clock = Date.parse("2026-01-01T00:00:00Z")
/** Twilio's time: later at every call. */
export function later(): string {
  clock += 1_000
  return new Date(clock).toISOString()
}

export type Desk = Awaited<ReturnType<typeof openDesk>>

export async function openDesk(given: Given = {}) {
  const lines: string[] = []
  const server = await startApp({ logged: (line) => lines.push(line), ...given })
  const { rest } = server
  const url = await server.listen()
  const ada = await openScreen(url, await server.signIn("ada"))
  const sent: [path: string, form: Record<string, string>][] = []

  const sessionOf = () =>
    rest.asked.map(({ path }) => /Payments\/(PK\w+)\.json/.exec(path)?.[1]).findLast(Boolean) ?? ""

  /** A callback of the last payment, dated later than those before it unless `form` says otherwise. */
  function callback(callSid: string, form: Record<string, string>) {
    const url = rest.asked.findLast(({ form }) => form.StatusCallback)?.form.StatusCallback?.split("#")[0]
    const known = { CallSid: callSid, Sid: sessionOf(), PaymentMethod: "credit-card", DateUpdated: later() }
    const whole: (typeof sent)[number] = [(url ?? "").slice(server.publicUrl.length), { ...known, ...form }]
    sent.push(whole)
    return server.webhook(...whole)
  }

  const asksFor = (Capture: string) =>
    eventually(() => expect(rest.asked.at(-1)?.form).toMatchObject({ Capture }))

  const payment = async (callSid: string) => (await server.call(callSid))?.payments.at(-1)

  return {
    server,
    url,
    ada,
    lines,
    /** What was sent, signed: kept by whoever may have seen it. */
    sent,
    sessionOf,
    callback,
    payment,
    async openPayment(amount = "12.50", tip = "1") {
      const callSid = await server.ring("ada")
      await server.webhook("/answered", { CallSid: callSid, CallStatus: "in-progress" })
      expect(await ada.ask("initiate", { callSid, amount, tip })).toEqual({ ok: true })
      await asksFor("payment-card-number")
      return { callSid, paymentId: (await payment(callSid))?.paymentId ?? "" }
    },
    async keyEverything(callSid: string): Promise<void> {
      await callback(callSid, { ...card, Required: "expiration-date,security-code" })
      await asksFor("expiration-date")
      await callback(callSid, { ...card, ...date, Required: "security-code" })
      await asksFor("security-code")
      await callback(callSid, { ...card, ...date, ...code, Required: "" })
    },
    async close(): Promise<void> {
      closeScreens()
      await server.close()
    },
  }
}
