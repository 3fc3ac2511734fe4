// The recording of a conference, from its start to its end (Twilio's documents of <Conference record>).
import type { World } from "../../world.ts"
import { recordedParams, recordedSeconds } from "../recorded.ts"
import { startRecording } from "../recordings.ts"
import { postStatusCallback } from "../status-callbacks.ts"
import type { Conference } from "./conference.ts"
import { conferenceParams } from "./conference-events.ts"

/** Bytes of a WAV file of one second: 8,000 samples of 16 bits, as the example of the documents has them. */
const WAV_BYTES = 16_000
const WAV_HEADER_BYTES = 44

/** Records a conference that starts, if its settings say so; the recording stands with who came first. */
export function recordConference(world: World, room: Conference): void {
  const { recording: settings, recordEndUrl } = room.settings
  const call = room.participants[0]?.call
  if (!settings || !call) return
  const recording = startRecording(world, call, settings, { sid: room.sid, over: room.over.signal })
  if (settings.callback || recordEndUrl === null) return
  room.over.signal.addEventListener("abort", () => {
    const seconds = recordedSeconds(world, recording)
    const url = recordedParams(world, recording).filter(([name]) => name === "RecordingUrl")
    const params = [
      ...conferenceParams(world, room),
      ["EventName", "conference-record-end"] as const,
      ...url,
      ["Duration", String(seconds)] as const,
      ["RecordingFileSize", String(WAV_HEADER_BYTES + seconds * WAV_BYTES)] as const,
    ]
    void postStatusCallback(world, call, { url: recordEndUrl, method: "POST" }, params)
  })
}
