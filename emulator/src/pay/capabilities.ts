// What a connector can do, and what Twilio says of a session that asks it for more (facts 1.9).
import { z } from "zod"
import { textLike } from "../say-issues.ts"
import { type PaySettings, TOKEN_TYPES } from "./pay-settings.ts"

/** Of a connector in settings; everything but payment methods as tokens, which only Stripe's have (facts 1.2). */
export const capabilities = z.strictObject({
  charges: z.boolean().default(true),
  tokens: z.boolean().default(true),
  tokenTypes: z.array(z.enum(TOKEN_TYPES)).default(["one-time", "reusable"]),
  paymentMethods: z.array(z.enum(["credit-card", "ach-debit"])).default(["credit-card", "ach-debit"]),
  /** ISO 4217; absent for all. */
  currencies: z.array(textLike(/^[A-Z]{3}$/, "a currency like USD")).optional(),
  /** Names of Parameters without which nothing goes, e.g. MerchantAccountId. */
  parameters: z.array(z.string().min(1).max(100)).default([]),
  /** How the instance stands: its credentials were removed, Twilio's authorization withdrawn, LIVE not approved. */
  state: z.enum(["ready", "misconfigured", "unauthorized", "not-approved"]).default("ready"),
})

export type Capabilities = z.output<typeof capabilities>

type Lack = { code: number; text: string }

const STATES: Readonly<Record<Capabilities["state"], Lack | null>> = {
  ready: null,
  misconfigured: { code: 64001, text: "Configuration Error: its credentials are missing or invalid" },
  unauthorized: {
    code: 64009,
    text: "Twilio is no longer authorized to initiate transactions on your behalf",
  },
  "not-approved": { code: 64024, text: "Connector Instance Not Approved for LIVE" },
}

/** What the connector lacks for this session, in Twilio's code; null where nothing. */
export function lackOf(can: Capabilities, settings: PaySettings): Lack | null {
  const state = STATES[can.state]
  if (state) return state
  const { paymentMethod, currency, tokenType, parameters, chargeAmount } = settings
  if (!can.paymentMethods.includes(paymentMethod)) {
    return { code: 64013, text: `Connector does not support paymentMethod ${paymentMethod}` }
  }
  if (chargeAmount === "") {
    if (!can.tokens) return { code: 64005, text: "Connector does not support tokenization" }
    if (!can.tokenTypes.includes(tokenType)) {
      return { code: 64006, text: `Connector does not support token type ${tokenType}` }
    }
  } else {
    if (!can.charges) return { code: 64007, text: "Connector does not support creating charge" }
    if (can.currencies && !can.currencies.includes(currency)) {
      return { code: 64011, text: `Connector does not support the requested currency ${currency}` }
    }
  }
  const missing = can.parameters.find((name) => !parameters[name])
  return missing === undefined ? null : { code: 64015, text: `A needed Parameter is missing: ${missing}` }
}
