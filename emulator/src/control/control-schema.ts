// The bodies that the control API takes: one schema checks them, words the refusal and documents the route.
import { z } from "zod"
import { mustBe } from "../say-issues.ts"
import { callerFacts } from "../voice/caller-facts.ts"
import { ANSWERERS } from "../voice/machine-detection.ts"

const isPhone = mustBe(`a phone number like "+15551230001"`)

/** A phone number in E.164. */
export const phoneSchema = z
  .string(isPhone)
  .regex(/^\+[1-9]\d{1,14}$/, isPhone)
  .meta({ example: "+15551230001" })

const isCaller = mustBe(`a phone number like "+15551230001", "client:ada" or "sip:ada@example.com"`)

/** Who calls: a phone, a client of the Voice SDK, or a SIP address (facts 4.1). */
const callerSchema = z
  .string(isCaller)
  .regex(/^(\+[1-9]\d{1,14}|client:[^\s]{1,256}|sips?:[^@\s]+@[^@\s]+)$/, isCaller)
  .meta({ example: "+15551230001" })

const isUrl = mustBe("an absolute http or https URL")

/** An absolute URL, as Twilio calls it. */
export const urlSchema = z
  .string(isUrl)
  .max(4000, isUrl)
  .refine((value) => /^https?:$/.test(URL.parse(value)?.protocol ?? ""), isUrl)
  .meta({ example: "http://localhost:3000/voice" })

const text = mustBe("a string")
const isDigits = mustBe("1 to 200 of 0-9 * # and w (a pause of half a second)", true)
const isLeg = mustBe(`"customer" or "agent"`)
const isAnswerer = mustBe(`one of ${ANSWERERS.join(", ")}`)
const isMethod = mustBe(`"GET" or "POST"`)

export const methodSchema = z.enum(["GET", "POST"], isMethod)

const legSchema = z
  .enum(["customer", "agent"], isLeg)
  .default("customer")
  .describe("whose phone: the customer's, or the agent's on this call")

export const placeCallSchema = z.strictObject({
  from: callerSchema.describe("the customer: a number, or a client: or sip: address"),
  to: phoneSchema.describe("one of the emulated numbers"),
  query: z
    .string(text)
    .max(2000, text)
    .default("")
    .describe("added to the voice URL, e.g. Fwd=%2B15550001001")
    .meta({ example: "" }),
  known: callerFacts
    .default({})
    .describe("what the network tells of the caller, by the name of the parameter that webhooks have for it")
    .meta({ example: { StirVerstat: "TN-Validation-Passed-A", FromCountry: "US" } }),
})

export const agentPhoneSchema = z.strictObject({
  phone: z.string(text).max(40, text).default("").describe("which phone, where several ring"),
})

export const answerSchema = agentPhoneSchema.extend({
  answeredBy: z
    .enum(ANSWERERS, isAnswerer)
    .default("human")
    .describe("who or what picks up; told where the call asks for it (MachineDetection, machineDetection)"),
})

export const digitsSchema = z.strictObject({
  digits: z
    .string(isDigits)
    .regex(/^[0-9*#w]{1,200}$/, isDigits)
    .describe("keys in order; w is half a second's pause")
    .meta({ example: "4242424242424242" }),
  leg: legSchema,
})

const isSpeech = mustBe("1 to 1,000 characters", true)
const isConfidence = mustBe("a number from 0 to 1")

export const speechSchema = z.strictObject({
  words: z
    .string(isSpeech)
    .min(1, isSpeech)
    .max(1000, isSpeech)
    .describe("what is said, as a recogniser would write it")
    .meta({ example: "I would like to pay" }),
  confidence: z.number(isConfidence).min(0, isConfidence).max(1, isConfidence).default(0.9),
  leg: legSchema,
})

export const hangUpSchema = z.strictObject({ leg: legSchema })

const isReferTo = mustBe(
  `up to 256 characters: a SIP or tel address like "sip:ben@example.com", or a phone number`,
)

export const referSchema = z.strictObject({
  to: z
    .string(isReferTo)
    .max(256, isReferTo)
    .regex(/^(\+[1-9]\d{1,14}|(sips?|tel):[^\s<>]+|<(sips?|tel):[^\s<>]+>)$/, isReferTo)
    .describe("the Refer-To header as the phone writes it, brackets or none; a number alone is <tel:+1...>")
    .meta({ example: "<sip:ben@example.com?X-Reason=Billing>" }),
})

export const setNumberSchema = z.strictObject({
  phoneNumber: phoneSchema,
  voiceUrl: urlSchema.optional().describe("where its calls go; required for a number that is new"),
  voiceMethod: methodSchema.optional(),
  voiceFallbackUrl: z
    .union([z.literal(""), urlSchema], isUrl)
    .optional()
    .describe("asked when a document of the call cannot be had; empty for none"),
  statusCallback: z
    .union([z.literal(""), urlSchema], isUrl)
    .optional()
    .describe("told when a call ends; empty for none"),
})

export const callSidSchema = z.object({
  callSid: z.string().describe("the customer's leg").meta({ example: "CA00000000000000000000000000000000" }),
})
