// Callers and agents as a contact centre has them: it rings, they talk, the caller keys, the agent submits, they part.
import { call } from "../caller.ts"
import type { Fact, Office } from "./office.ts"

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const keys = { "card-number": "4242424242424242", expiry: "1230", "security-code": "123" }
/** What a person waits for before going on, on a busy machine. */
const PATIENCE_MS = 60_000

async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(50)) {
    const found = look()
    if (found) return found
  }
  throw new Error(`nothing came of it: ${look}`)
}

/** @param line of how many callers, which: their numbers and amounts are their own */
export async function takeCalls(office: Office, line: number, stopped: () => boolean): Promise<number> {
  let taken = 0
  for (; !stopped(); taken++) {
    const from = `+1555${String(3_000_000 + line * 1_000 + taken)}`
    const caller = await call(office.phonesUrl, from)
    const { agent } = await until(() => office.told(caller.callSid))
    const facts = (): readonly Fact[] => office.told(caller.callSid)?.facts ?? []
    const happened = (type: string, item?: string) =>
      until(() => facts().find((fact) => fact.type === type && (!item || fact.item === item)))
    const ask = (name: string, more: object) =>
      agent.socket.timeout(10_000).emitWithAck(name, { callSid: caller.callSid, ...more })
    await pause(2_000)
    await caller.answer()
    await pause(Math.random() * 20_000)
    const amount = `${line + 1}.${String(taken % 100).padStart(2, "0")}`
    await ask("initiate", { amount, tip: "", reference: `INV-${line}-${taken}` })
    const { paymentId } = await happened("PaymentOpened")
    for (const [item, digits] of Object.entries(keys)) {
      await happened("FieldPrompted", item)
      await pause(2_000)
      await caller.keys(item === "card-number" && (line + taken) % 5 === 4 ? "4000000000000002" : digits)
      await happened("FieldCaptured", item)
    }
    await pause(2_000)
    await ask("submit", { paymentId, attempt: 1 })
    await until(() => facts().find(({ type }) => type === "PaymentSucceeded" || type === "PaymentDeclined"))
    await pause(Math.random() * 10_000)
    await caller.hangUp()
    await happened("CallEnded")
  }
  return taken
}
