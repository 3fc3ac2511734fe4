// A call queue as plain data: who waits, first come first served (facts 1.11, 4.6).
import type { Errand } from "../twiml/errand.ts"
import type { Call } from "./call.ts"

/** Who takes a caller out of a queue to talk: the leg that dialled the queue, and until when it can. */
export type Dequeuer = {
  call: Call
  /** The document that the caller hears before they are joined, told who waits how long. */
  whisper: Errand | null
  signal: AbortSignal
  timeLimitMs: number
  hangupOnStar: boolean
}

/** What became of a conversation with a caller from a queue; `seconds` is how long they talked. */
export type Dequeued = { bridged: boolean; seconds: number }

/**
 * A caller who waits. `redirect` takes the caller out of the queue and on to another document; `take` takes the
 * caller out to talk to somebody, and resolves when they have parted.
 */
export type QueueMember = {
  readonly call: Call
  readonly enqueuedAt: number
  readonly redirect: (errand: Errand) => void
  readonly take: (by: Dequeuer) => Promise<Dequeued>
}

export type Queue = {
  readonly sid: string
  friendlyName: string
  maxSize: number
  readonly createdAt: number
  updatedAt: number
  /** In the order of arrival; the first is the front. */
  readonly members: QueueMember[]
}

/** Facts 4.6: characters of a queue's name. */
export const LONGEST_NAME = 64

/** Facts 4.6: a queue takes 1,000 callers unless told otherwise. */
export const DEFAULT_QUEUE_SIZE = 1000
