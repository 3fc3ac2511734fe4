// <Dial><Conference>: the caller enters a room and stays until leaving it, or until it is ended.
import { Interrupted } from "../clock.ts"
import { listenToKeys } from "../voice/call.ts"
import { CONFERENCE_EVENTS, type Conference, type Participant } from "../voice/conference.ts"
import { conferenceOf, enterConference, leaveConference } from "../voice/conferences.ts"
import { aborted } from "../voice/join-calls.ts"
import { booleanAttribute, methodAttribute, numberAttribute } from "./attributes.ts"
import { type DialOutcome, unreached } from "./dial-outcome.ts"
import type { DialSettings } from "./dial-settings.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { complain, goTo, type Stage } from "./stage.ts"
import { entertain } from "./wait.ts"

function readCallback(stage: Stage, node: TwimlNode): Conference["callback"] {
  const { statusCallback, statusCallbackEvent } = node.attributes
  if (!statusCallback) return null
  const method = methodAttribute(node, "statusCallbackMethod")
  const { url } = goTo(stage, statusCallback, method, "<Conference statusCallback>")
  const named = (statusCallbackEvent ?? "").split(/\s+/)
  return { url, method, events: new Set(CONFERENCE_EVENTS.filter((event) => named.includes(event))) }
}

/** Music or the waitUrl until the conference starts; a Hangup in its document ends the participation. */
async function waitForStart(
  stage: Stage,
  node: TwimlNode,
  room: Conference,
  over: AbortSignal,
): Promise<boolean> {
  const started = room.started.signal
  if (started.aborted) return true
  try {
    await entertain(stage, node, "waitMethod", AbortSignal.any([over, started]), () => [])
    return false
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    return true
  }
}

/** Stays in the room; ended by hang-up, redirect, the star key, the time limit, or the end of the conference. */
export async function joinConference(
  stage: Stage,
  node: TwimlNode,
  settings: DialSettings,
): Promise<DialOutcome> {
  const { world, call, signal } = stage
  if (node.text === "") {
    world.diary.fail(call.sid, "<Dial><Conference> has no name", 13237)
    return unreached("failed")
  }
  const room = conferenceOf(world, node.text, readCallback(stage, node))
  const limits = { fallback: 250, lowest: 2, highest: 250 }
  const most = numberAttribute(node, "maxParticipants", limits, complain(stage))
  if (room.participants.length >= most) {
    world.diary.warn(call.sid, `the conference ${room.friendlyName} is full`)
    return unreached("failed")
  }
  call.answer()
  const participant: Participant = {
    call,
    muted: booleanAttribute(node, "muted", false),
    startOnEnter: booleanAttribute(node, "startConferenceOnEnter", true),
    endOnExit: booleanAttribute(node, "endConferenceOnExit", false),
    label: node.attributes.participantLabel ?? "",
    out: new AbortController(),
  }
  const cut = new AbortController()
  const over = AbortSignal.any([signal, participant.out.signal, cut.signal])
  const stopListening = listenToKeys(call, (key) => {
    if (key === "*" && settings.hangupOnStar) cut.abort()
  })
  const cancelLimit = world.clock.after(settings.timeLimitMs, () => cut.abort())
  enterConference(world, room, participant)
  try {
    if (await waitForStart(stage, node, room, over)) await aborted(over)
  } finally {
    cancelLimit()
    stopListening()
    leaveConference(world, room, participant)
  }
  return { status: "answered", callSid: null, seconds: null, bridged: null, more: [] }
}
