// <Dial><Conference>: the caller enters a room and stays until leaving it, or until it is ended.
import { Interrupted } from "../clock.ts"
import { noteFailure } from "../voice/application-error.ts"
import { listenToKeys } from "../voice/call.ts"
import type { Conference, Participant } from "../voice/conference.ts"
import { conferenceNamed, createConference, enterConference, leaveConference } from "../voice/conferences.ts"
import { aborted } from "../voice/join-calls.ts"
import { numberAttribute } from "./attributes.ts"
import { readConferenceSettings, readParticipant } from "./conference-attributes.ts"
import { type DialOutcome, unreached } from "./dial-outcome.ts"
import type { DialSettings } from "./dial-settings.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { complain, type Stage } from "./stage.ts"
import { entertain, readPastime } from "./wait.ts"

/**
 * In the room until `over`: music or the waitUrl until the conference starts. A Hangup in that document ends the
 * participation, and so does its failure, which alone answers `failed`: the Dial goes on to its action.
 */
async function stay(
  stage: Stage,
  node: TwimlNode,
  room: Conference,
  over: AbortSignal,
): Promise<"answered" | "failed"> {
  const started = room.started.signal
  try {
    if (!started.aborted) {
      await entertain(stage, readPastime(stage, node, "waitMethod"), AbortSignal.any([over, started]), null)
      return "answered"
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) {
      noteFailure(stage.world, stage.call, error)
      return "failed"
    }
  }
  await aborted(over)
  return "answered"
}

/** Why the caller cannot enter, with the code of Twilio's error dictionary; null where nothing is in the way. */
function obstacle(
  stage: Stage,
  node: TwimlNode,
  others: readonly Participant[],
): { code: number; text: string } | null {
  const { coach, participantLabel: label = "" } = node.attributes
  if (node.text === "") return { code: 13237, text: "has no name" }
  if (label.length > 128 || /^CA[0-9a-f]{32}$|\/|%2F/i.test(label)) {
    return { code: 16023, text: `participantLabel="${label}": up to 128 characters, no Call SID, no slash` }
  }
  if (label !== "" && others.some((other) => other.label === label)) {
    return { code: 16025, text: `participantLabel="${label}" is another participant's` }
  }
  if (coach && !others.some(({ call }) => call.sid === coach)) {
    return { code: 13240, text: `coach="${coach}" is not in the conference ${node.text}` }
  }
  const limits = { fallback: 250, lowest: 2, highest: 250 }
  const most = numberAttribute(node, "maxParticipants", limits, complain(stage))
  return others.length < most ? null : { code: 16020, text: `the conference ${node.text} is full` }
}

/** Stays in the room; ended by hang-up, redirect, the star key, the time limit, or the end of the conference. */
export async function joinConference(
  stage: Stage,
  node: TwimlNode,
  settings: DialSettings,
): Promise<DialOutcome> {
  const { world, call, signal } = stage
  const known = conferenceNamed(world, node.text)
  const others = known?.participants ?? []
  const wrong = obstacle(stage, node, others)
  if (wrong) {
    world.diary.fail(call.sid, `<Dial><Conference> ${wrong.text}`, wrong.code)
    return unreached("failed")
  }
  const room = known ?? createConference(world, node.text, readConferenceSettings(stage, node))
  const participant = readParticipant(stage, node, others)
  call.answer()
  const cut = new AbortController()
  const over = AbortSignal.any([signal, participant.out.signal, cut.signal])
  const stopListening = listenToKeys(call, (key) => {
    if (key === "*" && settings.hangupOnStar) cut.abort()
  })
  const cancelLimit = world.clock.after(settings.timeLimitMs, () => cut.abort())
  enterConference(world, room, participant)
  try {
    const status = await stay(stage, node, room, over)
    return { status, callSid: null, seconds: null, bridged: null, more: [] }
  } finally {
    cancelLimit()
    stopListening()
    leaveConference(world, room, participant)
  }
}
