// The language of faults: plain data that says what it strikes, when, and what happens.
import { z } from "zod"
import { PAY_ITEMS } from "../pay/pay-items.ts"

const ms = z.number().int().min(0).max(600_000)
const words = z.string().min(1).max(200)

/** Values are compared as they are sent; `*` fits any value that is not empty, and the key must be there. */
const params = z.record(z.string(), z.string())

const webhook = {
  /** `voice` asks for TwiML, `status` tells of a call, `payment` tells of a payment. */
  kind: z.enum(["voice", "status", "payment"]).optional(),
  /** A piece of the URL. */
  url: words.optional(),
  params: params.optional(),
}

/** When a rule strikes among the events that it fits. */
const when = {
  id: z
    .string()
    .regex(/^[\w-]{1,40}$/, "1 to 40 of letters, digits, - and _")
    .optional(),
  /** A Call SID of any leg, or the number of a customer or agent; every call where it is absent. */
  call: words.optional(),
  /** Strikes only at these, counted from 1 in each call. */
  nth: z.union([z.number().int().min(1), z.array(z.number().int().min(1)).min(1)]).optional(),
  /** Strikes so often in all, and never again. */
  times: z.number().int().min(1).optional(),
  /** From 0 to 1; drawn from `seed`, so that a run can be repeated. */
  probability: z.number().min(0).max(1).optional(),
  seed: z.number().int().min(0).max(4_294_967_295).optional(),
}

const action = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.strictObject({ action: z.literal(name), ...shape })

const rule = <On extends string, Match extends z.ZodRawShape, Do extends z.ZodType>(
  on: On,
  match: Match,
  act: Do,
) =>
  z.strictObject({ ...when, on: z.literal(on), match: z.strictObject(match).default({} as never), do: act })

/** A whole webhook, as Twilio sends it. A document that is waited for can only be dropped, delayed or doubled. */
const webhookRule = rule(
  "webhook",
  webhook,
  z.discriminatedUnion("action", [
    action("drop", {}),
    /** Those behind it wait too. */
    action("delay", { ms }),
    /** Those behind it overtake it. */
    action("late", { ms }),
    /** Sent `copies` times more under the same idempotency token, `ms` apart. */
    action("double", { copies: z.number().int().min(1).max(10).default(1), ms: ms.default(0) }),
    /** Sent after the next of its kind and call, at the latest after `ms`. */
    action("swap", { ms: ms.default(2_000) }),
    /** Sent `ms` after the customer's call has ended. */
    action("after-end", { ms: ms.default(0) }),
  ]),
)

/** One try to reach the developer's server; Twilio's retries (`#rc`, `#rp`) come after it. */
const connectionRule = rule(
  "connection",
  webhook,
  z.discriminatedUnion("action", [
    action("refuse", {}),
    /** The connection takes `ms`; longer than the connect time-out is a failure of it. */
    action("slow", { ms }),
    /** The request is delivered, and its answer never arrives: a read time-out. */
    action("lose-answer", {}),
  ]),
)

const workDone = z.enum(["before", "after"]).default("before")

/** One request of the REST API, after its credentials were checked. */
const restRule = rule(
  "rest",
  {
    /** Collection and deed: `payments.create`, `payments.update`, `calls.fetch`, `queues.list`, ... */
    operation: z
      .string()
      .regex(/^[a-z]+\.(create|update|list|fetch|delete)$/, 'a collection and a deed, like "payments.create"')
      .optional(),
    params: params.optional(),
  },
  z.discriminatedUnion("action", [
    /** Answers `status` instead, `before` or `after` the work was done. */
    action("status", { status: z.union([z.literal(429), z.literal(500), z.literal(503)]), work: workDone }),
    /** Never answers: the connection is cut after `ms`. */
    action("time-out", { ms: ms.default(60_000), work: workDone }),
    action("cut", { work: workDone }),
    action("slow", { ms }),
  ]),
)

/** What a connector answers to a submitted payment. */
const gatewayRule = rule(
  "gateway",
  { operation: z.enum(["charge", "token"]).optional(), connector: words.optional() },
  z.discriminatedUnion("action", [
    action("slow", { ms }),
    /** The result is called back twice. */
    action("answer-twice", {}),
    /** The gateway works and its answer is lost: charged, and called back as 64002. */
    action("lose-answer", {}),
    /** As `lose-answer`, and nothing is ever called back. */
    action("silence", {}),
    /** Not reached: nothing is charged, 64002. */
    action("unavailable", {}),
    action("decline", {
      code: words.default("card_declined"),
      message: words.default("Your card was declined."),
    }),
  ]),
)

/** A caller at the keypad. `key` strikes a key being pressed; the others strike a moment of the session. */
const callerRule = rule(
  "caller",
  {
    moment: z.enum(["key", "opened", "asked", "captured", "refused", "submitted", "ended"]),
    item: z.enum(PAY_ITEMS).optional(),
    /** The place of the key in its item, from 1; only for `key`. */
    digit: z.number().int().min(1).max(30).optional(),
  },
  z.discriminatedUnion("action", [
    action("hang-up", { ms: ms.default(0) }),
    action("star", { ms: ms.default(0) }),
    /** Presses another digit; only for `key`, as the next three. */
    action("wrong", {}),
    action("double", {}),
    action("miss", {}),
    action("slow", { ms }),
  ]),
)

const MOMENTARY = ["hang-up", "star"]

export const faultRule = z
  .discriminatedUnion("on", [webhookRule, connectionRule, restRule, gatewayRule, callerRule])
  .refine(
    (made) => made.on !== "caller" || made.match.moment === "key" || MOMENTARY.includes(made.do.action),
    { error: 'at this moment nobody keys: only "hang-up" and "star" can happen', path: ["do", "action"] },
  )

/** As it is written; defaults are still absent. */
export type FaultInput = z.input<typeof faultRule>
export type FaultRule = z.output<typeof faultRule>
export type FaultSubject = FaultRule["on"]
type Actions = { [Rule in FaultRule as Rule["on"]]: Rule["do"] }
export type FaultAction<On extends FaultSubject> = Actions[On]

/** Reads a rule; throws a RangeError that names each wrong key, what came and what is expected. */
export function readFaultRule(written: unknown): FaultRule {
  const read = faultRule.safeParse(written)
  if (read.success) return read.data
  throw new RangeError(`This is no fault rule. ${z.prettifyError(read.error)}`)
}
