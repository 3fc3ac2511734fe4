// Where a call goes next: to a webhook, or through TwiML that is there already.

import type { FormParams } from "../webhook/signature.ts"
import type { TwimlDocument } from "./parse-twiml.ts"

/** A webhook to be asked, with the parameters that it gets beside the standard set. */
export type FetchErrand = { kind: "fetch"; url: string; method: "GET" | "POST"; params: FormParams }

/** A webhook, TwiML that was given in a REST request, or a document that its webhook has answered already. */
export type Errand =
  | FetchErrand
  | { kind: "inline"; twiml: string }
  | { kind: "fetched"; document: TwimlDocument }

/** What callers hear while they wait or are held. */
export type Pastime = FetchErrand | "music" | "silence"
