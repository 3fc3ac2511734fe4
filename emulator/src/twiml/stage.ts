// What a TwiML verb stands on while it runs, and what it may lead to.
import type { Call } from "../voice/call.ts"
import type { World } from "../world.ts"
import { resolveUrl } from "./attributes.ts"
import type { Errand, FetchErrand } from "./errand.ts"
import { ApplicationError } from "./fetch-document.ts"
import type { TwimlDocument } from "./parse-twiml.ts"

/** How a run of documents finished: it ran out, ended the call, or left the queue that it entertained. */
export type Finish =
  | { kind: "ran out" }
  | { kind: "leave" }
  | { kind: "end"; status: "completed" | "busy" | "no-answer" }

/** What a verb leads to: the next verb, another document, or the finish of this run. */
export type Next = { kind: "on" } | { kind: "go"; errand: Errand } | Exclude<Finish, { kind: "ran out" }>

/** Which kind of document runs: the call's own, one whispered to a phone, or one for callers who wait in a queue. */
export type Role = "call" | "whisper" | "wait"

/** One run of documents on a leg, until `signal` aborts: the call ended, or was sent elsewhere. */
export type Run = { world: World; call: Call; role: Role; first: Errand; signal: AbortSignal }

/** Fetches and runs documents; throws ApplicationError, or Interrupted once `signal` has aborted. */
export type FollowDocuments = (run: Run) => Promise<Finish>

/** All that a verb may need. `follow` runs other documents, e.g. the whisper of a `<Number url>`. */
export type Stage = Omit<Run, "first"> & { document: TwimlDocument; follow: FollowDocuments }

/** A complaint about a document that does not stop it; without a code it is Twilio's schema warning 12200. */
export function complain(stage: Stage): (text: string, code?: number) => void {
  return (text, code = 12200) => stage.world.diary.warn(stage.call.sid, text, code)
}

/** The errand to another document; throws ApplicationError when the URL cannot be one. */
export function goTo(stage: Stage, written: string, method: "GET" | "POST", what: string): FetchErrand {
  const url = resolveUrl(written, stage.document.baseUrl)
  if (url === null) throw new ApplicationError(11100, `${what} has no usable URL: "${written}"`)
  return { kind: "fetch", url, method, params: [] }
}
