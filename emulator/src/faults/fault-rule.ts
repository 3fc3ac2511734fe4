// The language of faults: plain data that says what it strikes, when, and what happens.
import { z } from "zod"
import { PAY_ITEMS } from "../pay/pay-items.ts"
import { textLike } from "../say-issues.ts"

const ms = z.number().int().min(0).max(600_000)
const words = z.string().min(1).max(200)

const params = z
  .record(z.string(), z.string())
  .describe("as they are sent; * fits any value that is not empty, and the key must be there")

/** When a rule strikes among the events that it fits. */
const when = {
  id: textLike(/^[\w-]{1,40}$/, "1 to 40 of letters, digits, - and _").optional(),
  call: words
    .optional()
    .describe("a Call SID of any leg, or the number of a customer or agent; absent: every call"),
  nth: z
    .union([z.number().int().min(1), z.array(z.number().int().min(1)).min(1)])
    .optional()
    .describe("strikes only at these, counted from 1 in each call"),
  times: z.number().int().min(1).optional().describe("strikes so often in all, and never again"),
  probability: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("drawn from the seed, so that a run can be repeated"),
  seed: z.number().int().min(0).max(4_294_967_295).optional(),
}

const action = <Name extends string, Shape extends z.ZodRawShape>(name: Name, about: string, shape: Shape) =>
  z.strictObject({ action: z.literal(name), ...shape }).describe(about)

const rule = <On extends string, Match extends z.ZodType, Do extends z.ZodType>(
  on: On,
  about: string,
  match: Match,
  act: Do,
) => z.strictObject({ ...when, on: z.literal(on), match, do: act }).describe(about)

/** A rule without a match fits everything. Not a caller's: zod does not check defaults, and a moment has to be named. */
const matching = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).default({} as never)

const webhook = matching({
  kind: z
    .enum(["voice", "media", "status", "payment"])
    .optional()
    .describe("voice asks for TwiML, media for a recording, status tells of a call, payment of a payment"),
  url: words.optional().describe("a piece of the URL"),
  params: params.optional(),
})

const webhookRule = rule(
  "webhook",
  "a whole webhook, as Twilio sends it; a document that is waited for can only be dropped, delayed or doubled",
  webhook,
  z.discriminatedUnion("action", [
    action("drop", "it is never sent", {}),
    action("delay", "sent so much later, and those behind it wait too", { ms }),
    action("late", "sent so much later, and those behind it overtake it", { ms }),
    action("double", "sent so many times more under the same idempotency token, so far apart", {
      copies: z.number().int().min(1).max(10).default(1),
      ms: ms.default(0),
    }),
    action("swap", "sent after the next of its kind and call, or at the latest after so long", {
      ms: ms.default(2_000),
    }),
    action("after-end", "sent so long after the customer's call has ended", { ms: ms.default(0) }),
  ]),
)

const connectionRule = rule(
  "connection",
  "one try to reach your server; Twilio's retries (#rc, #rp) come after it",
  webhook,
  z.discriminatedUnion("action", [
    action("refuse", "no connection comes about", {}),
    action("slow", "the connection takes so long; longer than the connect time-out is a failure of it", {
      ms,
    }),
    action("lose-answer", "your server gets the request, and its answer never arrives: a read time-out", {}),
  ]),
)

const work = z
  .enum(["before", "after"])
  .default("before")
  .describe("whether it strikes before the work is done, or after")

const restRule = rule(
  "rest",
  "one request of your program to the REST API, after its credentials were checked",
  matching({
    operation: textLike(
      /^[a-z]+\.(create|update|list|fetch|delete)$/,
      'a collection and a deed, like "payments.create"',
    )
      .optional()
      .describe("collection and deed, like payments.update, calls.fetch, queues.list"),
    params: params.optional(),
  }),
  z.discriminatedUnion("action", [
    action("status", "answered with this status", {
      status: z.literal([429, 500, 503]),
      work,
    }),
    action("time-out", "never answered: the connection is cut after so long", {
      ms: ms.default(60_000),
      work,
    }),
    action("cut", "the connection is cut at once", { work }),
    action("slow", "answered so much later", { ms }),
  ]),
)

const gatewayRule = rule(
  "gateway",
  "what the payment gateway does with a submitted payment",
  matching({ operation: z.enum(["charge", "token"]).optional(), connector: words.optional() }),
  z.discriminatedUnion("action", [
    action("slow", "answers so much later", { ms }),
    action("answer-twice", "the result is called back twice", {}),
    action("lose-answer", "it charges and its answer is lost: called back as 64002", {}),
    action("silence", "it charges and its answer is lost, and nothing is ever called back", {}),
    action("unavailable", "it is not reached: nothing is charged, called back as 64002", {}),
    action("decline", "it refuses", {
      code: words.default("card_declined"),
      message: words.default("Your card was declined."),
    }),
  ]),
)

const callerRule = rule(
  "caller",
  "the caller, at a key or at another moment of call and payment",
  z.strictObject(
    {
      moment: z
        .enum(["calls", "talks", "key", "opened", "asked", "captured", "refused", "submitted", "ended"])
        .describe("calls and talks are the call's, key is any key pressed, the others are the payment's"),
      item: z.enum(PAY_ITEMS).optional(),
      digit: z.number().int().min(1).max(30).optional().describe("the place of the key in its item, from 1"),
    },
    {
      error: ({ input }) =>
        input === undefined ? 'is missing: name a moment, like {"moment": "key"}' : undefined,
    },
  ),
  z.discriminatedUnion("action", [
    action("hang-up", "hangs up, so much later", { ms: ms.default(0) }),
    action("star", "presses star, so much later", { ms: ms.default(0) }),
    action("wrong", "at a key: presses another digit", {}),
    action("double", "at a key: its tone is heard twice", {}),
    action(
      "miss",
      "at a key: it is not heard, and the next key is at its place: times 1 for one key alone",
      {},
    ),
    action("slow", "at a key: takes so long", { ms }),
  ]),
)

const MOMENTARY = ["hang-up", "star"]

const count = z.number().int().min(0)
const tally = {
  id: z.string(),
  matched: count.describe("how many events it fitted"),
  struck: count.describe("how many of them it struck"),
}

/** A rule in force, with what it has done so far. */
export const faultView = z.discriminatedUnion("on", [
  webhookRule.extend(tally),
  connectionRule.extend(tally),
  restRule.extend(tally),
  gatewayRule.extend(tally),
  callerRule.extend(tally),
])

export const faultRule = z
  .discriminatedUnion("on", [webhookRule, connectionRule, restRule, gatewayRule, callerRule])
  .refine(
    (made) => made.on !== "caller" || made.match.moment === "key" || MOMENTARY.includes(made.do.action),
    { error: 'must be "hang-up" or "star": at this moment nobody keys', path: ["do", "action"] },
  )
  .meta({ example: { on: "gateway", times: 1, do: { action: "lose-answer" } } })

/** As it is written; defaults are still absent. */
export type FaultInput = z.input<typeof faultRule>
export type FaultRule = z.output<typeof faultRule>
export type FaultSubject = FaultRule["on"]
export type CallerMoment = Exclude<Extract<FaultRule, { on: "caller" }>["match"]["moment"], "key">
type Actions = { [Rule in FaultRule as Rule["on"]]: Rule["do"] }
export type FaultAction<On extends FaultSubject> = Actions[On]
