// A participant of a conference says something: to all others, or only to the one who is coached.
import type { World } from "../world.ts"
import type { Conference, Participant } from "./conference.ts"
import { participantParams, tell } from "./conference-events.ts"

/** Nobody hears one who is muted, or a conference that has not started: both hear music until then. */
function listeners(room: Conference, { call, muted, coached }: Participant): Participant[] {
  if (muted || !room.started.signal.aborted) return []
  return room.participants.filter((other) => (coached ? other.call === coached : other.call !== call))
}

/** Says it in as long as such words take; the status callback hears of its begin and end, unless it is muted. */
export async function talkInConference(
  world: World,
  room: Conference,
  speaker: Participant,
  words: string,
): Promise<void> {
  for (const { call } of listeners(room, speaker)) call.hear("said", words)
  if (speaker.muted) return
  const { sayLongestMs, sayMsPerCharacter } = world.pace
  tell(world, room, "participant-speech-start", speaker.call, participantParams(speaker))
  await world.clock.pass(Math.min(sayLongestMs, words.length * sayMsPerCharacter))
  if (!room.participants.includes(speaker)) return
  tell(world, room, "participant-speech-stop", speaker.call, participantParams(speaker))
}
