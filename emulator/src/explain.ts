// Says of a failure what Twilio would have done, why, and what mends it (facts 1.5, 4, 5.4, 5.5).

const TWIML_FAILED =
  "Twilio asks the fallback URL where there is one; otherwise the caller hears an application error and the call ends."
const CALLBACK_FAILED =
  "The call goes on: Twilio does not send a callback again, but for one retry when no connection came about; #rc=..&rp=.. behind the URL asks for more."
const REQUEST_REFUSED = "Twilio refuses the request and does nothing."

/** What a code means, and what to look at. */
const MEANINGS: Readonly<Record<number, string>> = {
  11100: "The URL cannot be used: it must be absolute, or relative to the document it stands in.",
  11200: "Your server was reached: its own log says what became of this request.",
  11205:
    "Nothing accepted the connection (Twilio tries twice, 5 s each): is your server running, on this port?",
  11206: "The connection broke off before a whole HTTP answer: did your server crash on this request?",
  11210: "The host name is not known.",
  11217: "Your server answered with an error status: see its own log for this request.",
  11220: "The TLS handshake failed: does this port speak https, in a version that is not out of date?",
  11235: "The certificate is for another host name.",
  11236: "The certificate has expired, or is not valid yet.",
  11237:
    "The certificate leads to no authority that is trusted: give yours to the emulator as `ca`; Twilio takes public ones only.",
  11241: "Twilio sends from its default edge instead.",
  11243: "Twilio passes this retry policy over.",
  11215: "Twilio follows at most 10 redirects.",
  11750: "TwiML has at most 64 KB.",
  12100: "The document is not well-formed XML with <Response> as its root; & must be written &amp;.",
  12200: "The document does not fit TwiML's schema: Twilio skips what it does not know and goes on.",
  12300: "TwiML has the content type text/xml, application/xml or text/html: set it in your answer.",
  13223: "A number to dial is written +15550001001 (E.164).",
  13802: "A SIP phone asked to transfer its call: name in <Dial referUrl> who is to be asked about that.",
  15004: "Twiml in a request has no address that a relative URL could start from.",
  15003: "A status callback is answered with a 2xx, best an empty 204.",
  20003: "The credentials are not this account's: the emulator prints them when it starts.",
  20404: "There is no such resource; calls are forgotten some time after their end.",
  21262: "Name a URL that is to be told who answered: amdStatusCallback, or AsyncAmdStatusCallback in REST.",
  21263: "In TwiML it is amdStatusCallback and amdStatusCallbackMethod, and always in the background.",
  64004: "PaymentConnector names a connector of the account; Default where it is left out.",
  64018: "An update has either Capture or Status.",
  64019:
    "Capture first what the callbacks list as Required; PostalCode=false at the start of the session asks for none.",
  64021: "A session is opened once, updated while it is open, and not after its end.",
  21220: "The call is not in a state that allows this: look at its status first.",
}

const FETCH_CODES = new Set([
  11100, 11200, 11205, 11206, 11210, 11215, 11217, 11220, 11235, 11236, 11237, 11750, 12100, 12300, 15004,
])

/** Said of a request that Twilio carries out all the same. */
const WARNS_ONLY = new Set([21262, 21263, 32019])

/** One or two sentences for a diary entry; empty when its text says all there is to say. */
export function explain(level: "info" | "warning" | "error", code: number | null): string {
  if (code === null || level === "info") return ""
  const meaning = MEANINGS[code] ?? ""
  const consequence = FETCH_CODES.has(code)
    ? level === "error"
      ? TWIML_FAILED
      : CALLBACK_FAILED
    : code === 15003
      ? CALLBACK_FAILED
      : code >= 20000 && !WARNS_ONLY.has(code)
        ? REQUEST_REFUSED
        : ""
  return [meaning, consequence].filter((part) => part !== "").join(" ")
}
