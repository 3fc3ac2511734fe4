// The socket contract: what a browser may ask and what it is told. Both sides implement it, so a message that one
// side forgets does not compile.
import { z } from "zod"
import { type CaptureItem, captureItems } from "./capture-item.ts"
import type { Role } from "./commands.ts"
import type { Typing } from "./decision.ts"
import type { Fact } from "./facts.ts"
import { MOST_NOTE, MOST_REFERENCE } from "./payment-texts.ts"
import type { AgentPresence, QueueLength } from "./presence.ts"
import type { Refusal } from "./refusal.ts"

const id = z.string().min(1).max(64)
/** Long enough for any sum that parseMoney could take, too short for a card number. */
const money = z.string().max(12)

export const requestSchemas = {
  /** Opens a payment on a call and asks for the first item. */
  initiate: z.object({
    callSid: id,
    amount: money,
    tip: money,
    reference: z.string().max(MOST_REFERENCE).exactOptional(),
    note: z.string().max(MOST_NOTE).exactOptional(),
  }),
  /** Asks for one item (again). */
  update: z.object({ callSid: id, paymentId: id, item: z.enum(captureItems) }),
  submit: z.object({ callSid: id, paymentId: id, attempt: z.int().min(1) }),
  cancel: z.object({ callSid: id, paymentId: id }),
  /** Another card, after a decline: same payment, next attempt. */
  retry: z.object({ callSid: id, paymentId: id, attempt: z.int().min(1) }),
  /** Makes room for a new payment on the same call. */
  clear: z.object({ callSid: id, paymentId: id }),
  /** Takes payments on a call that the agent is on and that AgentPay did not route. Either side's Call SID will do. */
  attach: z.object({ callSid: id }),
  /** Lets go of such a call, which goes on. */
  release: z.object({ callSid: id }),
  /** A supervisor says from evidence what became of a submitted payment; without a code nothing was charged. */
  resolve: z.object({
    callSid: id,
    paymentId: id,
    confirmationCode: z.string().max(64).nullable(),
    seen: z.string().max(300),
    note: z.string().max(300),
  }),
  /** A supervisor cancels the open payment of an agent who is not there any more. */
  stop: z.object({ callSid: id, paymentId: id }),
} as const

export type RequestName = keyof typeof requestSchemas
export type Request<N extends RequestName> = z.infer<(typeof requestSchemas)[N]>

/** The acknowledgement of every request. */
export type Reply = { ok: true } | { ok: false; refusal: Refusal }

export type ClientToServer = {
  [N in RequestName]: (request: Request<N>, reply: (reply: Reply) => void) => void
} & {
  /** Somebody touches the screen: it need not lock. */
  touched: () => void
}

/** Whose screen is locked; only they may unlock it. */
export interface LockedFor {
  name: string
  email: string
}

export interface Person {
  userId: string
  name: string
  role: Role
  /** E.164 number of the phone that rings for them; null for those who take no calls. */
  phone: string | null
}

/** Sent with every connection: the version of each call on the screen, so that it is told only what it missed. */
export const knownSchema = z.record(id, z.int().min(0))
export type Known = z.infer<typeof knownSchema>

/** What a call has gone through since version `after`: the first of `facts` made version `after + 1`. */
export interface CallStory {
  callSid: string
  /** The version that the screen said it has, else 0. */
  after: number
  facts: Fact[]
  /** Digits being typed right now, if any. */
  typing: Typing | null
}

/** Everything a screen needs to start from; sent at every connection, so a reload loses nothing. */
export interface Welcome {
  me: Person
  /** ISO 4217 code of new payments. */
  currency: string
  /** What is collected for a new payment, in order. */
  items: readonly CaptureItem[]
  /** Server's clock, epoch milliseconds, to correct the timers of a browser whose clock is off. */
  now: number
  /** Whether calls come from the emulator, and where its phones are. */
  phonesUrl: string | null
  /** Newest first: an agent's own, a supervisor's everybody's. */
  calls: CallStory[]
  /** People by user id, as far as this screen may know them. */
  people: Person[]
  /** Whether each agent can take a call: an agent's own, a supervisor's everybody's who was ever seen. */
  presence: AgentPresence[]
  queue: QueueLength
}

export interface ServerToClient {
  /** Nobody has touched it for long: nothing more is told or taken until whose screen it is signs in again. */
  locked: (whose: LockedFor) => void
  welcome: (welcome: Welcome) => void
  /** New facts of one call; the first of them made version `after + 1`. Each arrives once and in order. */
  facts: (news: { callSid: string; after: number; facts: Fact[] }) => void
  /** Digits while they are typed (R9). */
  typing: (news: { callSid: string; typing: Typing }) => void
  /** Those that have changed; for agents their own only. */
  presence: (news: AgentPresence[]) => void
  queue: (news: QueueLength) => void
}
