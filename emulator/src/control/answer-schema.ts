// What the control API answers: the types of its views and their documentation are these schemas.
import { z } from "zod"
import { faultView } from "../faults/fault-rule.ts"
import { ANSWERERS } from "../voice/machine-detection.ts"
import { methodSchema } from "./control-schema.ts"

const time = z.string().describe("ISO 8601")
const sometime = time.nullable()

const heardSchema = z.object({
  at: time,
  kind: z.enum(["said", "played", "tone", "signal"]),
  text: z.string(),
  times: z.number().int().describe("how often in a row"),
})

const paymentSchema = z.object({
  paymentSid: z.string(),
  state: z.enum(["open", "submitted", "closed"]),
  amount: z.string().describe("empty when a token is made"),
  currency: z.string(),
  capture: z.string().nullable().describe("the item that is asked for"),
  keyed: z.string().describe("what of it was keyed, masked"),
  confirming: z.boolean().describe("the caller is to press 1 to pay or 2 to cancel"),
  captured: z.record(z.string(), z.string()).describe("masked, by callback parameter"),
  cardType: z.string().nullable(),
  required: z.array(z.string()),
  lastError: z.string(),
  result: z.string().describe("empty until it ended"),
})

const legSchema = z.object({
  callSid: z.string(),
  from: z.string(),
  to: z.string(),
  name: z.string(),
  direction: z.enum(["inbound", "outbound-dial", "outbound-api"]),
  status: z.enum([
    "queued",
    "ringing",
    "in-progress",
    "completed",
    "busy",
    "failed",
    "no-answer",
    "canceled",
  ]),
  createdAt: sometime,
  answeredAt: sometime,
  detectsMachines: z.boolean().describe("whether the call asks who or what answers"),
  answeredBy: z.enum(ANSWERERS).nullable().describe("null until that is found out"),
  endedAt: sometime,
  seconds: z.number().int().describe("of talk so far"),
  talking: z.boolean(),
  activity: z.string().describe("what the leg does, in words; empty while it only listens or talks"),
  keysPressed: z.number().int(),
  heard: z.array(heardSchema),
  payment: paymentSchema.nullable(),
})

export const callSchema = legSchema
  .extend({ legs: z.array(legSchema) })
  .meta({ description: "A customer's call and the legs it dialled" })

const numberSchema = z.object({
  sid: z.string(),
  phoneNumber: z.string(),
  voiceUrl: z.string(),
  voiceMethod: methodSchema,
  voiceFallbackUrl: z.string().describe("empty for none"),
  voiceFallbackMethod: methodSchema,
  statusCallback: z.string(),
})

const recordSchema = z.object({
  id: z.string(),
  kind: z.enum(["charge", "token"]),
  result: z.enum(["succeeded", "declined", "failed"]),
  card: z.string().describe("masked"),
  brand: z.string(),
  amount: z.string(),
  currency: z.string(),
  description: z.string(),
  connector: z.string(),
  confirmationCode: z.string(),
  token: z.string(),
  profileId: z.string(),
  error: z.string(),
  errorCode: z.string().describe("the gateway's own"),
  payErrorCode: z.number().int().nullable().describe("Twilio's; null for a success"),
  parameters: z.record(z.string(), z.string()).readonly().describe("what the connector answered beside it"),
  time,
  callSid: z.string(),
  paymentSid: z.string(),
})

const entrySchema = z.object({
  at: z.number().describe("milliseconds since 1970"),
  level: z.enum(["info", "warning", "error"]),
  callSid: z.string().nullable(),
  text: z.string(),
  code: z.number().int().nullable().describe("Twilio's error or warning code"),
  explanation: z.string().describe("what Twilio would have done and why"),
})

const party = z.enum(["caller", "agent", "twilio", "server", "gateway"])

const stepSchema = z.object({
  at: time,
  from: party,
  to: party,
  text: z.string(),
  detail: z.string().describe("parameters, masked; or what Twilio would have done and why"),
  answer: z.string().describe("empty until there is one"),
  trouble: z.boolean(),
  times: z.number().int().describe("how often in a row"),
})

const cardSchema = z.object({ number: z.string(), name: z.string(), approved: z.boolean() })

const timeSchema = z.object({ mode: z.enum(["real", "virtual"]), speed: z.number(), now: time })

const pictureSchema = z.object({
  numbers: z.array(numberSchema),
  phones: z.array(z.object({ phoneNumber: z.string(), name: z.string() })),
  calls: z.array(callSchema).describe("the newest, live ones first of all"),
  unseen: z.number().int().describe("live calls that are not among them"),
  records: z.array(recordSchema),
  faults: z.array(faultView),
  time: timeSchema,
  diary: z.array(
    entrySchema.extend({ at: time, who: z.string().describe("the customer's number, or empty") }),
  ),
})

export const errorSchema = z.object({
  error: z.string().describe("what came, what was expected, and what would fix it"),
})

export const answers = {
  call: callSchema,
  timeline: z.object({ steps: z.array(stepSchema) }),
  calls: z.object({ calls: z.array(callSchema) }),
  placed: z.object({ callSid: z.string() }),
  agent: z.object({ callSid: z.string(), agentCallSid: z.string(), phone: z.string() }),
  keyed: z.object({ callSid: z.string(), keyed: z.number().int() }),
  said: z.object({ callSid: z.string(), words: z.string() }),
  hungUp: z.object({ callSid: z.string(), leg: z.enum(["customer", "agent"]) }),
  number: numberSchema,
  numbers: z.object({ numbers: z.array(numberSchema) }),
  charges: z.object({ charges: z.array(recordSchema) }),
  diary: z.object({ entries: z.array(entrySchema) }),
  cards: z.object({ cards: z.array(cardSchema) }),
  time: timeSchema,
  picture: pictureSchema,
}

export type CallView = z.infer<typeof callSchema>
export type TimelineStep = z.infer<typeof stepSchema>
export type LegView = z.infer<typeof legSchema>
export type Picture = z.infer<typeof pictureSchema>
export type PaymentView = z.infer<typeof paymentSchema>
