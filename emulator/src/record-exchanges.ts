// Writes into the timeline what Twilio and the developer's server say to each other, as it happens.
import type { FastifyInstance, FastifyRequest } from "fastify"
import type { DiaryEntry } from "./diary.ts"
import type { Gateway } from "./pay/gateway.ts"
import { maskDigits, type Step, type Timeline } from "./timeline.ts"
import type { Cached } from "./webhook/cached.ts"
import type { Deliver, Webhook } from "./webhook/deliver.ts"

/** Parameters that say nothing new: they stand in every webhook. */
const USUAL =
  /^(AccountSid|ApiVersion|CallSid|CallToken|Sid|DateCreated|DateUpdated|IdempotencyKey|StatusCallback|(From|To|Caller|Called)(City|State|Zip|Country)?)$/

const LONGEST = 600

function inShort(params: Iterable<readonly [string, string]>): string {
  const told = [...params].filter(([name, value]) => value !== "" && !USUAL.test(name))
  const shown = told.map(([name, value]) => {
    // Keyed digits may be a card number, of any length while it is typed.
    const safe = /Digits$/.test(name) ? value.replace(/\d/g, "x") : maskDigits(value)
    return `${name}=${safe}`
  })
  return shown.join(", ").slice(0, LONGEST)
}

function legOf({ callSid, params }: Webhook): string | null {
  return callSid ?? params.find(([name]) => name === "CallSid")?.[1] ?? null
}

const FROM: Record<Cached, string> = {
  fresh: " from Twilio's cache, your server was not asked",
  checked: " from Twilio's cache, after your server's 304",
}

/** The same delivery, written down: what was posted, what was answered and how long it took. */
export function recordDeliveries(deliver: Deliver, timeline: Timeline, now: () => number): Deliver {
  return async (webhook) => {
    const callSid = legOf(webhook)
    if (callSid === null) return deliver(webhook)
    const text = `${webhook.method} ${URL.parse(webhook.url)?.pathname ?? webhook.url}`
    const step = timeline.add(callSid, {
      from: "twilio",
      to: "server",
      text,
      detail: inShort(webhook.params),
    })
    const answer = await deliver(webhook)
    const took = `${now() - step.at} ms`
    if (answer.kind === "failure") {
      step.answer = `No answer: ${answer.text} (error ${answer.code}), after ${took}`
      step.trouble = true
    } else {
      const sound = /^(audio|video)\//.test(answer.contentType)
      const body = maskDigits(
        (sound ? answer.contentType : answer.body)
          .replace(/<\?xml[^>]*\?>/, "")
          .replace(/\s+/g, " ")
          .trim(),
      )
      const from = answer.cached ? FROM[answer.cached] : ""
      step.answer = `${answer.status} in ${took}${from} ${body}`.trim().slice(0, LONGEST)
      step.trouble = answer.status > 299
    }
    return answer
  }
}

/** What the diary says of a call stands in its timeline too. */
export function noteEntry(timeline: Timeline, entry: DiaryEntry): void {
  if (entry.callSid === null) return
  timeline.add(entry.callSid, {
    from: "twilio",
    to: "twilio",
    text: maskDigits(entry.code === null ? entry.text : `${entry.text} (error ${entry.code})`),
    detail: entry.explanation,
    trouble: entry.level !== "info",
  })
}

/** The same gateway, written down. */
export function recordGateway(gateway: Gateway, timeline: Timeline): Gateway {
  return {
    ...gateway,
    async process(request) {
      const { chargeAmount, currency } = request.settings
      const text = chargeAmount === "" ? "Store the card" : `Charge ${chargeAmount} ${currency}`
      const step = timeline.add(request.callSid, { from: "twilio", to: "gateway", text })
      const record = await gateway.process(request)
      step.detail = `${record.brand} ${record.card}`
      step.trouble = record.result !== "succeeded"
      const refusal = `${record.result === "failed" ? "Failed" : "Declined"}: ${record.error} (${record.errorCode})`
      step.answer = step.trouble ? refusal : record.id
      return record
    },
  }
}

/** Code and message of Twilio's error body, in JSON or XML. */
function refusalIn(payload: string): string {
  const code = /"code":\s*(\d+)|<Code>(\d+)/.exec(payload)
  const message = /"message":\s*"((?:[^"\\]|\\.)*)"|<Message>([^<]*)/.exec(payload)
  const found = [code?.[1] ?? code?.[2], message?.[1] ?? message?.[2]].filter((part) => part !== undefined)
  return maskDigits(found.join(" ")).slice(0, LONGEST)
}

/** Makes the REST API write down every request that is about a call, and how it was answered. */
export function recordRequests(app: FastifyInstance, timeline: Timeline): void {
  const steps = new WeakMap<FastifyRequest, Step>()
  app.addHook("preHandler", async (request) => {
    const path = request.url.split("?", 1)[0] ?? ""
    const about = /\/Calls\/(CA[0-9a-f]{32})(\/\w+)?/.exec(path)
    if (!about?.[1]) return
    const form = (request.body as { form?: URLSearchParams } | undefined)?.form ?? []
    const text = `${request.method} ${about[2] ? about[2].slice(1) : "Call"}`
    steps.set(request, timeline.add(about[1], { from: "server", to: "twilio", text, detail: inShort(form) }))
  })
  app.addHook("onSend", async (request, reply, payload) => {
    const step = steps.get(request)
    if (!step) return
    step.trouble = reply.statusCode > 299
    step.answer = step.trouble ? `${reply.statusCode} ${refusalIn(String(payload))}` : `${reply.statusCode}`
  })
}
