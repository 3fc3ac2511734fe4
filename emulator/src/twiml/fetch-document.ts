// Asks the developer's server for a TwiML document, and says in Twilio's codes why it is not one.

import type { Call } from "../voice/call.ts"
import { standardVoiceParams } from "../voice/voice-params.ts"
import type { Cached } from "../webhook/cached.ts"
import type { World } from "../world.ts"
import type { Errand } from "./errand.ts"
import { parseTwiml, type TwimlDocument, type TwimlNode } from "./parse-twiml.ts"

/**
 * A document that could not be had, or a verb that cannot be run: the fallback URL is asked, else Twilio says an
 * application error and hangs up. `url` is the document it happened in.
 */
export class ApplicationError extends Error {
  readonly code: number
  url = ""
  constructor(code: number, message: string) {
    super(message)
    this.name = "ApplicationError"
    this.code = code
  }
}

/** 11750: 64 KB. */
const LARGEST_TWIML = 65_536
/** As Twilio's "Your Response" has them: a framework's usual text/html is TwiML too. */
const XML_TYPES = ["text/xml", "application/xml", "text/html"]

/** Audio is played and plain text read aloud, then the call ends; null for what is to be TwiML. */
function withoutTwiml(type: string, url: string, body: string): TwimlNode | null {
  const node = (name: string, text: string) => ({ name, attributes: {}, text, children: [] })
  if (type.startsWith("audio/")) return node("Play", url)
  return type === "text/plain" ? node("Say", body.trim()) : null
}

function parse(twiml: string, source: string): readonly TwimlNode[] {
  const parsed = parseTwiml(twiml)
  if (!parsed.ok) throw new ApplicationError(parsed.code, `${source} is not TwiML: ${parsed.text}`)
  return parsed.verbs
}

/** Notes that a document or recording came from the cache: who has edited it may be puzzled by the old one. */
export function noteCached(
  world: World,
  call: Call,
  { url, cached }: { url: string; cached?: Cached },
): void {
  if (!cached) return
  const why = cached === "fresh" ? "is still fresh in" : "was answered 304: it is the one in"
  const advice = "Cache-Control: no-cache makes Twilio ask every time; another URL is another document"
  world.diary.note(call.sid, `${url} ${why} Twilio's cache. ${advice}`)
}

/** Gets one document; throws ApplicationError with Twilio's code (11200 class, 12100, 12300; facts 5.4). */
export async function fetchDocument(world: World, call: Call, errand: Errand): Promise<TwimlDocument> {
  if (errand.kind === "fetched") return errand.document
  if (errand.kind === "inline") return { verbs: parse(errand.twiml, "the Twiml parameter"), baseUrl: null }
  if (errand.url === "") throw new ApplicationError(11100, `${call.to} has no URL to ask for TwiML`)
  const params = [...standardVoiceParams(world.account.sid, call), ...errand.params]
  world.diary.note(call.sid, `${errand.method} ${errand.url} asks for TwiML`)
  const answer = await world.deliver({
    url: errand.url,
    method: errand.method,
    params,
    cookies: call.cookies,
  })
  if (answer.kind === "failure") {
    throw new ApplicationError(answer.code, `${errand.method} ${answer.url} failed: ${answer.text}`)
  }
  noteCached(world, call, answer)
  if (answer.status < 200 || answer.status > 299) {
    const code = answer.status >= 400 ? world.switches["code of a 4xx or 5xx answer"] : 11200
    throw new ApplicationError(code, `${errand.method} ${answer.url} was answered HTTP ${answer.status}`)
  }
  const type = answer.contentType.split(";")[0]?.trim().toLowerCase() ?? ""
  // Undocumented: 204 is taken for an empty document, because it cannot carry a content type.
  if (answer.body.trim() === "" && answer.status === 204) return { verbs: [], baseUrl: answer.url }
  const only = withoutTwiml(type, answer.url, answer.body)
  if (only) return { verbs: [only], baseUrl: answer.url }
  if (Buffer.byteLength(answer.body) > LARGEST_TWIML) {
    throw new ApplicationError(11750, `${answer.url} answered more than ${LARGEST_TWIML / 1024} KB of TwiML`)
  }
  if (!XML_TYPES.includes(type)) {
    throw new ApplicationError(
      12300,
      `${answer.url} answered content type "${answer.contentType}"; TwiML is ${XML_TYPES.join(" or ")}`,
    )
  }
  return { verbs: parse(answer.body, answer.url), baseUrl: answer.url }
}
