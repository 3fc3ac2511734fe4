// Messages for the socket: every name that is served and others, with anything in them, and packets below the protocol.
import { type RequestName, requestSchemas } from "@agentpay/core"
import fc from "fast-check"
import { anything, fields, mostly, text } from "./hostile-values.ts"

export type SocketInput =
  | { kind: "ask"; name: RequestName; sent: unknown[] }
  | { kind: "emit"; name: string; sent: unknown[] }
  | { kind: "packet"; packet: string }

/** Places for what only whoever sends it knows: their own call, and its last payment. */
export const CALL = "<call>"
export const PAYMENT = "<payment>"

const names = Object.keys(requestSchemas) as [RequestName, ...RequestName[]]
const others = ["error", "welcome", "facts", "typing", "__proto__", "constructor"]
/** The client itself refuses to send these. */
const reserved = ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"]

const sensible: Partial<Record<string, readonly [unknown, ...unknown[]]>> = {
  callSid: [CALL],
  paymentId: [PAYMENT, PAYMENT, "c0ffee00-0000-4000"],
  attempt: [1, 2],
  item: ["card-number", "expiry", "security-code"],
  confirmationCode: [null, "ch_1"],
}

const ask = fc.constantFrom(...names).chain((name) => {
  const keys = Object.keys(requestSchemas[name].shape)
  const value = (key: string) => mostly<unknown>(sensible[key] ?? ["5.00", "1", ""], anything)
  const right = fc.record(Object.fromEntries(keys.map((key) => [key, value(key)])))
  const sent = fc.oneof({ weight: 4, arbitrary: right }, { weight: 1, arbitrary: fields(keys) }, anything)
  return fc.record({ kind: fc.constant("ask" as const), name: fc.constant(name), sent: fc.tuple(sent) })
})

const emit = fc.record({
  kind: fc.constant("emit" as const),
  name: mostly<string>([...names, ...others] as [string, ...string[]], text).filter(
    (name) => !reserved.includes(name),
  ),
  sent: fc.array(anything, { maxLength: 4 }),
})

const packet = fc.oneof(
  fc.tuple(fc.stringMatching(/^[0-9]{1,4}[-[{"/]?$/), text).map((parts) => parts.join("")),
  fc.tuple(fc.constantFrom("2", "20", "42", "451-"), fc.json()).map((parts) => parts.join("")),
  text,
)

/** What comes before anybody is let in. */
export const packets: fc.Arbitrary<string[]> = fc.array(packet, { maxLength: 4 })

export const socketInputs: fc.Arbitrary<SocketInput> = fc.oneof(
  { weight: 16, arbitrary: ask },
  { weight: 3, arbitrary: emit },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("packet" as const), packet }) },
)
