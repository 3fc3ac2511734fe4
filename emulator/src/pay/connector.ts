// What a payment connector is: it is given a captured instrument, and answers what the gateway said (facts 6, 7).
import { z } from "zod"
import { textLike } from "../say-issues.ts"
import { capabilities } from "./capabilities.ts"
import type { CardType } from "./card-brands.ts"
import type { PayItem } from "./pay-items.ts"
import type { PaySettings } from "./pay-settings.ts"

/** Clear numbers, in memory only, from the session to the connector and no further. Dates are MMYY. */
export type Instrument =
  | {
      kind: "card"
      number: string
      cardType: CardType
      expirationDate: string
      /** Empty where it was not asked for, as the postal code. */
      securityCode: string
      postalCode: string
    }
  | { kind: "bank-account"; routingNumber: string; accountNumber: string }

/** The instrument of a session, from what was captured. */
export function instrumentOf(
  settings: PaySettings,
  cardType: CardType | null,
  captured: ReadonlyMap<PayItem, string>,
): Instrument {
  const digits = (item: PayItem) => captured.get(item) ?? ""
  if (settings.paymentMethod === "ach-debit") {
    const routingNumber = digits("bank-routing-number")
    return { kind: "bank-account", routingNumber, accountNumber: digits("bank-account-number") }
  }
  return {
    kind: "card",
    number: digits("payment-card-number"),
    cardType: cardType ?? "visa",
    expirationDate: digits("expiration-date"),
    securityCode: digits("security-code"),
    postalCode: digits("postal-code"),
  }
}

export type ConnectorRequest = {
  operation: "charge" | "token"
  accountSid: string
  callSid: string
  paymentSid: string
  /** The same for every try of one submit: connectors and the ledger are idempotent by it. */
  transactionId: string
  settings: PaySettings
  instrument: Instrument
}

/** What a submitted session asks of its connector; `attempt` counts from 1, more only where a decline left it open. */
export function requestOf(
  session: Pick<ConnectorRequest, "accountSid" | "callSid" | "settings"> & { sid: string },
  attempt: number,
  instrument: Instrument,
): ConnectorRequest {
  const { accountSid, callSid, sid, settings } = session
  return {
    operation: settings.chargeAmount === "" ? "token" : "charge",
    accountSid,
    callSid,
    paymentSid: sid,
    transactionId: `IP${sid.slice(2)}${attempt > 1 ? `-${attempt}` : ""}`,
    settings,
    instrument,
  }
}

/** Codes with which a connector may fail (facts 1.9). */
export type ConnectorErrorCode = 64001 | 64002 | 64004 | 64008 | 64010 | 64012 | 64022 | 64023

/** `declined`: the gateway said no. `failed`: it said nothing of use; nobody knows whether it charged. */
export type ConnectorAnswer =
  | {
      result: "succeeded"
      confirmationCode: string
      token: string
      profileId: string
      /** The connector's own fields, told to the action of `<Pay>` as `PayConnector_<name>` (facts 6). */
      parameters?: Readonly<Record<string, string>>
    }
  | {
      result: "declined" | "failed"
      payErrorCode: ConnectorErrorCode
      /** PaymentError: words for a person. */
      error: string
      /** ConnectorError: the gateway's own code. */
      errorCode: string
      parameters?: Readonly<Record<string, string>>
    }

export type Connector = (request: ConnectorRequest) => Promise<ConnectorAnswer>

const text = z.string().max(500)
const httpUrl = textLike(/^https?:\/\//, "an absolute http or https URL", true)

/** One answer of a scripted connector; the last one is given for ever after. */
const scriptedAnswer = z.strictObject({
  confirmationCode: text.optional(),
  token: text.optional(),
  profileId: text.optional(),
  /** A refusal: the gateway's code, and words. */
  errorCode: text.optional(),
  error: text.optional(),
  ms: z.number().int().min(0).max(600_000).default(0),
})

/** How a connector is described in code, in settings and by HTTP. */
export const connectorSettings = z.discriminatedUnion("kind", [
  /** Answers like Stripe's test mode, from a list. */
  z.strictObject({ kind: z.literal("stripe-test"), can: capabilities.optional() }),
  /** Posts Twilio's documented JSON to the developer's own endpoint. */
  z.strictObject({
    kind: z.literal("generic"),
    url: httpUrl,
    username: text.default(""),
    password: text.default(""),
    mode: z.enum(["test", "live"]).default("test"),
    can: capabilities.optional(),
  }),
  z.strictObject({
    kind: z.literal("scripted"),
    answers: z.array(scriptedAnswer).min(1).max(100),
    can: capabilities.optional(),
  }),
  /** Real PaymentIntents in Stripe's test mode. */
  z.strictObject({
    kind: z.literal("stripe"),
    secretKey: z.string().regex(/^(sk|rk)_test_\w+$/, {
      error: () => "must be a key of Stripe's test mode (sk_test_...): a live key would charge real money",
    }),
    /** Where Stripe's API is, e.g. a local double. */
    baseUrl: httpUrl.default("https://api.stripe.com"),
  }),
])

export type ConnectorSettings = z.input<typeof connectorSettings>
export type ScriptedAnswer = z.output<typeof scriptedAnswer>
