// Signatures of webhooks: Twilio's own vectors (facts 5.3) through our hook, and what must not get past it.
import formbody from "@fastify/formbody"
import Fastify from "fastify"
import twilio from "twilio"
import { describe, expect, it } from "vitest"
import { requireSignature } from "./signature.ts"

const FORM = "application/x-www-form-urlencoded"
const TOKEN = "12345"
const OLD_TOKEN = "the token before"
const params = {
  CallSid: "CA1234567890ABCDE",
  Caller: "+14158675309",
  Digits: "1234",
  From: "+14158675309",
  To: "+18005551212",
}
const body = new URLSearchParams(params).toString()

interface Sent {
  publicUrl: string
  path?: string
  signature?: string
  payload?: string
  type?: string
  headers?: Record<string, string>
}

/** What the hook answers, and whether the route behind it was reached. */
async function send({
  publicUrl,
  path = "/myapp.php?foo=1&bar=2",
  signature,
  payload = body,
  type = FORM,
  headers: more,
}: Sent) {
  const app = Fastify()
  await app.register(formbody)
  let reached: unknown = null
  app.addHook("preHandler", requireSignature(publicUrl, [TOKEN, OLD_TOKEN]))
  app.post("/*", async (request) => {
    reached = request.body
    return "done"
  })
  const headers = {
    "content-type": type,
    ...more,
    ...(signature !== undefined && { "x-twilio-signature": signature }),
  }
  const { statusCode } = await app.inject({ method: "POST", url: path, headers, payload })
  await app.close()
  return { status: statusCode, reached }
}

const sign = (url: string, form: Record<string, unknown>) =>
  twilio.getExpectedTwilioSignature(TOKEN, url, form)

describe("Twilio's vectors", () => {
  it.each([
    ["https://mycompany.com", "RSOYDt4T1cUTdK1PDd93/VVr8B8="],
    ["https://mycompany.com", "kvajT1Ptam85bY51eRf/AJRuM3w="],
    ["https://mycompany.com:443", "RSOYDt4T1cUTdK1PDd93/VVr8B8="],
    ["https://mycompany.com:443", "kvajT1Ptam85bY51eRf/AJRuM3w="],
    ["http://mycompany.com:1234", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="],
    ["http://mycompany.com", "0ZXoZLH/DfblKGATFgpif+LLRf4="],
    ["http://mycompany.com:80", "0ZXoZLH/DfblKGATFgpif+LLRf4="],
    ["https://user:pass@mycompany.com", "CukzLTc1tT5dXEDIHm/tKBanW10="],
    ["https://user:pass@mycompany.com:443", "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI="],
    ["https://user@mycompany.com", "2YRLlVAflCqxaNicjMpJcSTgzSs="],
  ])("%s %s", async (publicUrl, signature) => {
    expect((await send({ publicUrl, signature })).status).toBe(200)
  })

  it("an apostrophe in the query", async () => {
    const path = "/myapp.php?foo=1&bar=2&Body=It's+amazing"
    const signature = "TfZzewPq8wqrGlMfyAud8+/IvJ0="
    expect((await send({ publicUrl: "https://mycompany.com", path, signature })).status).toBe(200)
  })

  it("a field that is sent more than once", async () => {
    const payload = "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234"
    const sent = { publicUrl: "https://mycompany.com", payload, signature: "IK+Dwps556ElfBT0I3Rgjkr1wJU=" }
    const { status, reached } = await send(sent)
    expect(status).toBe(200)
    expect(reached).toMatchObject({ Digits: ["5678", "1234", "1234"] })
  })
})

describe("public URLs", () => {
  it.each([
    ["below a path that a proxy takes away", "https://example.org/pay", "/forward"],
    ["with a port of its own", "https://example.org:8443", "/forward"],
    ["and a plus that nobody encoded", "https://example.org", "/forward?Fwd=+15551234567"],
    ["and one that somebody did", "https://example.org", "/forward?Fwd=%2B15551234567"],
    ["and signs of other alphabets", "https://example.org", "/forward?name=%E2%82%AC%20%27x%27&y=a,b;c"],
  ])("%s", async (_what, publicUrl, path) => {
    const signature = sign(publicUrl + path, params)
    expect((await send({ publicUrl, path, signature })).status).toBe(200)
    expect((await send({ publicUrl, path: `${path}x`, signature })).status).toBe(403)
  })
})

it("while the token is being changed, both sign", async () => {
  const publicUrl = "https://mycompany.com"
  for (const token of [TOKEN, OLD_TOKEN]) {
    const signature = twilio.getExpectedTwilioSignature(token, `${publicUrl}/forward`, params)
    expect((await send({ publicUrl, path: "/forward", signature })).status).toBe(200)
  }
})

describe("refused with 403, and nothing behind the hook happens:", () => {
  const publicUrl = "https://mycompany.com"
  const signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
  it.each<[string, Partial<Sent>]>([
    ["no signature", {}],
    ["an empty one", { signature: "" }],
    ["a wrong one", { signature: "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" }],
    ["one of another length", { signature: "x" }],
    [
      "one made with another token",
      { signature: twilio.getExpectedTwilioSignature("other", publicUrl, params) },
    ],
    ["one of another host", { signature, publicUrl: "https://mycompany.org" }],
    ["one of another scheme", { signature, publicUrl: "http://mycompany.com" }],
    [
      "one for the address that the request claims to come by",
      {
        signature: sign("https://evil.example/forward", params),
        path: "/forward",
        headers: { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
      },
    ],
    ["one of another path", { signature, path: "/other.php?foo=1&bar=2" }],
    ["one of another query", { signature, path: "/myapp.php?foo=1&bar=3" }],
    ["a changed field", { signature, payload: body.replace("1234", "4321") }],
    ["a field more", { signature, payload: `${body}&Extra=1` }],
    ["a field less", { signature, payload: body.replace("Digits=1234&", "") }],
    ["no body", { signature, payload: "" }],
    [
      "another kind of body",
      { signature, payload: JSON.stringify(params).replace("1234", "4321"), type: "application/json" },
    ],
  ])("%s", async (_what, changes) => {
    expect(await send({ publicUrl, ...changes })).toEqual({ status: 403, reached: null })
  })
})

it("a signed request without a body reaches the route with an empty form", async () => {
  const signature = sign("https://mycompany.com/forward", {})
  const sent = { publicUrl: "https://mycompany.com", path: "/forward", payload: "", signature }
  expect(await send(sent)).toEqual({ status: 200, reached: {} })
})
