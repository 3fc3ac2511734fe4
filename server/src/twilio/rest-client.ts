// What we ask of Twilio over REST, through the official client; its answers in our words.
import {
  type CallOutcome,
  decimalString,
  type FailureCause,
  type PayEffect,
  paymentDescription,
  scrubText,
} from "@agentpay/core"
import twilio from "twilio"
import { callbackUrl } from "./callback-url.ts"
import { callOutcome, captureNames, failureCause } from "./dictionary.ts"
import { payCallbackUrl } from "./pay-webhook.ts"
import { readPartyText } from "./who-calls.ts"

export interface TwilioAccess {
  accountSid: string
  authToken: string
  /** Used instead of the token when there is one; webhooks stay signed with the token (facts section 8). */
  apiKey: { sid: string; secret: string } | null
  /** Another endpoint than Twilio's, such as the emulator's. */
  apiBaseUrl: string | null
}

export interface PayTerms {
  connector: string
  /** Twilio's names, space-separated; null leaves Twilio's default. */
  validCardTypes: string | null
}

/**
 * `again` says what a repeat could do: `not-sent` and `throttled` requests had no effect (facts section 8);
 * a `lost` one may have had.
 */
export type RestAnswer<T> =
  | { done: T }
  | { refused: FailureCause; detail: string }
  | { again: "not-sent" | "throttled" | "lost" }

export interface CallLeg {
  callSid: string
  state: "not-answered" | "in-progress" | "ended"
  /** The leg that dialled this one. */
  parentSid: string | null
  /** Who is at the other end of this leg, and the number of ours. */
  party: string
  ours: string
}

export interface TwilioRest {
  /** @param key Twilio's IdempotencyKey: the effect's id, the same at every repeat (R4). */
  pay(callSid: string, effect: PayEffect, key: string): Promise<RestAnswer<{ sessionSid: string }>>
  /** Has Twilio ask /connect where this caller belongs now. A call that rings and was not answered cannot be led yet. */
  lead(callSid: string): Promise<RestAnswer<null>>
  /** How the call ended, or null while it lives. A call that Twilio does not know has failed. */
  callOutcome(callSid: string): Promise<RestAnswer<CallOutcome | null>>
  /** One leg of a call; null when the account has none of this SID. */
  leg(callSid: string): Promise<RestAnswer<CallLeg | null>>
  /** The legs that a call has dialled and that are connected. */
  dialledLegs(callSid: string): Promise<RestAnswer<CallLeg[]>>
}

const TIMEOUT_MS = 10_000
const NOT_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"])

interface Failure {
  status?: unknown
  code?: unknown
  message?: unknown
}

function readFailure(error: unknown): RestAnswer<never> {
  const { status, code, message } = (error ?? {}) as Failure
  if (typeof status !== "number") return { again: NOT_SENT.has(String(code)) ? "not-sent" : "lost" }
  if (status === 429) return { again: "throttled" }
  if (status >= 500) return { again: "lost" }
  const cause = failureCause(typeof code === "number" ? code : undefined)
  return { refused: cause, detail: scrubText(`${code ?? status}: ${String(message ?? "")}`) }
}

/** `<Dial>` rings ten at most (facts 4.4); more come one after the other, and have ended. */
const MOST_LEGS = 20

interface LegFields {
  sid: string
  status: string
  direction: string
  from: string
  to: string
  parentCallSid: string | null
}

/** On an inbound leg the other one has called us, on all others we have called them (facts 1.11). */
function readLeg({ sid, status, direction, from, to, parentCallSid }: LegFields): CallLeg {
  const [party, ours] = direction === "inbound" ? [from, to] : [to, from]
  const state =
    callOutcome(status) !== null ? "ended" : status === "in-progress" ? "in-progress" : "not-answered"
  return {
    callSid: sid,
    state,
    parentSid: parentCallSid,
    party: readPartyText(party),
    ours: readPartyText(ours),
  }
}

async function ask<T>(request: () => Promise<T>): Promise<RestAnswer<T>> {
  try {
    return { done: await request() }
  } catch (error) {
    return readFailure(error)
  }
}

export function twilioRest(access: TwilioAccess, terms: PayTerms, publicUrl: string): TwilioRest {
  const { accountSid, authToken, apiKey, apiBaseUrl } = access
  const options = { accountSid, timeout: TIMEOUT_MS }
  const client = apiKey ? twilio(apiKey.sid, apiKey.secret, options) : twilio(accountSid, authToken, options)
  if (apiBaseUrl) client.api.baseUrl = apiBaseUrl

  async function request(
    callSid: string,
    effect: PayEffect,
    idempotencyKey: string,
  ): Promise<{ sessionSid: string }> {
    const common = { idempotencyKey, statusCallback: payCallbackUrl(publicUrl, effect) }
    const payments = client.calls(callSid).payments
    switch (effect.kind) {
      case "StartPaySession": {
        const { sid } = await payments.create({
          ...common,
          // Amount zero asks for a token. TokenType is never sent beside an amount: Twilio may refuse it (facts 1.8).
          ...(effect.totalMinor > 0
            ? {
                chargeAmount: Number(decimalString(effect.totalMinor, effect.currency)),
                currency: effect.currency,
              }
            : { tokenType: "reusable" }),
          // Handed to the gateway with the charge (facts 1.2), so that its record can be searched for this attempt.
          description: paymentDescription(effect),
          paymentConnector: terms.connector,
          securityCode: effect.items.includes("security-code"),
          postalCode: effect.items.includes("postal-code"),
          ...(terms.validCardTypes && { validCardTypes: terms.validCardTypes }),
        })
        return { sessionSid: sid }
      }
      case "CaptureField": {
        const { sid } = await payments(effect.sessionSid).update({
          ...common,
          capture: captureNames[effect.item],
        })
        return { sessionSid: sid }
      }
      case "CompletePaySession":
      case "CancelPaySession": {
        const status = effect.kind === "CompletePaySession" ? "complete" : "cancel"
        const { sid } = await payments(effect.sessionSid).update({ ...common, status })
        return { sessionSid: sid }
      }
    }
  }

  return {
    pay: (callSid, effect, key) => ask(() => request(callSid, effect, key)),
    lead: (callSid) =>
      ask(async () => {
        const url = callbackUrl(publicUrl, "/connect")
        await client.calls(callSid).update({ url, method: "POST" })
        return null
      }),
    async leg(callSid) {
      const answer = await ask(async () => readLeg(await client.calls(callSid).fetch()))
      const unknown = "refused" in answer && answer.refused === "call-not-in-progress"
      return unknown ? { done: null } : answer
    },
    dialledLegs: (callSid) =>
      ask(async () => {
        const asked = { parentCallSid: callSid, status: "in-progress", limit: MOST_LEGS } as const
        return (await client.calls.list(asked)).map(readLeg)
      }),
    async callOutcome(callSid) {
      const answer = await ask(async () => callOutcome((await client.calls(callSid).fetch()).status))
      const unknown = "refused" in answer && answer.refused === "call-not-in-progress"
      return unknown ? { done: "failed" } : answer
    },
  }
}
