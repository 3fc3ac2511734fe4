// A participant of a conference says something: to all others, or only to the one who is coached.
import type { World } from "../../world.ts"
import type { Conference, Participant } from "./conference.ts"
import { participantParams, tell } from "./conference-events.ts"

/** Nobody hears who is muted or on hold, nor anybody before the start: who waits or is held hears something else. */
function listeners(room: Conference, { call, muted, hold, coached }: Participant): Participant[] {
  if (muted || hold !== null || room.status !== "in-progress") return []
  const others = room.participants.filter((other) => other.hold === null && other.call !== call)
  return coached ? others.filter((other) => other.call === coached) : others
}

/** Says it in as long as such words take; the status callback hears of its begin and end, unless the speaker is muted. */
export async function talkInConference(
  world: World,
  room: Conference,
  speaker: Participant,
  words: string,
): Promise<void> {
  for (const { call } of listeners(room, speaker)) call.hear("said", words)
  if (speaker.muted || speaker.hold !== null) return
  const { sayLongestMs, sayMsPerCharacter } = world.pace
  tell(world, room, "participant-speech-start", speaker.call, participantParams(speaker))
  await world.clock.pass(Math.min(sayLongestMs, words.length * sayMsPerCharacter))
  if (!room.participants.includes(speaker)) return
  tell(world, room, "participant-speech-stop", speaker.call, participantParams(speaker))
}
