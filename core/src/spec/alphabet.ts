// Everything that can happen to a call, as a small alphabet: enough to reach every state there is. Only tests import it.
import type { Call } from "../call.ts"
import type { CaptureItem, Masked } from "../capture-item.ts"
import type { Command, LookUpAnswer, PayResult, PayUpdate } from "../commands.ts"
import type { Payment } from "../payment.ts"
import { items, maskOf } from "./card-call.ts"

/** `what` says it for docs/STATES.md; letters with the same words differ in the item they are about. */
export interface Letter {
  who: "agent" | "supervisor" | "caller and Twilio" | "gateway's record" | "call"
  what: string
  command: Command
}

const at = 0
const attached = { callSid: "CA1", from: "+15551230001", to: "+15550001000", phone: "+15550002001" }
const results: Record<string, PayResult> = {
  "result: success": { outcome: "success", confirmationCode: "ch_1", token: null },
  "result: declined": { outcome: "connector-error", reason: "No.", code: "card_declined", answered: true },
  "result: gateway not available": {
    outcome: "connector-error",
    reason: "64002",
    code: null,
    answered: false,
  },
  "result: request invalid": {
    outcome: "error",
    cause: "refused-by-twilio",
    detail: "amount",
    answered: true,
  },
  "result: other error": { outcome: "error", cause: "refused-by-twilio", detail: "odd", answered: false },
  "result: star key": { outcome: "star-key" },
  "result: hang-up": { outcome: "hang-up" },
  "result: session cancelled": { outcome: "cancelled" },
}

function agentLetters(payment: Payment | undefined, count: number, agent: string): Letter[] {
  const by = { by: agent, at }
  const { paymentId, attempt } = payment ?? { paymentId: "none", attempt: 1 }
  const of = { paymentId, ...by }
  const next = `P${count + 1}`
  const amount = { amount: "1", tip: "", currency: "USD" }
  const commands: [string, Command][] = [
    ["Prompt", { type: "OpenPayment", ...by, paymentId: next, ...amount, items, expireAfterMs: 1 }],
    ...items.map((item): [string, Command] => ["Ask again", { type: "AskItem", ...of, item }]),
    ["Submit", { type: "SubmitPayment", ...of, attempt, timeoutMs: 1 }],
    ["Cancel", { type: "CancelPayment", ...of }],
    ["Try another card", { type: "RetryPayment", ...of, attempt, expireAfterMs: 1 }],
    ["Clear", { type: "ClearPayment", ...of }],
    ["Attach the call", { type: "AttachCall", ...by, ...attached, role: "agent", checkAfterMs: 1 }],
    ["Let the call go", { type: "ReleaseCall", ...by }],
  ]
  return commands.map(([what, command]) => ({ who: "agent", what, command }))
}

function supervisorLetters(payment: Payment): Letter[] {
  const of = { paymentId: payment.paymentId, by: "sam", role: "supervisor", at } as const
  const seen = { seen: "the gateway's dashboard", note: "-" }
  const commands: [string, Command][] = [
    ["Cancel for the agent", { type: "StopPayment", ...of }],
    ["Resolve: charged", { type: "ResolvePayment", ...of, ...seen, confirmationCode: "ch_2" }],
    ["Resolve: not charged", { type: "ResolvePayment", ...of, ...seen, confirmationCode: null }],
  ]
  return commands.map(([what, command]) => ({ who: "supervisor", what, command }))
}

const lookUpAnswers: [string, LookUpAnswer, number][] = [
  ["a charge", { found: "charge", id: "ch_3" }, 1],
  ["a refused charge", { found: "refusal", reason: "No.", code: null }, 1],
  ["nothing, but it is early", { found: "nothing", ids: [] }, 1],
  ["nothing, and time enough has gone by", { found: "nothing", ids: [] }, 0],
  ["nothing clear", { found: "unclear", ids: ["ch_4"] }, 0],
  ["no answer", { found: "no-answer", ids: [] }, 0],
]

function recordLetters({ paymentId, attempt, lookUp }: Payment): Letter[] {
  const of = { paymentId, attempt, tries: (lookUp?.tries ?? 0) + 1, at }
  return lookUpAnswers.map(([what, answer, notChargedAfterMs]) => ({
    who: "gateway's record",
    what: `record: ${what}`,
    command: { type: "ReportLookUp", ...of, answer, notChargedAfterMs },
  }))
}

const sessionOf = (payment: Payment): string => `PK-${payment.paymentId}-${payment.attempt}`

