// The connector `stripe-test`: answers like Stripe's test mode, without asking anybody (facts 7).
import { newGatewayId } from "../sids.ts"
import type { Switches } from "../switches.ts"
import type { Connector, ConnectorAnswer, ConnectorRequest } from "./connector.ts"
import { type Refusal, refuseBankAccount, refuseCard } from "./test-cards.ts"

function refusalOf({ operation, instrument, settings }: ConnectorRequest): Refusal | null {
  if (instrument.kind === "bank-account") return refuseBankAccount(instrument.accountNumber)
  // A one-time token is made without asking the card's bank (facts 7.4).
  if (operation === "token" && settings.tokenType === "one-time") return null
  return refuseCard(instrument.number, operation === "charge")
}

/** PayErrorCode where a gateway says no for a reason of its own: 64010 for tokens, 64008 for charges (facts 10). */
export function refusalCode(operation: "charge" | "token"): 64008 | 64010 {
  return operation === "token" ? 64010 : 64008
}

/** PayErrorCode where the card was refused. */
export function cardRefusalCode(switches: Switches, operation: "charge" | "token"): 64008 | 64010 | 64012 {
  const apart = switches["64008 vs 64012 on decline"] === "64012 when the card is refused"
  return operation === "charge" && apart ? 64012 : refusalCode(operation)
}

/** What a payment that succeeds is called: a charge, or a token with its profile (facts 7.4). */
function grant({ operation, settings }: ConnectorRequest): ConnectorAnswer {
  if (operation === "charge") {
    return { result: "succeeded", confirmationCode: newGatewayId("ch"), token: "", profileId: "" }
  }
  return {
    result: "succeeded",
    confirmationCode: "",
    token: newGatewayId(settings.tokenType === "payment-method" ? "pm" : "tok"),
    profileId: settings.tokenType === "one-time" ? "" : newGatewayId("cus"),
  }
}

export function stripeTestConnector(switches: Switches): Connector {
  return async (request) => {
    const refusal = refusalOf(request)
    if (!refusal) return grant(request)
    const { operation } = request
    return {
      result: "declined",
      payErrorCode: refusal.processing ? refusalCode(operation) : cardRefusalCode(switches, operation),
      error: refusal.message,
      errorCode: refusal.code,
    }
  }
}
