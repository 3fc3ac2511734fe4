// One conference from its first participant to its end, by every operation and parameter that the REST API has for it.
import type { Twilio } from "twilio"
import { expect } from "vitest"
import { ADA, type Bench, CUSTOMER, NUMBER } from "./bench.ts"

const PATIENT = { timeout: 4000 }

export async function runConferences(bench: Bench, client: Twilio): Promise<void> {
  const { participants } = client.conferences("room")
  const added = await participants.create({
    from: NUMBER,
    to: ADA,
    label: "ada",
    timeout: 30,
    timeLimit: 600,
    record: true,
    recordingChannels: "dual",
    recordingTrack: "both",
    trim: "do-not-trim",
    recordingStatusCallback: `${bench.app.url}/recorded`,
    recordingStatusCallbackMethod: "POST",
    recordingStatusCallbackEvent: ["completed"],
    statusCallback: `${bench.app.url}/status`,
    statusCallbackMethod: "POST",
    statusCallbackEvent: ["answered", "completed"],
    muted: true,
    beep: "onEnter",
    startConferenceOnEnter: true,
    endConferenceOnExit: true,
    waitUrl: `${bench.app.url}/held`,
    waitMethod: "POST",
    earlyMedia: true,
    maxParticipants: 5,
    conferenceRecord: "record-from-start",
    conferenceTrim: "trim-silence",
    conferenceStatusCallback: `${bench.app.url}/events`,
    conferenceStatusCallbackMethod: "POST",
    conferenceStatusCallbackEvent: ["start", "end", "mute"],
    conferenceRecordingStatusCallback: `${bench.app.url}/recorded`,
    conferenceRecordingStatusCallbackMethod: "POST",
    conferenceRecordingStatusCallbackEvent: ["completed"],
    region: "ie1",
    jitterBufferSize: "small",
    coaching: false,
    machineDetection: "Enable",
    machineDetectionTimeout: 30,
    amdStatusCallback: `${bench.app.url}/amd`,
    amdStatusCallbackMethod: "POST",
  })
  expect(added).toMatchObject({ status: "queued", label: "ada", muted: true, queueTime: "0" })
  const other = await participants.create({ from: NUMBER, to: CUSTOMER })
  for (const { callSid } of [added, other]) await bench.control(`/calls/${callSid}/answer`, {})
  const room = client.conferences(added.conferenceSid)
  await expect.poll(async () => (await room.fetch()).status, PATIENT).toBe("in-progress")
  expect(await room.participants.list({ muted: true, hold: false, coaching: false })).toMatchObject([
    { callSid: added.callSid, status: "connected" },
  ])
  const changed = await room.participants("ada").update({
    muted: false,
    hold: true,
    holdUrl: `${bench.app.url}/held`,
    holdMethod: "POST",
    announceUrl: `${bench.app.url}/held`,
    announceMethod: "GET",
    waitUrl: `${bench.app.url}/held`,
    waitMethod: "GET",
    beepOnExit: false,
    endConferenceOnExit: false,
    coaching: true,
    callSidToCoach: other.callSid,
  })
  expect(changed).toMatchObject({ hold: true, coaching: true, callSidToCoach: other.callSid, muted: false })
  expect(await room.participants(other.callSid).fetch()).toMatchObject({ hold: false, label: null })
  const { dateCreated } = await room.fetch()
  const [recording] = await room.recordings.list({ dateCreated })
  const recorded = room.recordings(recording?.sid ?? "")
  expect(await recorded.update({ status: "paused", pauseBehavior: "skip" })).toMatchObject({
    status: "paused",
  })
  expect(await room.update({ announceUrl: `${bench.app.url}/held`, announceMethod: "POST" })).toMatchObject({
    region: "ie1",
  })
  expect(await room.participants("ada").remove()).toBe(true)
  await expect.poll(async () => (await room.participants.list()).length, PATIENT).toBe(1)
  expect(await room.update({ status: "completed" })).toMatchObject({
    status: "completed",
    reasonConferenceEnded: "conference-ended-via-api",
  })
  await expect.poll(async () => (await recorded.fetch()).status, PATIENT).toBe("completed")
  expect(await recorded.remove()).toBe(true)
  const { dateUpdated } = await room.fetch()
  const found = await client.conferences.list({
    friendlyName: "room",
    status: "completed",
    dateCreated,
    dateCreatedAfter: dateCreated,
    dateUpdated,
    dateUpdatedBefore: dateUpdated,
    pageSize: 20,
  })
  expect(found).toMatchObject([{ sid: added.conferenceSid }])
}
