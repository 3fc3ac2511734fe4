// The recording of a <Play>: fetched as Twilio does, without the parameters of a call, and heard as text.
import { unlessInterrupted } from "../clock.ts"
import { ApplicationError, noteCached } from "./fetch-document.ts"
import { isLocalHost } from "./require-https.ts"
import { complain, type Stage } from "./stage.ts"

/** No connection, no such host. */
const UNREACHABLE = [11205, 11210]

/**
 * Asks for the recording; throws ApplicationError where it cannot be had (11200 class) or is no audio (12300), and
 * Interrupted when `signal` aborts first. A host of the wide world that this machine cannot reach is only warned of:
 * the emulator works without a network.
 */
export async function fetchMedia(stage: Stage, url: string, signal: AbortSignal): Promise<void> {
  const { call, document, world } = stage
  // The document itself was the recording, see withoutTwiml.
  if (url === document.baseUrl || world.switches["recording of a <Play>"] === "taken as played") return
  const request = { url, method: "GET", params: [], callSid: call.sid, cookies: call.cookies } as const
  const answer = await unlessInterrupted(signal, world.deliver(request))
  if (answer.kind === "failure") {
    const text = `<Play> of ${answer.url} failed: ${answer.text}`
    if (!UNREACHABLE.includes(answer.code) || isLocalHost(answer.url))
      throw new ApplicationError(answer.code, text)
    return complain(stage)(`${text}; it is taken as played, for want of a network`, answer.code)
  }
  noteCached(world, call, answer)
  if (answer.status < 200 || answer.status > 299) {
    const code = answer.status >= 400 ? world.switches["code of a 4xx or 5xx answer"] : 11200
    throw new ApplicationError(code, `<Play> of ${answer.url} was answered HTTP ${answer.status}`)
  }
  if (!answer.contentType.startsWith("audio/")) {
    const text = `<Play> of ${answer.url} was answered content type "${answer.contentType}", which is no audio`
    throw new ApplicationError(12300, text)
  }
}
