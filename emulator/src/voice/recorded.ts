// What is told of a recording: how long it is, and where its sound would be (facts 1.11, 4.3).
import type { FormParams } from "../webhook/signature.ts"
import type { World } from "../world.ts"
import type { Call } from "./call.ts"
import type { Conference } from "./conference/conference.ts"
import type { Recording } from "./recording.ts"
import { API_VERSION } from "./voice-params.ts"

/** Whole seconds recorded until its end or now; skipped pauses are not counted. */
export function recordedSeconds(world: World, recording: Recording): number {
  const end = recording.endedAt ?? world.clock.now()
  const skipping = recording.skippingSince === null ? 0 : end - recording.skippingSince
  return Math.round((end - recording.startedAt - recording.skippedMs - skipping) / 1000)
}

/** The emulator keeps no sound, so nothing is to be had at RecordingUrl. */
export function recordedParams(world: World, recording: Recording): FormParams {
  const recordings = `https://api.twilio.com/${API_VERSION}/Accounts/${world.account.sid}/Recordings`
  return [
    ["RecordingUrl", `${recordings}/${recording.sid}`],
    ["RecordingSid", recording.sid],
    ["RecordingDuration", String(recordedSeconds(world, recording))],
  ]
}

/** The recordings of a call, newest first; those of a conference stand with whoever came first. */
export function recordingsOf(world: World, call: Call): Recording[] {
  return [...world.recordings.values()].filter((recording) => recording.call === call).reverse()
}

/** The recordings of a conference, newest first. */
export function recordingsOfConference(world: World, room: Conference): Recording[] {
  return [...world.recordings.values()].filter(({ conferenceSid }) => conferenceSid === room.sid).reverse()
}

/** The newest recording that a leg is heard in: its own, or the one of the Dial that rang it. */
export function recordingOfLeg(world: World, leg: Call): Recording | undefined {
  const dialled = leg.parent === null ? [] : recordingsOf(world, leg.parent)
  const own = recordingsOf(world, leg).find(({ conferenceSid }) => conferenceSid === null)
  return own ?? dialled.find(({ settings }) => settings.source === "DialVerb")
}
