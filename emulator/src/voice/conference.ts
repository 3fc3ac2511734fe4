// A conference as plain data: a room with a name that several legs hear (Twilio's documents of <Conference>).
import type { Call } from "./call.ts"
import type { RecordingSettings } from "./recording.ts"

/** The kinds of events that statusCallbackEvent names. */
export const CONFERENCE_EVENTS = [
  "start",
  "end",
  "join",
  "leave",
  "mute",
  "hold",
  "modify",
  "speaker",
  "announcement",
] as const

export type ConferenceEvent = (typeof CONFERENCE_EVENTS)[number]

/** Whether the others hear a beep when somebody comes and goes. */
export const BEEPS = ["true", "false", "onEnter", "onExit"] as const

export type Beep = (typeof BEEPS)[number]

export type Participant = {
  readonly call: Call
  readonly muted: boolean
  readonly startOnEnter: boolean
  readonly endOnExit: boolean
  readonly beep: Beep
  /** Empty for none. */
  readonly label: string
  /** The only one who hears this participant; null where all do. */
  readonly coached: Call | null
  /** Aborts when the conference is ended while this one is in it. */
  readonly out: AbortController
}

/** What holds for the whole conference: set by the first participant only, as Twilio does. */
export type ConferenceSettings = {
  callback: { url: string; method: "GET" | "POST"; events: ReadonlySet<ConferenceEvent> } | null
  /** Null where nothing is recorded. */
  recording: RecordingSettings | null
  /** The deprecated eventCallbackUrl: told at the end of a recording that has no callback of its own. */
  recordEndUrl: string | null
}

export type Conference = {
  readonly sid: string
  readonly friendlyName: string
  readonly settings: ConferenceSettings
  readonly participants: Participant[]
  /** Aborts when it starts: those who waited stop hearing the waiting document. */
  readonly started: AbortController
  /** Aborts when it has ended. */
  readonly over: AbortController
  nextSequenceNumber: number
  callbacks: Promise<void>
}
