// For tests of payments: a call in progress, and what an agent's program and a customer do on it.
import type { EmulatorOptions } from "../emulator.ts"
import { startBench } from "./bench.ts"

let count = 0
const freshKey = () => `key-${count++}`

/** A bench with one call that Ada has answered. */
export async function startPayBench(options: EmulatorOptions = {}) {
  const bench = await startBench({}, options)
  const callSid = await bench.talk()
  const statusCallback = `${bench.app.url}/pay`
  const { payments } = bench.client.calls(callSid)

  const key = (digits: string) => bench.control(`/calls/${callSid}/digits`, { digits })
  const update = (sid: string, change: object) =>
    payments(sid).update({ idempotencyKey: freshKey(), statusCallback, ...change })
  async function capture(sid: string, item: string, digits: string): Promise<void> {
    await update(sid, { capture: item })
    await key(digits)
  }
  /** The first callback of a session that has the parameter `name`. */
  const callbackWith = (sid: string, name: string) =>
    bench.app.waitForBody("/pay", (params) => params.Sid === sid && name in params)

  return {
    ...bench,
    callSid,
    key,
    update,
    capture,
    async open(more: Partial<Parameters<typeof payments.create>[0]> = {}): Promise<string> {
      const settings = { chargeAmount: 9.99, postalCode: false, ...more }
      return (await payments.create({ idempotencyKey: freshKey(), statusCallback, ...settings })).sid
    },
    async captureCard(sid: string, number = "4242424242424242", code = "123"): Promise<void> {
      await capture(sid, "payment-card-number", number)
      await capture(sid, "expiration-date", "1230")
      await capture(sid, "security-code", code)
    },
    finalOf: (sid: string) => callbackWith(sid, "Result"),
    errorOf: (sid: string) => callbackWith(sid, "ErrorType"),
  }
}

export type PayBench = Awaited<ReturnType<typeof startPayBench>>
