// Asks the gateway for a submitted payment; faults strike here: slow, twice, charged and lost, not reached.
import { type Clock, sleep } from "../clock.ts"
import type { Faults } from "../faults/faults.ts"
import type { ConnectorAnswer, ConnectorRequest } from "./connector.ts"
import { type Gateway, type GatewayRecord, makeRecord } from "./gateway.ts"

const LOST: ConnectorAnswer = {
  result: "failed",
  payErrorCode: 64002,
  error: "Service unavailable: the payment gateway gave no answer",
  errorCode: "",
}

/**
 * What the session is to say, and how often it calls that back: usually once. A caller whose call must go on, as in
 * `<Pay>`, is told at least once: an answer that never comes is Twilio's 64002 to them.
 */
export async function askGateway(
  around: { readonly clock: Clock; readonly gateway: Gateway; readonly faults: Faults },
  request: ConnectorRequest,
  mustGoOn: boolean,
): Promise<{ record: GatewayRecord; told: 0 | 1 | 2 }> {
  const { clock, gateway, faults } = around
  const { operation, settings } = request
  const struck = faults.strike({
    on: "gateway",
    callSid: request.callSid,
    what: `the ${operation} by ${settings.paymentConnector}`,
    facts: { operation, connector: settings.paymentConnector },
  })
  const unasked = (answer: ConnectorAnswer) => makeRecord(request, answer, clock.now())
  switch (struck?.action) {
    case "unavailable":
      return { record: unasked(LOST), told: 1 }
    case "decline": {
      const payErrorCode = operation === "token" ? 64010 : 64012
      const { code: errorCode, message: error } = struck
      return { record: unasked({ result: "declined", payErrorCode, error, errorCode }), told: 1 }
    }
    case "slow":
      await sleep(clock, struck.ms)
      break
  }
  const record = await gateway.process(request)
  switch (struck?.action) {
    case "lose-answer":
      return { record: unasked(LOST), told: 1 }
    case "silence":
      return mustGoOn ? { record: unasked(LOST), told: 1 } : { record, told: 0 }
    case "answer-twice":
      return { record, told: 2 }
  }
  return { record, told: 1 }
}
