// Signatures against the published vectors (facts 5.3) and the official validator.
import { createHash } from "node:crypto"
import twilio from "twilio"
import { expect, test } from "vitest"
import { type FormParams, signRequest, withDefaultPort } from "./signature.ts"

const TOKEN = "12345"
const PARAMS: FormParams = [
  ["CallSid", "CA1234567890ABCDE"],
  ["Caller", "+14158675309"],
  ["Digits", "1234"],
  ["From", "+14158675309"],
  ["To", "+18005551212"],
]
const QUERY = "/myapp.php?foo=1&bar=2"

test.each([
  [`https://mycompany.com${QUERY}`, "RSOYDt4T1cUTdK1PDd93/VVr8B8="],
  [`https://mycompany.com:443${QUERY}`, "kvajT1Ptam85bY51eRf/AJRuM3w="],
  [`http://mycompany.com:1234${QUERY}`, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="],
  [`http://mycompany.com:80${QUERY}`, "0ZXoZLH/DfblKGATFgpif+LLRf4="],
  [`https://user:pass@mycompany.com${QUERY}`, "CukzLTc1tT5dXEDIHm/tKBanW10="],
  [`https://user:pass@mycompany.com:443${QUERY}`, "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI="],
  [`https://user@mycompany.com${QUERY}`, "2YRLlVAflCqxaNicjMpJcSTgzSs="],
  [`https://mycompany.com${QUERY}#rc=3&rp=all`, "RSOYDt4T1cUTdK1PDd93/VVr8B8="],
])("signs %s", (url, signature) => {
  expect(signRequest(TOKEN, url, PARAMS)).toBe(signature)
  expect(twilio.validateRequest(TOKEN, signature, url.split("#")[0] ?? "", Object.fromEntries(PARAMS))).toBe(
    true,
  )
})

test("signs an apostrophe as a URL is written on the wire, not as it was typed", () => {
  const typed = `https://mycompany.com${QUERY}&Body=It's+amazing`
  expect(signRequest(TOKEN, new URL(typed).href, PARAMS)).toBe("TfZzewPq8wqrGlMfyAud8+/IvJ0=")
  expect(signRequest(TOKEN, typed, PARAMS)).toBe("dsq4Ehbj6cs+KdTkpF5sSSplOWw=")
})

test.each([
  ['{"property": "value", "boolean": true}', "a9nBmqA0ju/hNViExpshrM61xv4=", "mycompany.com"],
  ["{}", "rw/jVviOgicj2+kHZULvebnA4ag=", "mycompany.com"],
  ["{}", "Ldidvp12m26NI7eqEvxnEpkd9Hc=", "mycompany.com:443"],
])("signs the JSON body %s by its hash in the URL", (body, signature, host) => {
  const hash = createHash("sha256").update(body).digest("hex")
  const url = `https://${host}${QUERY}&bodySHA256=${hash}`
  expect(signRequest(TOKEN, url, [])).toBe(signature)
  expect(twilio.validateRequestWithBody(TOKEN, signature, url, body)).toBe(true)
})

test("signs a repeated key once per distinct value, sorted", () => {
  const params: FormParams = [
    ["Sid", "CA123"],
    ["Digits", "5678"],
    ["Digits", "1234"],
    ["SidAccount", "AC123"],
    ["Digits", "1234"],
  ]
  expect(signRequest(TOKEN, `https://mycompany.com${QUERY}`, params)).toBe("IK+Dwps556ElfBT0I3Rgjkr1wJU=")
})

test("can write the default port out", () => {
  expect(withDefaultPort("https://mycompany.com/a?b=c")).toBe("https://mycompany.com:443/a?b=c")
  expect(withDefaultPort(`https://user:pass@mycompany.com${QUERY}`)).toBe(
    `https://user:pass@mycompany.com:443${QUERY}`,
  )
  expect(withDefaultPort("http://mycompany.com:1234/a")).toBe("http://mycompany.com:1234/a")
})
