// Twilio as it would be if it sent what it must not: webhooks with a valid signature and any field.
import { createHmac } from "node:crypto"

export interface Webhook {
  path: string
  form: Record<string, string>
}

/** Sends it signed (https://www.twilio.com/docs/usage/security). @returns status, headers and body as one text */
export async function sendSigned(publicUrl: string, token: string, { path, form }: Webhook): Promise<string> {
  const signed = Object.keys(form)
    .sort()
    .reduce((text, name) => text + name + form[name], publicUrl + path)
  const signature = createHmac("sha1", token).update(signed).digest("base64")
  const response = await fetch(publicUrl + path, {
    method: "POST",
    headers: { "x-twilio-signature": signature },
    body: new URLSearchParams(form),
  })
  return heard(response)
}

/** Everything that an answer says. */
export async function heard(response: Response): Promise<string> {
  return `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`
}

/** The ways in which a careless program writes a number. */
export const guises: readonly ((number: string) => string)[] = [
  (number) => number,
  (number) => (number.match(/\d{1,4}/g) ?? []).join(" "),
  (number) => (number.match(/\d{1,4}/g) ?? []).join("-"),
  (number) => [...number].map((digit) => `%3${digit}`).join(""),
  (number) => `Card ${number} was refused`,
]

const voiceFields = [
  "CallSid",
  "AccountSid",
  "From",
  "To",
  "Caller",
  "Called",
  "CallStatus",
  "DialCallStatus",
]
  .concat(["ForwardedFrom", "CallerName", "FromCity", "FromZip", "ParentCallSid", "Direction", "StirVerstat"])
  .concat(["DialCallSid", "Digits", "SomethingNew"])

/** A new call, announced with a number in each of its fields and in its address. */
export function* hostileCalls(number: string, sid: () => string): Generator<Webhook> {
  for (const field of voiceFields)
    for (const dress of guises)
      for (const path of ["/forward", "/answered", "/finished"]) {
        const callSid = sid()
        const usual = { CallSid: callSid, From: "+15551230999", To: "+15550001000", CallStatus: "ringing" }
        const finished = path === "/finished" ? { DialCallStatus: "completed" } : {}
        yield { path: `${path}?Fwd=%2B15550001002`, form: { ...usual, ...finished, [field]: dress(number) } }
        // Ben's phone is free for the next one.
        yield { path: "/finished", form: { CallSid: callSid, DialCallStatus: "completed" } }
      }
  for (const path of [
    `/forward?Fwd=${number}`,
    `/forward?Fwd=%2B${number}`,
    `/payresult?payment=${number}&attempt=1`,
  ])
    yield { path, form: { CallSid: sid(), From: "+15551230999", To: "+15550001000" } }
}

const payFields = ["Sid", "AccountSid", "PaymentConnector", "PaymentMethod", "ChargeAmount", "TokenType"]
  .concat(["DateCreated", "DateUpdated", "Capture", "Required", "PartialResult", "ErrorType"])
  .concat(["PaymentCardNumber", "PaymentCardType", "ExpirationDate", "SecurityCode", "PaymentCardPostalCode"])
  .concat(["BankAccountNumber", "BankRoutingNumber", "ProfileId", "SomethingNew"])
const resultFields = ["Result", "PaymentError", "PayErrorCode", "ConnectorError"].concat([
  "PaymentConfirmationCode",
  "PaymentToken",
  "PaymentCardNumber",
  "SecurityCode",
])

export interface OpenSession {
  callSid: string
  sessionSid: string
  /** The query of the callback URL that AgentPay gave. */
  query: string
}

/** Callbacks of an open session with a number in each field; none of them ends it. */
export function* hostileUpdates(
  number: string,
  { callSid, sessionSid, query }: OpenSession,
): Generator<Webhook> {
  let later = Date.now()
  for (const field of payFields)
    for (const dress of guises)
      for (const PartialResult of ["true", "false"]) {
        later += 10
        const DateUpdated = new Date(later).toISOString()
        const usual = {
          CallSid: callSid,
          Sid: sessionSid,
          Capture: "payment-card-number",
          PartialResult,
          DateUpdated,
        }
        yield { path: `/payresult${query}`, form: { ...usual, [field]: dress(number) } }
      }
}

/** Ends of a session with a number in one of the fields; each needs a session of its own. */
export function hostileResults(number: string): Record<string, string>[] {
  return resultFields.flatMap((field, i) => {
    const dress = guises[i % guises.length] ?? String
    return ["success", "payment-connector-error", "internal-error"].map((Result) => ({
      Result,
      [field]: dress(number),
    }))
  })
}

/** One of these ends, of this session. */
export function hostileResult(
  { callSid, sessionSid, query }: OpenSession,
  result: Record<string, string>,
): Webhook {
  return { path: `/payresult${query}`, form: { CallSid: callSid, Sid: sessionSid, ...result } }
}
