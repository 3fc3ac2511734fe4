// One call leg: a phone's line to Twilio, from queued to its end (facts 1.11, 4.2).
import { randomBytes } from "node:crypto"
import type { Clock } from "../clock.ts"
import { newSid } from "../sids.ts"
import { createCookies } from "../webhook/cookies.ts"
import type { CallerFacts } from "./caller-facts.ts"
import type { Answerer, MachineDetection } from "./machine-detection.ts"

export type CallStatus =
  | "queued"
  | "ringing"
  | "in-progress"
  | "completed"
  | "busy"
  | "failed"
  | "no-answer"
  | "canceled"

export type EndStatus = Exclude<CallStatus, "queued" | "ringing" | "in-progress">

export type Direction = "inbound" | "outbound-dial" | "outbound-api"

/** What the person at the phone heard, as text. Repeats of a tone are counted, never spelt out. */
export type Heard = { at: number; kind: "said" | "played" | "tone" | "signal"; text: string; times: number }

/** What a person says, as text, and how sure a recogniser would be of it, from 0 to 1. */
export type Speech = { words: string; confidence: number }

/** What a ringing phone can do. */
export type Ring = { pickUp(answerer: Answerer): void; decline(): void }

/** A webhook that a leg is sent to when its own fails. */
export type Fallback = { url: string; method: "GET" | "POST" }

export type CallEvent = "initiated" | "ringing" | "answered" | "completed"

/** Who is told of a leg's progress, and of which events. */
export type StatusCallbackTarget = { url: string; method: "GET" | "POST"; events: ReadonlySet<CallEvent> }

type CallFacts = {
  from: string
  to: string
  direction: Direction
  parent: Call | null
  known?: CallerFacts
}

/** A leg with a life: it ends once, and everything that hangs on it hears of its end. */
export class Call {
  readonly sid = newSid("CA")
  readonly from: string
  readonly to: string
  readonly direction: Direction
  readonly parent: Call | null
  readonly known: CallerFacts
  /** With the CallToken of an inbound call one may place another from its caller's number. */
  readonly token = randomBytes(24).toString("base64url")
  readonly createdAt: number
  status: CallStatus = "queued"
  answeredAt: number | null = null
  /** How to find out who answers; null where nobody asked for it. */
  machineDetection: MachineDetection | null = null
  /** Who answered, once that is found out. */
  answeredBy: Answerer | null = null
  endedAt: number | null = null
  updatedAt: number
  readonly heard: Heard[] = []
  /** The legs it dialled, in order. */
  readonly children: Call[] = []
  keysPressed = 0
  /** Set while this phone rings. */
  ring: Ring | null = null
  /** The leg it talks to. */
  peer: Call | null = null
  /** What the leg does, in words for the phones page; empty while it only listens or talks. */
  activity = ""
  fallback: Fallback | null = null
  statusCallback: StatusCallbackTarget | null = null
  readonly cookies = createCookies()
  /** The other end of the line, told of tones that this leg sounds: set where it called a number of the account. */
  line: ((key: string) => void) | null = null
  /** Keys that no payment session takes, e.g. for hangupOnStar; set with listenToKeys. */
  onKey: ((key: string) => void) | null = null
  /** What is said to a verb that listens; set while it does. */
  onSpeech: ((speech: Speech) => void) | null = null
  /** Takes the Refer-To of a SIP REFER; set while a dialled phone talks and may send one. False where it is refused. */
  onRefer: ((target: string) => boolean) | null = null
  #run = new AbortController()
  readonly #gone = new AbortController()
  readonly #clock: Clock
  readonly #changed: () => void

  constructor(facts: CallFacts, clock: Clock, changed: () => void) {
    this.from = facts.from
    this.to = facts.to
    this.direction = facts.direction
    this.parent = facts.parent
    this.known = facts.known ?? {}
    this.#clock = clock
    this.#changed = changed
    this.createdAt = clock.now()
    this.updatedAt = this.createdAt
  }

  get ended(): boolean {
    return this.endedAt !== null
  }

  /** Aborts when the leg has ended. */
  get gone(): AbortSignal {
    return this.#gone.signal
  }

  /** Whole seconds from answer to end or to now; 0 before the answer. */
  get seconds(): number {
    if (this.answeredAt === null) return 0
    return Math.round(((this.endedAt ?? this.#clock.now()) - this.answeredAt) / 1000)
  }

  /** Starts a document on this leg: the one that ran before is interrupted. */
  beginRun(): AbortSignal {
    this.#run.abort()
    this.#run = new AbortController()
    return this.#run.signal
  }

  startRinging(ring: Ring | null): void {
    this.ring = ring
    this.#become("ringing")
  }

  answer(): void {
    if (this.ended || this.status === "in-progress") return
    this.ring = null
    this.answeredAt = this.#clock.now()
    this.#become("in-progress")
  }

  /** Ends the leg once; a second end changes nothing and answers false. */
  end(status: EndStatus): boolean {
    if (this.ended) return false
    this.ring = null
    this.peer = null
    this.onKey = null
    this.onSpeech = null
    this.onRefer = null
    this.activity = ""
    this.endedAt = this.#clock.now()
    this.#become(status)
    this.#run.abort()
    this.#gone.abort()
    return true
  }

  hear(kind: Heard["kind"], text: string): void {
    if (this.ended) return
    const last = this.heard.at(-1)
    if (last && kind === "tone" && last.kind === "tone") last.times += 1
    else this.heard.push({ at: this.#clock.now(), kind, text, times: 1 })
    if (this.heard.length > 100) this.heard.shift()
    this.#changed()
  }

  showActivity(text: string): void {
    if (this.ended || this.activity === text) return
    this.activity = text
    this.#changed()
  }

  #become(status: CallStatus): void {
    this.status = status
    this.updatedAt = this.#clock.now()
    this.#changed()
  }
}

/** Gives a leg's keys to `listener` until the returned function is called; then the one before has them again. */
export function listenToKeys(call: Call, listener: (key: string) => void): () => void {
  const before = call.onKey
  call.onKey = listener
  return () => {
    if (call.onKey === listener) call.onKey = before
  }
}
