// The people at the other end: the emulator's phones, driven by HTTP as any script would.
import { expect } from "@playwright/test"

type PayItem = "payment-card-number" | "expiration-date" | "security-code"

export interface Caller {
  callSid: string
  /** The agent's phone picks up. @returns the SID of the agent's side */
  answer(): Promise<string>
  decline(): Promise<void>
  keys(digits: string): Promise<void>
  /** Keys only once Twilio asks for this item, as a person does. */
  keysFor(item: PayItem, digits: string): Promise<void>
  hangUp(): Promise<void>
}

/** Adds one to the emulated numbers. */
export async function addNumber(phonesUrl: string, phoneNumber: string, voiceUrl: string): Promise<void> {
  await post(`${phonesUrl}/emulator/numbers`, { phoneNumber, voiceUrl })
}

async function post(url: string, body: unknown = {}): Promise<unknown> {
  const headers = { "content-type": "application/json" }
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })
  const text = await response.text()
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`)
  return text === "" ? null : JSON.parse(text)
}

interface EmulatedCall {
  callSid: string
  status: string
  /** What the leg does, in words. */
  activity: string
  payment: { capture: string | null } | null
}

/** What the emulator knows of its calls. */
export async function emulatedCalls(phonesUrl: string): Promise<EmulatedCall[]> {
  const response = await fetch(`${phonesUrl}/emulator/calls`)
  return ((await response.json()) as { calls: EmulatedCall[] }).calls
}

/** One call; undefined when the emulator does not know it. */
export async function emulatedCall(phonesUrl: string, callSid: string): Promise<EmulatedCall | undefined> {
  const response = await fetch(`${phonesUrl}/emulator/calls/${callSid}`)
  return response.ok ? ((await response.json()) as EmulatedCall) : undefined
}

/** @param query appended to the voice URL, such as "Fwd=%2B15550001002" */
export async function call(
  phonesUrl: string,
  from: string,
  query?: string,
  to = "+15550001000",
): Promise<Caller> {
  const { callSid } = (await post(`${phonesUrl}/emulator/calls`, { from, to, ...(query && { query }) })) as {
    callSid: string
  }
  const at = `${phonesUrl}/emulator/calls/${callSid}`
  const keys = async (digits: string) => void (await post(`${at}/digits`, { digits }))
  return {
    callSid,
    answer: async () => ((await post(`${at}/answer`)) as { agentCallSid: string }).agentCallSid,
    decline: async () => void (await post(`${at}/decline`)),
    keys,
    async keysFor(item, digits) {
      await expect.poll(async () => (await emulatedCall(phonesUrl, callSid))?.payment?.capture).toBe(item)
      await keys(digits)
    },
    hangUp: async () => void (await post(`${at}/hangup`)),
  }
}

export interface Charge {
  id: string
  kind: "charge" | "token"
  result: string
  card: string
  amount: string
  currency: string
  description: string
  confirmationCode: string
  token: string
  callSid: string
  /** The payment session it was made in, PK and 32 hex digits. */
  paymentSid: string
}

/** What the emulator's gateway has charged and refused. */
export async function charges(phonesUrl: string): Promise<Charge[]> {
  const response = await fetch(`${phonesUrl}/emulator/charges`)
  return ((await response.json()) as { charges: Charge[] }).charges
}
