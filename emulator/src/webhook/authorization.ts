// The credentials of a webhook's URL as its server asks for them: Basic or Digest (facts 5.4, RFC 7617, RFC 7616).
import { createHash, randomBytes } from "node:crypto"

const ALGORITHMS: Readonly<Record<string, string>> = { MD5: "md5", "SHA-256": "sha256" }

/** `realm="x", qop="auth"` as names in lower case and values without quotes. */
function directives(challenge: string): ReadonlyMap<string, string> {
  const found = challenge.matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g)
  return new Map([...found].map(([, name = "", quoted, plain = ""]) => [name.toLowerCase(), quoted ?? plain]))
}

type Asked = { method: string; path: string; credentials: string }

function digest(challenge: string, { method, path, credentials }: Asked, cnonce: string): string | null {
  const asked = directives(challenge)
  const name = asked.get("algorithm") ?? "MD5"
  const algorithm = ALGORITHMS[name.toUpperCase()]
  const qops = asked.get("qop")?.split(/\s*,\s*/)
  const [realm, nonce, opaque] = [asked.get("realm") ?? "", asked.get("nonce"), asked.get("opaque")]
  if (!algorithm || nonce === undefined || (qops && !qops.includes("auth"))) return null
  const hash = (text: string) => createHash(algorithm).update(text).digest("hex")
  const [user = "", ...password] = credentials.split(":")
  const own = hash(`${user}:${realm}:${password.join(":")}`)
  const what = hash(`${method}:${path}`)
  const count = "00000001"
  const response = hash([own, nonce, ...(qops ? [count, cnonce, "auth"] : []), what].join(":"))
  return [
    `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${path}", response="${response}"`,
    `algorithm=${name}`,
    ...(qops ? [`qop=auth, nc=${count}, cnonce="${cnonce}"`] : []),
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
  ].join(", ")
}

/** The header that answers the challenge of a 401; null where it asks for something else. */
export function authorizationFor(
  challenge: string,
  asked: Asked,
  cnonce = randomBytes(8).toString("hex"),
): string | null {
  if (/^\s*digest\b/i.test(challenge)) return digest(challenge, asked, cnonce)
  if (!/^\s*basic\b/i.test(challenge)) return null
  return `Basic ${Buffer.from(asked.credentials).toString("base64")}`
}
