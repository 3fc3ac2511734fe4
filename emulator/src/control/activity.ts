// What a leg does just now, in words: where it waits, who it is with, or what its verb said of itself.
import type { Call } from "../voice/call.ts"
import { seatOf } from "../voice/conference/conferences.ts"
import type { World } from "../world.ts"

/** `In the queue support, 1 of 2`; empty for a leg that only listens or talks. */
export function activityOf(world: World, call: Call): string {
  if (call.ended) return ""
  const places: string[] = []
  const { peer } = call
  // Whoever was dialled by this call is shown with it; a caller taken out of a queue belongs to nobody.
  if (peer && peer.parent !== call && call.parent !== peer) {
    places.push(`Talking to ${peer.direction === "inbound" ? peer.from : peer.to}`)
  }
  for (const { friendlyName, members } of world.queues.values()) {
    const index = members.findIndex((member) => member.call === call)
    if (index >= 0) places.push(`In the queue ${friendlyName}, ${index + 1} of ${members.length}`)
  }
  const seat = seatOf(world, call)
  if (seat) {
    const { friendlyName, participants, status } = seat.room
    const state = status === "init" ? "waits for it to start" : `${participants.length} people`
    places.push(`In the conference ${friendlyName}, ${seat.participant.hold === null ? state : "on hold"}`)
  }
  if (call.activity !== "") places.push(call.activity)
  return places.join(". ")
}
