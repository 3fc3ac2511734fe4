// For tests of <Pay>: a call on which the verb runs, and what the caller keys and the action is told.
import type { EmulatorOptions } from "../emulator.ts"
import { startBench } from "./bench.ts"

export const CARD = "4242424242424242"

/** A charge whose action is /paid and whose status callback is /status, with more attributes and nouns. */
export const pay = (attributes: string, children = "") =>
  `<Pay chargeAmount="9.99" postalCode="false" action="/paid" statusCallback="/status" ${attributes}>${children}</Pay>`

/** A bench with one call on which `verb` runs. */
export async function startPayVerb(verb: string, options: EmulatorOptions = {}) {
  const forward = `<Response>${verb}<Say>Next verb</Say></Response>`
  const bench = await startBench({ "/forward": forward, "/paid": "<Response/>" }, options)
  const callSid = await bench.call()

  async function keyItem(item: string, digits: string): Promise<void> {
    await bench.until(callSid, ({ payment }) => payment?.capture === item)
    await bench.control(`/calls/${callSid}/digits`, { digits })
  }

  return {
    ...bench,
    callSid,
    /** Keys as soon as the item is asked for. */
    keyItem,
    async keyCard(number = CARD): Promise<void> {
      await keyItem("payment-card-number", number)
      await keyItem("expiration-date", "1230")
      await keyItem("security-code", "123")
    },
    /** What the action was told. */
    action: async () => (await bench.app.waitFor("/paid"))[0]?.params ?? {},
    heard: async () => (await bench.view(callSid)).heard.map(({ text }) => text),
  }
}

export type PayVerbBench = Awaited<ReturnType<typeof startPayVerb>>
