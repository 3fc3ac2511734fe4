// What REST changes of a participant of a conference, and the events of it (Twilio's documents of Participants).
import type { Pastime } from "../../twiml/errand.ts"
import type { World } from "../../world.ts"
import type { Call } from "../call.ts"
import { type Conference, type Participant, renewTurn } from "./conference.ts"
import { participantParams, tell } from "./conference-events.ts"

/** What is undefined stays as it is. */
export type ParticipantChange = {
  muted: boolean | undefined
  /** Null ends the hold. */
  hold: Pastime | null | undefined
  wait: Pastime | undefined
  beepOnExit: boolean | undefined
  endOnExit: boolean | undefined
  coached: Call | null | undefined
}

export function changeParticipant(
  world: World,
  room: Conference,
  participant: Participant,
  change: ParticipantChange,
): void {
  const { muted, hold, ...attributes } = change
  const told = (event: Parameters<typeof tell>[2]) =>
    tell(world, room, event, participant.call, participantParams(participant))
  participant.updatedAt = world.clock.now()
  if (muted !== undefined && muted !== participant.muted) {
    participant.muted = muted
    told(muted ? "participant-mute" : "participant-unmute")
  }
  if (hold !== undefined) {
    const wasHeld = participant.hold !== null
    participant.hold = hold
    renewTurn(participant)
    if (wasHeld !== (hold !== null)) told(hold === null ? "participant-unhold" : "participant-hold")
  }
  const modified = Object.entries(attributes).filter(([, value]) => value !== undefined)
  if (modified.length === 0) return
  Object.assign(participant, Object.fromEntries(modified))
  if (attributes.wait !== undefined) renewTurn(participant)
  told("participant-modify")
}
