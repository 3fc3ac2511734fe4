// One webhook as an HTTP request: form or query, signature, token, cookies (facts 5.1, 5.5).
import type { Switches } from "../switches.ts"
import type { Exchange } from "./http-exchange.ts"
import { type FormParams, signRequest, withDefaultPort } from "./signature.ts"

type Parts = {
  url: string
  method: "GET" | "POST"
  params: FormParams
  idempotencyToken: string
  cookie: string
}

/** The request, and the credentials of its URL, which are sent only when the server asks for them (facts 5.4). */
export function buildRequest(
  parts: Parts,
  signing: { authToken: string; switches: Switches },
): { request: Exchange; credentials: string } {
  const { method, params } = parts
  const url = new URL(parts.url)
  const credentials =
    url.username === "" ? "" : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  url.hash = ""
  if (method === "GET") for (const [name, value] of params) url.searchParams.append(name, value)
  const withPort = signing.switches["signed URL of default port"] === "with port"
  const signedUrl = withPort ? withDefaultPort(url.href) : url.href
  const form = new URLSearchParams(params.map(([name, value]): [string, string] => [name, value]))
  const body = method === "GET" ? "" : form.toString()
  const headers: Record<string, string> = {
    "x-twilio-signature": signRequest(signing.authToken, signedUrl, method === "GET" ? [] : params),
    "i-twilio-idempotency-token": parts.idempotencyToken,
    "user-agent": "TwilioProxy/1.1",
    accept: "*/*",
  }
  if (parts.cookie !== "") headers.cookie = parts.cookie
  if (method === "POST") {
    headers["content-type"] = "application/x-www-form-urlencoded; charset=UTF-8"
    headers["content-length"] = String(Buffer.byteLength(body))
  }
  url.username = ""
  url.password = ""
  return { request: { url: url.href, method, headers, body }, credentials }
}
