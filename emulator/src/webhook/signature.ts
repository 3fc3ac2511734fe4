// X-Twilio-Signature: how Twilio signs what it sends (facts 5.1).
import { createHmac } from "node:crypto"

/** Form parameters; a key may stand more than once, as in a form body. */
export type FormParams = readonly (readonly [name: string, value: string])[]

/**
 * The base64 HMAC-SHA1 of URL and sorted parameters, keyed with the account's auth token (facts 5.1).
 * `params` is empty for a GET: its parameters already stand in the URL. The fragment is never signed.
 */
export function signRequest(authToken: string, url: string, params: FormParams): string {
  const valuesOf = new Map<string, Set<string>>()
  for (const [name, value] of params) {
    const values = valuesOf.get(name) ?? new Set<string>()
    valuesOf.set(name, values.add(value))
  }
  let signed = url.split("#", 1)[0] ?? url
  for (const name of [...valuesOf.keys()].sort()) {
    for (const value of [...(valuesOf.get(name) ?? [])].sort()) signed += name + value
  }
  return createHmac("sha1", authToken).update(signed, "utf8").digest("base64")
}

/** The URL with its default port written out (`https://h:443/...`), which some of Twilio's back ends sign. */
export function withDefaultPort(url: string): string {
  const parsed = new URL(url)
  if (parsed.port !== "") return parsed.href
  const port = parsed.protocol === "https:" ? "443" : "80"
  return parsed.href.replace(parsed.host, `${parsed.host}:${port}`)
}
