// The Generic Pay Connector: posts Twilio's documented JSON to the developer's own endpoint (facts 6).
import { z } from "zod"
import type { Clock } from "../clock.ts"
import type { Switches } from "../switches.ts"
import type { Connector, ConnectorAnswer, ConnectorRequest } from "./connector.ts"
import { refusalCode } from "./stripe-test-connector.ts"

const TIMEOUT_MS = 10_000
const MOST_TRIES = 5

/** The only instruments of a TEST instance; the endpoint is never called with another (facts 6). */
const TEST_CARDS = [
  "4111111111111111",
  "5555555555554444",
  "378282246310005",
  "6011111111111117",
  "3056930009020004",
  "3566002020360505",
  "6200000000000005",
  "6771798021000008",
]
const TEST_ACCOUNTS = ["12345678", "123456789"]

type Options = { url: string; username: string; password: string; mode: "test" | "live" }

function refuseUnlisted({ instrument }: ConnectorRequest): ConnectorAnswer | null {
  const refuse = (payErrorCode: 64022 | 64023, what: string): ConnectorAnswer => ({
    result: "declined",
    payErrorCode,
    error: `Invalid Test ${what} Number: a TEST connector takes only the numbers that Twilio lists`,
    errorCode: "",
  })
  if (instrument.kind === "card") {
    return TEST_CARDS.includes(instrument.number) ? null : refuse(64022, "Card")
  }
  return TEST_ACCOUNTS.includes(instrument.accountNumber) ? null : refuse(64023, "Bank Account")
}

/** The body: every value a string, absent what was not collected (facts 6). */
function bodyOf({ operation, transactionId, settings, instrument }: ConnectorRequest) {
  const collected =
    instrument.kind === "card"
      ? {
          cardnumber: instrument.number,
          ...(instrument.securityCode === "" ? {} : { cvv: instrument.securityCode }),
          expiry_month: instrument.expirationDate.slice(0, 2),
          expiry_year: instrument.expirationDate.slice(2),
          ...(instrument.postalCode === "" ? {} : { postal_code: instrument.postalCode }),
        }
      : { bankaccountnumber: instrument.accountNumber, routingnumber: instrument.routingNumber }
  const money =
    operation === "charge" ? { amount: settings.chargeAmount, currency_code: settings.currency } : {}
  return {
    method: operation === "charge" ? "charge" : "tokenize",
    transaction_id: transactionId,
    ...collected,
    ...money,
    description: settings.description,
    parameters: settings.parameters,
  }
}

const someText = z.union([z.string(), z.number()]).nullish()
const answerSchema = z.object({
  charge_id: someText,
  token_id: someText,
  error_code: someText,
  error_message: someText,
  parameters: z.record(z.string(), z.unknown()).nullish(),
})

function read(request: ConnectorRequest, status: number, text: string): ConnectorAnswer {
  const refuse = (error: string, errorCode: string): ConnectorAnswer => {
    return { result: "declined", payErrorCode: refusalCode(request.operation), error, errorCode }
  }
  if (status < 200 || status > 299) return refuse(`The connector answered HTTP ${status}`, String(status))
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return refuse("The connector's answer is not JSON", "")
  }
  const answer = answerSchema.safeParse(json)
  if (!answer.success) return refuse("The connector's answer is not of the documented shape", "")
  const { charge_id, token_id, error_code, error_message } = answer.data
  const parameters = Object.fromEntries(
    Object.entries(answer.data.parameters ?? {}).map(([name, value]) => [name, String(value)]),
  )
  if (error_code !== null && error_code !== undefined && error_code !== "") {
    return { ...refuse(String(error_message ?? ""), String(error_code)), parameters }
  }
  const granted = request.operation === "charge" ? charge_id : token_id
  const missing = request.operation === "charge" ? "charge_id" : "token_id"
  if (granted === null || granted === undefined) return refuse(`The connector's answer has no ${missing}`, "")
  const charging = request.operation === "charge"
  return {
    result: "succeeded",
    confirmationCode: charging ? String(granted) : "",
    token: charging ? "" : String(granted),
    profileId: "",
    parameters,
  }
}

/** One try; null when there was no answer of use and another try may help. */
async function post(
  options: Options,
  clock: Clock,
  request: ConnectorRequest,
): Promise<ConnectorAnswer | null> {
  const late = new AbortController()
  const cancel = clock.after(TIMEOUT_MS, () => late.abort())
  const credentials = Buffer.from(`${options.username}:${options.password}`).toString("base64")
  try {
    const response = await fetch(options.url, {
      method: "POST",
      headers: {
        authorization: `Basic ${credentials}`,
        "content-type": "application/json",
        "user-agent": "AHC/2.1",
      },
      body: JSON.stringify(bodyOf(request)),
      signal: late.signal,
      redirect: "manual",
    })
    const text = await response.text()
    return response.status >= 500 ? null : read(request, response.status, text)
  } catch {
    return null
  } finally {
    cancel()
  }
}

/** Up to 5 tries of 10 s with the same transaction id; then 64002, and nobody knows whether it charged. */
export function genericConnector(options: Options, clock: Clock, switches: Switches): Connector {
  return async (request) => {
    const refusal = options.mode === "test" ? refuseUnlisted(request) : null
    if (refusal) return refusal
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const answer = await clock.during(post(options, clock, request))
      if (answer) return answer
    }
    const error = `The connector gave no answer in ${MOST_TRIES} tries`
    return { result: "failed", payErrorCode: switches["GPC timeout"], error, errorCode: "" }
  }
}
