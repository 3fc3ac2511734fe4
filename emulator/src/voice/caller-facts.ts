// What the network tells Twilio of a caller: webhooks and the REST API repeat it (facts 4.1). Nothing is known unless given.
import { z } from "zod"

const CALLER_FACTS = [
  "CallerName",
  "ForwardedFrom",
  "StirVerstat",
  "StirPassportToken",
  "FromCity",
  "FromState",
  "FromZip",
  "FromCountry",
  "ToCity",
  "ToState",
  "ToZip",
  "ToCountry",
] as const

/** By the name of the parameter that tells it. */
export const callerFacts = z.partialRecord(z.enum(CALLER_FACTS), z.string().max(2000))

export type CallerFacts = z.output<typeof callerFacts>
