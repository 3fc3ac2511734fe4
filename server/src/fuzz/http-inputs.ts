// Requests for every HTTP door of the server: which doors there are, the server says itself.
import { parse } from "node:querystring"
import fc from "fast-check"
import twilio from "twilio"
import { TWILIO_PATHS } from "../twilio-routes.ts"
import { anything, encoded, fields, json, mostly, text, written } from "./hostile-values.ts"

export interface HttpInput {
  method: string
  path: string
  headers: Record<string, string>
  body?: string
}

export interface Door {
  method: string
  /** With `:names` and `*`. */
  path: string
}

/** Reads what Fastify prints of its routes: a tree, each line a piece of the path and the methods. */
export function readDoors(printed: string): Door[] {
  const pieces: string[] = []
  return printed.split("\n").flatMap((line) => {
    const [, indent = "", piece = "", methods] = /^(.*?)── (\S*)(?: \(([^)]*)\))?/.exec(line) ?? []
    if (!line.includes("── ")) return []
    const depth = indent.length >> 2
    pieces.splice(depth, pieces.length, piece)
    const path = pieces.join("").replace(/^\*$/, "/*")
    return methods?.split(", ").map((method) => ({ method, path })) ?? []
  })
}

export interface Knowledge {
  doors: readonly Door[]
  /** Cookies of living sessions. */
  cookies: readonly string[]
  /** Calls that are live, so that signed nonsense has something to hit. */
  callSids: readonly string[]
  authToken: string
  publicUrl: string
}

/** Few enough that none of them meets the limit of an address, which would hide what is behind it. */
const addresses = fc.integer({ min: 0, max: 3_999 }).map((n) => `198.18.${n >> 8}.${n & 255}`)

const formFields = [
  ...["CallSid", "ParentCallSid", "CallStatus", "DialCallStatus", "From", "To", "Sid", "Capture", "Required"],
  ...["PartialResult", "ErrorType", "PaymentCardNumber", "PaymentCardType", "ExpirationDate", "SecurityCode"],
  ...["PaymentCardPostalCode", "Result", "PaymentError", "PayErrorCode", "ConnectorError", "DateUpdated"],
  ...["PaymentConfirmationCode", "PaymentToken", "ProfileId", "BankAccountNumber", "AccountSid", "Digits"],
] as const
const sensible = [
  ...["completed", "in-progress", "busy", "ringing", "true", "false", "success", "payment-connector-error"],
  ...["payment-card-number", "expiration-date", "security-code", "xxxxxxxxxxxx4242", "1230", "visa", "64002"],
  ...["caller-hung-up", "2026-01-01T00:00:00Z", "expiration-date,security-code", "input-timeout"],
] as const

function webhook(known: Knowledge): fc.Arbitrary<HttpInput> {
  const sids = fc.oneof(
    fc.constantFrom(...known.callSids, ...known.callSids.map((sid) => sid.replace("CA", "PK"))),
    fc.stringMatching(/^(CA|PK)[0-9a-f]{32}$/),
  )
  const pair = fc.tuple(
    mostly<string>(formFields, text),
    fc.oneof(mostly<string>(sensible as unknown as [string], text), sids),
  )
  const pairs = fc
    .tuple(fc.array(pair, { maxLength: 12 }), sids, sids)
    .map(([rest, call, session]) => [["CallSid", call], ["Sid", session], ...rest])
  const form = pairs.map((all) => new URLSearchParams(all as [string, string][]).toString())
  const body = fc.oneof(
    { weight: 12, arbitrary: form },
    { weight: 2, arbitrary: fc.tuple(form, fc.nat(400)).map(([whole, length]) => whole.slice(0, length)) },
    { weight: 1, arbitrary: form.map((whole) => `${whole}&${whole}&${whole.replaceAll("=", "[]=")}`) },
    { weight: 1, arbitrary: text },
    { weight: 1, arbitrary: fc.constant(`CallSid=${"x".repeat(70_000)}`) },
  )
  const query = fc.oneof(
    fc.constant(""),
    encoded.map((value) => `?Fwd=${value}`),
    fc.constant("?Fwd=%2B15550001001"),
    fc.tuple(encoded, mostly(["1", "2"], encoded)).map(([id, n]) => `?payment=${id}&attempt=${n}&payment=2`),
  )
  const signatures = fc.constantFrom("right", "right", "right", "forged", "none")
  return fc
    .tuple(fc.constantFrom(...TWILIO_PATHS), query, body, signatures)
    .map(([path, asked, sent, signature]) => {
      const url = path + asked
      const right = () => {
        const read = Object.fromEntries(Object.entries(parse(sent, "&", "=", { maxKeys: 0 })))
        return twilio.getExpectedTwilioSignature(known.authToken, known.publicUrl + url, read)
      }
      const headers: Record<string, string> = { "content-type": "application/x-www-form-urlencoded" }
      if (signature === "right") headers["x-twilio-signature"] = right()
      if (signature === "forged") headers["x-twilio-signature"] = "c2lnbmVkIGJ5IG5vYm9keQ=="
      return { method: "POST", path: url, headers, body: sent }
    })
}

