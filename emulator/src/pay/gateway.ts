// The ledger behind the connectors: asks the one a payment names, and remembers what it answered.
import type { Clock } from "../clock.ts"
import { newGatewayId } from "../sids.ts"
import type { ConnectorAnswer, ConnectorRequest, Instrument } from "./connector.ts"
import type { NamedConnector } from "./make-connector.ts"
import { maskAccount, maskCard } from "./pay-items.ts"

/** One line of the ledger, without a clear number. `time` is ISO 8601. */
export type GatewayRecord = {
  id: string
  kind: "charge" | "token"
  result: ConnectorAnswer["result"]
  card: string
  brand: string
  amount: string
  currency: string
  description: string
  connector: string
  confirmationCode: string
  token: string
  profileId: string
  error: string
  errorCode: string
  /** Twilio's PayErrorCode; null for a success. */
  payErrorCode: number | null
  /** What the connector answered beside it; only the action of `<Pay>` is told. */
  parameters: Readonly<Record<string, string>>
  time: string
  callSid: string
  paymentSid: string
}

export type Gateway = {
  /** Charges or makes a token. The same transaction is never charged twice: it gets the first record again. */
  process(request: ConnectorRequest): Promise<GatewayRecord>
  /** Newest first. */
  records(): GatewayRecord[]
}

const KEPT = 20_000

function shown(instrument: Instrument): { card: string; brand: string } {
  if (instrument.kind === "card") return { card: maskCard(instrument.number), brand: instrument.cardType }
  return { card: maskAccount(instrument.accountNumber), brand: "bank account" }
}

/** The line that the ledger would hold for this answer. */
export function makeRecord(request: ConnectorRequest, answer: ConnectorAnswer, now: number): GatewayRecord {
  const { settings, operation } = request
  const granted = answer.result === "succeeded" ? answer : null
  const refused = answer.result === "succeeded" ? null : answer
  return {
    id: granted?.confirmationCode || granted?.token || newGatewayId(operation === "charge" ? "ch" : "tok"),
    kind: operation,
    result: answer.result,
    ...shown(request.instrument),
    amount: settings.chargeAmount,
    currency: settings.currency,
    description: settings.description,
    connector: settings.paymentConnector,
    confirmationCode: granted?.confirmationCode ?? "",
    token: granted?.token ?? "",
    profileId: granted?.profileId ?? "",
    error: refused?.error ?? "",
    errorCode: refused?.errorCode ?? "",
    payErrorCode: refused?.payErrorCode ?? null,
    parameters: answer.parameters ?? {},
    time: new Date(now).toISOString(),
    callSid: request.callSid,
    paymentSid: request.paymentSid,
  }
}

async function ask(
  connectors: ReadonlyMap<string, NamedConnector>,
  request: ConnectorRequest,
): Promise<ConnectorAnswer> {
  const named = connectors.get(request.settings.paymentConnector)
  const broken = (error: string, payErrorCode: 64001 | 64004): ConnectorAnswer => {
    return { result: "failed", payErrorCode, error, errorCode: "" }
  }
  if (!named) return broken("Invalid paymentConnector attribute: there is no such connector", 64004)
  try {
    return await named.connector(request)
  } catch (error) {
    return broken(`The connector broke: ${error instanceof Error ? error.message : String(error)}`, 64001)
  }
}

/** An empty ledger. It keeps the newest 20,000 records in memory, masked. */
export function createGateway(clock: Clock, connectors: ReadonlyMap<string, NamedConnector>): Gateway {
  const answers = new Map<string, Promise<GatewayRecord>>()
  const records: GatewayRecord[] = []
  return {
    process(request) {
      const known = answers.get(request.transactionId)
      if (known) return known
      const answer = ask(connectors, request).then((said) => {
        const record = makeRecord(request, said, clock.now())
        records.push(record)
        if (records.length > KEPT) records.shift()
        return record
      })
      answers.set(request.transactionId, answer)
      const oldest = answers.keys().next().value
      if (answers.size > KEPT && oldest !== undefined) answers.delete(oldest)
      return answer
    },
    records: () => records.toReversed(),
  }
}
