// A conference as plain data: a room with a name that several legs hear (Twilio's documents of <Conference>).
import type { Pastime } from "../../twiml/errand.ts"
import type { Call } from "../call.ts"
import type { RecordingSettings } from "../recording.ts"

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

export const REGIONS = ["us1", "us2", "ie1", "de1", "sg1", "br1", "au1", "jp1"] as const

/** Why somebody was put out of a conference, as the event of it says. */
export type PutOut = "moderator_ended_conference" | "conference_ended_via_api" | "participant_updated_via_api"

export type Participant = {
  readonly call: Call
  /** Empty for none. */
  readonly label: string
  readonly startOnEnter: boolean
  readonly beepOnEnter: boolean
  beepOnExit: boolean
  endOnExit: boolean
  muted: boolean
  /** The only one who hears this participant; null where all do. */
  coached: Call | null
  /** What is heard until the conference starts. */
  wait: Pastime
  /** What is heard on hold; null for who is not held. */
  hold: Pastime | null
  readonly createdAt: number
  updatedAt: number
  /** Aborts, and is made anew, whenever this participant is to hear something else. */
  turn: AbortController
  /** Aborts with a PutOut. */
  readonly out: AbortController
  /** Aborts when this one is not in the conference any more. */
  readonly left: AbortController
}

/** What a participant comes with, by TwiML or by REST. */
export type ParticipantSettings = Pick<
  Participant,
  "label" | "startOnEnter" | "endOnExit" | "muted" | "coached" | "wait"
> & { beep: Beep }

/** What holds for the whole conference: set by the first participant only, as Twilio does. */
export type ConferenceSettings = {
  callback: { url: string; method: "GET" | "POST"; events: ReadonlySet<ConferenceEvent> } | null
  /** Null where nothing is recorded. */
  recording: RecordingSettings | null
  /** The deprecated eventCallbackUrl: told at the end of a recording that has no callback of its own. */
  recordEndUrl: string | null
}

export type ConferenceEnd = {
  reason:
    | "conference-ended-via-api"
    | "last-participant-kicked"
    | "last-participant-left"
    | "participant-with-end-conference-on-exit-kicked"
    | "participant-with-end-conference-on-exit-left"
  callSid: string | null
}

export type Conference = {
  readonly sid: string
  readonly friendlyName: string
  readonly settings: ConferenceSettings
  /** Null until somebody names one. */
  region: (typeof REGIONS)[number] | null
  status: "init" | "in-progress" | "completed"
  readonly participants: Participant[]
  /** Those whom REST adds, until their call is answered. */
  readonly awaited: Participant[]
  readonly createdAt: number
  updatedAt: number
  /** Null until it is completed. */
  end: ConferenceEnd | null
  /** Aborts when it has ended. */
  readonly over: AbortController
  nextSequenceNumber: number
  callbacks: Promise<void>
}

/** `now` in milliseconds since 1970. */
export function createParticipant(
  call: Call,
  now: number,
  { beep, ...settings }: ParticipantSettings,
): Participant {
  return {
    ...settings,
    call,
    beepOnEnter: beep === "true" || beep === "onEnter",
    beepOnExit: beep === "true" || beep === "onExit",
    hold: null,
    createdAt: now,
    updatedAt: now,
    turn: new AbortController(),
    out: new AbortController(),
    left: new AbortController(),
  }
}

/** Lets a participant hear what there is to hear now. */
export function renewTurn(participant: Participant): void {
  const { turn } = participant
  participant.turn = new AbortController()
  turn.abort()
}
