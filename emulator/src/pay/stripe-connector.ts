// The connector `stripe`: real PaymentIntents in Stripe's test mode, so that they can be seen in its dashboard.
import Stripe from "stripe"
import type { Switches } from "../switches.ts"
import type { Connector, ConnectorAnswer, ConnectorRequest } from "./connector.ts"
import { cardRefusalCode, refusalCode } from "./stripe-test-connector.ts"

/**
 * Stripe's names of its test cards: no card number leaves this process, and the account needs no permission for
 * raw card data (https://docs.stripe.com/testing).
 */
const PAYMENT_METHODS: Readonly<Record<string, string>> = {
  "4242424242424242": "pm_card_visa",
  "4111111111111111": "pm_card_visa",
  "4000056655665556": "pm_card_visa_debit",
  "5555555555554444": "pm_card_mastercard",
  "5200828282828210": "pm_card_mastercard_debit",
  "5105105105105100": "pm_card_mastercard_prepaid",
  "378282246310005": "pm_card_amex",
  "6011111111111117": "pm_card_discover",
  "3056930009020004": "pm_card_diners",
  "3566002020360505": "pm_card_jcb",
  "6200000000000005": "pm_card_unionpay",
  "4000000000000101": "pm_card_cvcCheckFail",
  "4000000000000036": "pm_card_avsZipFail",
  "4000000000000002": "pm_card_visa_chargeDeclined",
  "4000000000009995": "pm_card_visa_chargeDeclinedInsufficientFunds",
  "4000000000009987": "pm_card_visa_chargeDeclinedLostCard",
  "4000000000009979": "pm_card_visa_chargeDeclinedStolenCard",
  "4000000000000069": "pm_card_chargeDeclinedExpiredCard",
  "4000000000000127": "pm_card_chargeDeclinedIncorrectCvc",
  "4000000000000119": "pm_card_chargeDeclinedProcessingError",
  "4000000000006975": "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
  "4100000000000019": "pm_card_radarBlock",
  "4000000000000341": "pm_card_chargeCustomerFail",
}

type Options = { secretKey: string; baseUrl: string }

function minorUnits(amount: string, currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency })
  return Math.round(Number(amount) * 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

function explain(switches: Switches, request: ConnectorRequest, error: unknown): ConnectorAnswer {
  if (error instanceof Stripe.errors.StripeCardError) {
    const refused = error.code !== "processing_error"
    const payErrorCode = refused
      ? cardRefusalCode(switches, request.operation)
      : refusalCode(request.operation)
    return { result: "declined", payErrorCode, error: error.message, errorCode: error.code ?? "" }
  }
  if (error instanceof Stripe.errors.StripeAuthenticationError) {
    const words = "Stripe refused the connector's key"
    return { result: "failed", payErrorCode: 64001, error: words, errorCode: error.code ?? "" }
  }
  if (error instanceof Stripe.errors.StripeInvalidRequestError) {
    const payErrorCode = refusalCode(request.operation)
    return { result: "declined", payErrorCode, error: error.message, errorCode: error.code ?? "" }
  }
  const words = error instanceof Error ? error.message : String(error)
  return { result: "failed", payErrorCode: 64002, error: `Stripe is not available: ${words}`, errorCode: "" }
}

async function charge(
  stripe: Stripe,
  request: ConnectorRequest,
  paymentMethod: string,
): Promise<ConnectorAnswer> {
  const { settings, callSid, paymentSid, transactionId } = request
  const intent = await stripe.paymentIntents.create(
    {
      amount: minorUnits(settings.chargeAmount, settings.currency),
      currency: settings.currency.toLowerCase(),
      payment_method: paymentMethod,
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: "never" },
      ...(settings.description === "" ? {} : { description: settings.description }),
      metadata: { ...settings.parameters, call_sid: callSid, payment_sid: paymentSid },
    },
    { idempotencyKey: transactionId },
  )
  const latest = intent.latest_charge
  const confirmationCode = typeof latest === "string" ? latest : (latest?.id ?? intent.id)
  return { result: "succeeded", confirmationCode, token: "", profileId: "" }
}

/** Reusable tokens belong to a customer; a one-time token is the payment method alone (facts 7.4). */
async function tokenize(
  stripe: Stripe,
  request: ConnectorRequest,
  paymentMethod: string,
): Promise<ConnectorAnswer> {
  const { settings, transactionId } = request
  if (settings.tokenType === "one-time") {
    return { result: "succeeded", confirmationCode: "", token: paymentMethod, profileId: "" }
  }
  const customer = await stripe.customers.create(
    settings.description === "" ? {} : { description: settings.description },
    { idempotencyKey: `${transactionId}-customer` },
  )
  const attached = await stripe.paymentMethods.attach(
    paymentMethod,
    { customer: customer.id },
    { idempotencyKey: `${transactionId}-attach` },
  )
  return { result: "succeeded", confirmationCode: "", token: attached.id, profileId: customer.id }
}

/** `secretKey` must be of test mode, which the settings' schema proves. */
export function stripeConnector({ secretKey, baseUrl }: Options, switches: Switches): Connector {
  const { protocol, hostname, port } = new URL(baseUrl)
  const stripe = new Stripe(secretKey, {
    protocol: protocol === "http:" ? "http" : "https",
    host: hostname,
    ...(port === "" ? {} : { port }),
    maxNetworkRetries: 2,
    telemetry: false,
  })
  return async (request) => {
    const { instrument, operation } = request
    const paymentMethod = instrument.kind === "card" ? PAYMENT_METHODS[instrument.number] : undefined
    if (paymentMethod === undefined) {
      const error = "Stripe's test mode has no payment method for this number"
      const payErrorCode = cardRefusalCode(switches, operation)
      return { result: "declined", payErrorCode, error, errorCode: "card_declined" }
    }
    try {
      return await (operation === "charge" ? charge : tokenize)(stripe, request, paymentMethod)
    } catch (error) {
      return explain(switches, request, error)
    }
  }
}
