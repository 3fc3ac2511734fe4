// A recording of a call or a conference as plain data: what was recorded when, never the sound (facts 1.11).
import type { Call } from "./call.ts"

export type RecordingStatus = "in-progress" | "paused" | "stopped" | "completed"

export type RecordingEvent = "in-progress" | "completed" | "absent"

export const RECORDING_EVENTS: readonly RecordingEvent[] = ["in-progress", "completed", "absent"]

/** Who is told of a recording. */
export type RecordingCallback = {
  url: string
  method: "GET" | "POST"
  events: ReadonlySet<RecordingEvent>
}

/** How it is recorded. */
export type RecordingSettings = {
  source: "StartCallRecordingAPI" | "OutboundAPI" | "DialVerb" | "RecordVerb" | "Conference"
  channels: 1 | 2
  track: "inbound" | "outbound" | "both"
  callback: RecordingCallback | null
}

export type Recording = {
  readonly sid: string
  /** Of a conference: whoever came first. */
  readonly call: Call
  /** Null where a call is recorded. */
  readonly conferenceSid: string | null
  readonly settings: RecordingSettings
  readonly startedAt: number
  updatedAt: number
  status: RecordingStatus
  endedAt: number | null
  /** Set while it is paused and the pause is left out. */
  skippingSince: number | null
  skippedMs: number
}
