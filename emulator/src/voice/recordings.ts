// Recordings of calls and conferences: started, paused, resumed, stopped, and their callbacks (facts 1.11).
import { newSid } from "../sids.ts"
import type { FormParams } from "../webhook/signature.ts"
import type { World } from "../world.ts"
import type { Call } from "./call.ts"
import { recordedParams } from "./recorded.ts"
import type { Recording, RecordingEvent, RecordingSettings } from "./recording.ts"
import { postStatusCallback } from "./status-callbacks.ts"
import { rfc2822 } from "./voice-params.ts"

function callbackParams(world: World, recording: Recording, event: RecordingEvent): FormParams {
  const { call, conferenceSid, settings } = recording
  const known = recordedParams(world, recording)
  return [
    ["AccountSid", world.account.sid],
    conferenceSid === null ? ["CallSid", call.sid] : ["ConferenceSid", conferenceSid],
    ...known.filter(([name]) => event === "completed" || name !== "RecordingDuration"),
    ["RecordingStatus", event],
    ["RecordingChannels", String(settings.channels)],
    ["RecordingStartTime", rfc2822(recording.startedAt)],
    ["RecordingSource", settings.source],
    ...(conferenceSid === null ? [["RecordingTrack", settings.track] as const] : []),
    ["ErrorCode", "0"],
  ]
}

function report(world: World, recording: Recording, event: RecordingEvent): void {
  const { callback } = recording.settings
  if (!callback?.events.has(event)) return
  void postStatusCallback(world, recording.call, callback, callbackParams(world, recording, event))
}

function become(world: World, recording: Recording, status: Recording["status"]): void {
  recording.status = status
  recording.updatedAt = world.clock.now()
  world.diary.note(recording.call.sid, `recording ${status}`)
  world.changed()
}

/** Starts a recording that lasts until it is stopped, or the call or the conference that it is of ends. */
export function startRecording(
  world: World,
  call: Call,
  settings: RecordingSettings,
  conference: { sid: string; over: AbortSignal } | null = null,
): Recording {
  const now = world.clock.now()
  const recording: Recording = {
    sid: newSid("RE"),
    call,
    conferenceSid: conference?.sid ?? null,
    settings,
    startedAt: now,
    updatedAt: now,
    status: "in-progress",
    endedAt: null,
    skippingSince: null,
    skippedMs: 0,
  }
  world.recordings.set(recording.sid, recording)
  become(world, recording, "in-progress")
  report(world, recording, "in-progress")
  const over = conference?.over ?? call.gone
  over.addEventListener("abort", () => stopRecording(world, recording))
  return recording
}

/** Pauses; `skip` leaves the pause out of the recording, `silence` keeps its length. */
export function pauseRecording(world: World, recording: Recording, behavior: "skip" | "silence"): void {
  if (recording.status !== "in-progress") return
  if (behavior === "skip") recording.skippingSince = world.clock.now()
  become(world, recording, "paused")
}

export function resumeRecording(world: World, recording: Recording): void {
  if (recording.status !== "paused") return
  if (recording.skippingSince !== null) recording.skippedMs += world.clock.now() - recording.skippingSince
  recording.skippingSince = null
  become(world, recording, "in-progress")
}

/** Stops once; soon after, it is completed and its callback is told. */
export function stopRecording(world: World, recording: Recording): void {
  if (recording.endedAt !== null) return
  resumeRecording(world, recording)
  recording.endedAt = world.clock.now()
  become(world, recording, "stopped")
  world.clock.after(0, () => {
    become(world, recording, "completed")
    report(world, recording, "completed")
  })
}
