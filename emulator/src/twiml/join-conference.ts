// <Dial><Conference>: the caller enters a room and stays until leaving it, or until it is ended.
import { Interrupted } from "../clock.ts"
import { noteFailure } from "../voice/application-error.ts"
import { listenToKeys } from "../voice/call.ts"
import {
  type Conference,
  createParticipant,
  type Participant,
  REGIONS,
} from "../voice/conference/conference.ts"
import {
  conferenceNamed,
  createConference,
  enterConference,
  leaveConference,
} from "../voice/conference/conferences.ts"
import { isWrongLabel } from "../voice/conference/participant-label.ts"
import { numberAttribute } from "./attributes.ts"
import { readConferenceSettings, readParticipant } from "./conference-attributes.ts"
import { type DialOutcome, unreached } from "./dial-outcome.ts"
import type { DialSettings } from "./dial-settings.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { complain, type Stage } from "./stage.ts"
import { entertain } from "./wait.ts"

/**
 * In the room until `over`: music or a document before it starts and on hold, else what is said there. A Hangup in
 * such a document ends the participation, and so does its failure, which alone answers `failed`.
 */
async function stay(
  stage: Stage,
  room: Conference,
  participant: Participant,
  over: AbortSignal,
): Promise<"answered" | "failed"> {
  for (;;) {
    const pastime = participant.hold ?? (room.status === "init" ? participant.wait : "silence")
    try {
      await entertain(stage, pastime, AbortSignal.any([over, participant.turn.signal]), null)
      return "answered"
    } catch (error) {
      if (!(error instanceof Interrupted)) {
        noteFailure(stage.world, stage.call, error)
        return "failed"
      }
    }
    if (over.aborted) return "answered"
  }
}

const SID = /^CF[0-9a-f]{32}$/

/** The room that the noun names, by its name or its SID, if there is one that is not over. */
function roomOf({ world }: Stage, node: TwimlNode): Conference | undefined {
  if (!SID.test(node.text)) return conferenceNamed(world, node.text)
  const room = world.conferences.get(node.text)
  return room?.status === "completed" ? undefined : room
}

/** Why the caller cannot enter, with the code of Twilio's error dictionary; null where nothing is in the way. */
function obstacle(
  stage: Stage,
  node: TwimlNode,
  room: Conference | undefined,
): { code: number; text: string } | null {
  const others = room?.participants ?? []
  const { coach, participantLabel: label = "" } = node.attributes
  if (node.text === "") return { code: 13237, text: "has no name" }
  if (!room && SID.test(node.text)) return { code: 13236, text: `${node.text} does not exist or is over` }
  if (isWrongLabel(label)) {
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

/** Makes the participant, and the room where there is none; whom REST has added is known already. */
function seat(stage: Stage, node: TwimlNode, known: Conference | undefined) {
  const { world, call } = stage
  const awaited = known?.awaited.find((one) => one.call === call)
  if (known && awaited) return { room: known, participant: awaited }
  const settings = readParticipant(stage, node, known?.participants ?? [])
  const room = known ?? createConference(world, node.text, readConferenceSettings(stage, node))
  room.region ??= REGIONS.find((region) => region === node.attributes.region) ?? null
  return { room, participant: createParticipant(call, world.clock.now(), settings) }
}

/** Stays in the room; ended by hang-up, redirect, the star key, the time limit, or the end of the conference. */
export async function joinConference(
  stage: Stage,
  node: TwimlNode,
  settings: DialSettings,
): Promise<DialOutcome> {
  const { world, call, signal } = stage
  const known = roomOf(stage, node)
  const wrong = obstacle(stage, node, known)
  if (wrong) {
    world.diary.fail(call.sid, `<Dial><Conference> ${wrong.text}`, wrong.code)
    return unreached("failed")
  }
  const { room, participant } = seat(stage, node, known)
  call.answer()
  const cut = new AbortController()
  const over = AbortSignal.any([signal, participant.out.signal, cut.signal])
  const stopListening = listenToKeys(call, (key) => {
    if (key === "*" && settings.hangupOnStar) cut.abort()
  })
  const cancelLimit = world.clock.after(settings.timeLimitMs, () => cut.abort())
  enterConference(world, room, participant)
  try {
    const status = await stay(stage, room, participant, over)
    return { status, callSid: null, seconds: null, bridged: null, more: [] }
  } finally {
    cancelLimit()
    stopListening()
    leaveConference(world, room, participant)
  }
}