const bodyFields = [
  ...["email", "password", "newPassword", "currentPassword", "name", "image", "role", "phone", "callbackURL"],
  ...["token", "code", "provider", "providerId", "userId", "sessionId", "rememberMe", "redirectTo", "id"],
  ...["callSid", "paymentId", "attempt", "amount", "tip", "item", "reference", "note", "status", "state"],
  ...["from", "to", "after", "before", "cursor", "limit", "q", "agentId", "queue", "action", "reason"],
]

/** Any door that is no webhook, whoever asks. */
function page({ doors, cookies, publicUrl }: Knowledge): fc.Arbitrary<HttpInput> {
  const others = doors.filter(({ path }) => !TWILIO_PATHS.includes(path))
  const path = (pattern: string) =>
    fc
      .array(encoded, { minLength: 4, maxLength: 4 })
      .map((values) => pattern.replace(/:\w+|\*/g, () => values.pop() ?? ""))
  const query = fc.oneof(
    fc.constant(""),
    fields(bodyFields).map(
      (values) =>
        `?${Object.entries(values)
          .map(([name, value]) =>
            [name, written(value)].map((one) => encodeURIComponent(one.toWellFormed())).join("="),
          )
          .join("&")
          .slice(0, 8_000)}`,
    ),
    encoded.map((value) => `?${value}`),
  )
  return fc
    .tuple(
      fc.constantFrom(...others).chain((door) => fc.tuple(fc.constant(door.method), path(door.path))),
      fc.oneof(
        { weight: 9, arbitrary: fc.constant(null) },
        fc.constantFrom("PUT", "PATCH", "DELETE", "OPTIONS"),
      ),
      query,
      json(bodyFields),
      fc.constantFrom("", ...cookies, ...cookies, "agentpay.session_token=forged.forged"),
      fc.constantFrom(
        "application/json",
        "application/json",
        "text/plain",
        "multipart/form-data; boundary=x",
      ),
      fc.constantFrom(publicUrl, publicUrl, "https://evil.example", "null"),
    )
    .map(([[known, url], another, asked, body, cookie, type, origin]) => {
      const method = another ?? known
      const headers: Record<string, string> = { origin, ...(cookie && { cookie }) }
      const bare = method === "GET" || method === "HEAD"
      if (!bare) headers["content-type"] = type
      return { method, path: url + asked, headers, ...(!bare && { body }) }
    })
}

export function httpInputs(known: Knowledge): fc.Arbitrary<HttpInput> {
  const header = mostly<unknown>(["Browser"], anything).map((value) =>
    written(value)
      .replace(/[^\x20-\x7e]/g, "?")
      .slice(0, 2_000),
  )
  return fc
    .tuple(fc.oneof(webhook(known), page(known)), addresses, header)
    .map(([input, address, agent]) => ({
      ...input,
      headers: { ...input.headers, "x-forwarded-for": address, "user-agent": agent },
    }))
}

/** Bytes that may not even be HTTP. */
export const rawInputs: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(fc.constantFrom("GET", "POST", "PRI", "get", "CONNECT"), encoded, text, text)
    .map(([method, path, name, value]) =>
      Buffer.from(`${method} /${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${name}: ${value}\r\n\r\n`),
    ),
  fc
    .tuple(fc.nat(70_000), text)
    .map(([length, body]) =>
      Buffer.from(
        `POST /payresult HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n${body}`,
      ),
    ),
)
