// Where a call goes next: to a webhook, or through TwiML that was given in a REST request.
import type { FormParams } from "../webhook/signature.ts"

/** A webhook to be asked, with the parameters that it gets beside the standard set. */
export type FetchErrand = { kind: "fetch"; url: string; method: "GET" | "POST"; params: FormParams }

export type Errand = FetchErrand | { kind: "inline"; twiml: string }
