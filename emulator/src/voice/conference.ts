// A conference as plain data: a room with a name that several legs hear (Twilio's documents of <Conference>).
import type { Call } from "./call.ts"

export const CONFERENCE_EVENTS = ["start", "end", "join", "leave"] as const

export type ConferenceEvent = (typeof CONFERENCE_EVENTS)[number]

export type Participant = {
  readonly call: Call
  readonly muted: boolean
  readonly startOnEnter: boolean
  readonly endOnExit: boolean
  readonly label: string
  /** Aborts when the conference is ended while this one is in it. */
  readonly out: AbortController
}

export type Conference = {
  readonly sid: string
  readonly friendlyName: string
  /** Set by the first participant only, as Twilio does. */
  readonly callback: { url: string; method: "GET" | "POST"; events: ReadonlySet<ConferenceEvent> } | null
  readonly participants: Participant[]
  /** Aborts when it starts: those who waited stop hearing the waiting document. */
  readonly started: AbortController
  nextSequenceNumber: number
  callbacks: Promise<void>
}