function restLetters(payment: Payment): Letter[] {
  const { paymentId, attempt } = payment
  const of = { paymentId, attempt, at }
  const refused = { refused: "refused-by-twilio", detail: "" } as const
  const answers: [string, Command][] = [
    ["REST: session opened", { type: "ReportStart", ...of, answer: { sessionSid: sessionOf(payment) } }],
    ["REST: session refused", { type: "ReportStart", ...of, answer: refused }],
    ["REST: Twilio unreachable for the session", { type: "ReportStart", ...of, answer: "unreachable" }],
    ["REST: item refused", { type: "ReportCapture", ...of, item: "card-number", answer: refused }],
    ...items.map((item): [string, Command] => {
      return [
        "REST: Twilio unreachable for the item",
        { type: "ReportCapture", ...of, item, answer: "unreachable" },
      ]
    }),
    [
      "REST: submit refused",
      { type: "ReportSubmit", ...of, answer: { ...refused, refused: "submit-refused" } },
    ],
    ["not submitted in time", { type: "ExpirePayment", ...of }],
    ["no answer to the submit in time", { type: "GiveUpWaiting", ...of }],
  ]
  if (attempt > 1)
    answers.push([
      "REST: session of an earlier attempt opened",
      { type: "ReportStart", paymentId, at, attempt: attempt - 1, answer: { sessionSid: "PK-old" } },
    ])
  return answers.map(([what, command]) => ({ who: "caller and Twilio", what, command }))
}

function callbackLetters(payment: Payment): Letter[] {
  const { paymentId, attempt } = payment
  const fresh = (payment.updatedAt ?? 0) + 1
  const silent: PayUpdate = {
    ...{ sessionSid: sessionOf(payment), attempt: { paymentId, attempt }, updatedAt: fresh },
    ...{ item: null, partial: false, error: null, values: {}, brand: null, required: null, result: null },
  }
  const letter = (what: string, update: Partial<PayUpdate>): Letter => ({
    ...{ who: "caller and Twilio", what },
    command: { type: "ReceivePayUpdate", update: { ...silent, ...update }, at },
  })
  const there = (done: CaptureItem) =>
    payment.items.filter(({ item, state }) => item === done || state.status === "captured").map((i) => i.item)
  const complete = (item: CaptureItem): Partial<PayUpdate> => ({
    ...{ item, values: Object.fromEntries(there(item).map((done) => [done, maskOf(done)])) },
    required: items.filter((other) => !there(item).includes(other)),
  })
  return [
    letter("callback: session opened", {}),
    ...items.flatMap((item) => [
      letter("callback: digits", { item, partial: true, values: { [item]: "x" as Masked } }),
      letter("callback: entry complete", complete(item)),
      ...(payment.updatedAt === null
        ? []
        : [
            letter("callback: entry complete, but no news", {
              ...complete(item),
              updatedAt: payment.updatedAt,
            }),
          ]),
      letter("callback: entry wrong", { item, error: "invalid-card-number" }),
      letter("callback: nothing keyed in time", { item, error: "timeout" }),
    ]),
    letter("callback: everything complete, the callbacks before it lost", {
      ...{ item: "security-code", required: [] },
      values: Object.fromEntries(items.map((item) => [item, maskOf(item)])),
    }),
    letter("callback: card number has to come first", { item: "security-code", error: "card-number-first" }),
    ...Object.entries(results).map(([what, result]) => letter(what, { result })),
  ]
}

function routingLetters({ offers }: Call): Letter[] {
  const ben = { agentId: "ben", phone: "+15550002002" }
  const inVain = { type: "PassCall", offer: offers, outcome: "no-answer", maxWaitMs: 1, at } as const
  const commands: [string, Command][] = [
    ["not answered, the next agent is free", { ...inVain, next: ben }],
    ["not answered, nobody else is free: wait", { ...inVain, next: "queue" }],
    ["not answered, nobody else is free: end", { ...inVain, next: null }],
    ["not answered, told late", { ...inVain, offer: offers - 1, next: ben }],
    ["an agent is free", { type: "OfferCall", agentId: "ada", phone: "+15550002001", at }],
    ["waited for too long", { type: "EndWait", at }],
  ]
  return commands.map(([what, command]) => ({ who: "call", what, command }))
}

/** What can happen next. Commands speak of the last payment, and of its session by the name it has or would have. */
export function alphabet(call: Call): Letter[] {
  const payment = call.payments.at(-1)
  const voice: Letter[] = [
    ...routingLetters(call),
    { who: "call", what: "agent's phone answers", command: { type: "AnswerCall", at } },
    { who: "call", what: "call ends", command: { type: "EndCall", outcome: "completed", at } },
  ]
  return [
    ...agentLetters(payment, call.payments.length, call.agent?.agentId ?? "ada"),
    ...(payment
      ? [
          ...supervisorLetters(payment),
          ...[...restLetters(payment), ...callbackLetters(payment)],
          ...recordLetters(payment),
        ]
      : []),
    ...voice,
  ]
}
