// Faults on the way to the developer's server: webhooks dropped, late, doubled, out of order; connections that fail.
import { randomUUID } from "node:crypto"
import { type Clock, sleep } from "../clock.ts"
import type { Call } from "../voice/call.ts"
import type { Deliver, Delivery, Webhook } from "../webhook/deliver.ts"
import type { Outbox } from "../webhook/outbox.ts"
import type { FaultAction } from "./fault-rule.ts"
import type { FaultEvent, Faults } from "./faults.ts"

/**
 * Twilio's bodies tell what they are: only requests for recordings have none, only payment callbacks lack the voice
 * parameters, only status ones name their source.
 */
function kindOf(params: ReadonlyMap<string, string>): FaultEvent<"webhook">["facts"]["kind"] {
  if (params.size === 0) return "media"
  if (!params.has("ApiVersion") && params.has("Sid")) return "payment"
  return params.has("CallbackSource") || !params.has("ApiVersion") ? "status" : "voice"
}

function eventOf<On extends "webhook" | "connection">(on: On, webhook: Webhook): FaultEvent<On> {
  const params = new Map(webhook.params.map(([name, value]) => [name, value]))
  const [url = ""] = webhook.url.split("#", 1)
  return {
    on,
    callSid: webhook.callSid ?? params.get("CallSid") ?? null,
    what: `${webhook.method} ${url}`,
    facts: { kind: kindOf(params), url: webhook.url },
    params,
  }
}

/** Makes the function that `deliver` asks before each try to connect. */
export function strikeConnections(faults: Faults): (webhook: Webhook) => FaultAction<"connection"> | null {
  return (webhook) => faults.strike(eventOf("connection", webhook))
}

/** Wraps `deliver`: what the program is told of, and when, may now differ from what happened. */
export function strikeWebhooks(
  faults: Faults,
  clock: Clock,
  calls: ReadonlyMap<string, Call>,
  outbox: Outbox,
  deliver: Deliver,
): Deliver {
  /** Webhooks that wait for the next of their kind and call to overtake them. */
  const overtaken = new Map<string, (() => void)[]>()

  const unheard = (webhook: Webhook): Delivery => ({
    kind: "answer",
    url: webhook.url,
    status: 204,
    contentType: "",
    body: "",
  })

  async function afterTheCall(callSid: string | null): Promise<void> {
    const leg = callSid === null ? undefined : calls.get(callSid)
    const customer = leg?.parent ?? leg
    if (!customer || customer.ended) return
    await new Promise<void>((resolve) =>
      customer.gone.addEventListener("abort", () => resolve(), { once: true }),
    )
  }

  function untilOvertaken(key: string, longestMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(longestMs, () => resolve())
      const go = () => {
        cancel()
        resolve()
      }
      overtaken.set(key, [...(overtaken.get(key) ?? []), go])
    })
  }

  async function sendTwice(webhook: Webhook, copies: number, ms: number): Promise<Delivery> {
    const same = { ...webhook, idempotencyToken: webhook.idempotencyToken ?? randomUUID() }
    const first = await deliver(same)
    for (let copy = 1; copy <= copies; copy++) {
      if (ms === 0) await deliver(same)
      else void sleep(clock, ms * copy).then(() => deliver(same))
    }
    return first
  }

  return async (webhook) => {
    const event = eventOf("webhook", webhook)
    const key = `${event.facts.kind} ${event.callSid}`
    const struck = faults.strike(event)
    /** Sends it in its own time; nobody waits for the answer. */
    const apart = (moment: Promise<void>) => {
      const sent = moment.then(() => deliver(webhook))
      // Virtual time may never get there: nobody is to wait for it.
      if (event.callSid !== null && clock.settings().mode === "real") void outbox.keep(event.callSid, sent)
      return unheard(webhook)
    }
    const waitedFor = event.facts.kind === "voice" || event.facts.kind === "media"
    switch (struck?.action) {
      case "drop":
        if (!waitedFor) return unheard(webhook)
        return { kind: "failure", url: webhook.url, code: 11205, text: "dropped by a fault rule" }
      case "delay":
        await sleep(clock, struck.ms)
        break
      case "double":
        return sendTwice(webhook, struck.copies, struck.ms)
      case "late":
        if (!waitedFor) return apart(sleep(clock, struck.ms))
        await sleep(clock, struck.ms)
        break
      case "swap":
        if (!waitedFor) return apart(untilOvertaken(key, struck.ms))
        break
      case "after-end":
        if (waitedFor) break
        // Under way from the end of the call on, and not before.
        void afterTheCall(event.callSid).then(() => apart(sleep(clock, struck.ms)))
        return unheard(webhook)
    }
    const answer = await deliver(webhook)
    const held = overtaken.get(key)
    overtaken.delete(key)
    for (const go of held ?? []) go()
    return answer
  }
}
