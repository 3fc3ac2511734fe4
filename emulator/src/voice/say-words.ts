// A person says something: to the verb that listens, else to the other party or the conference, who hear it as text.
import { looksLikeRealCard } from "../pay/real-cards.ts"
import type { World } from "../world.ts"
import type { Call, Speech } from "./call.ts"
import { seatOf, talks } from "./conference/conferences.ts"
import { talkInConference } from "./conference/talk-in-conference.ts"

/** Resolves when somebody listens on this leg, and after `pace.promptWaitMs` in any case. */
function untilHeard(world: World, call: Call): Promise<void> {
  return new Promise((resolve) => {
    const listens = () => call.ended || call.onSpeech !== null || talks(world, call)
    const look = () => {
      if (listens()) proceed()
    }
    const proceed = () => {
      forget()
      cancel()
      resolve()
    }
    const forget = world.onChange(look)
    const cancel = world.clock.afterReal(world.pace.promptWaitMs, proceed)
    look()
  })
}

/** Says it as soon as somebody listens. Throws a RangeError, and says nothing, when it may hold a real card's number. */
export async function sayWords(world: World, call: Call, speech: Speech): Promise<void> {
  if (looksLikeRealCard(world.switches, speech.words)) {
    throw new RangeError(
      "This may be a real card's number, so it was not said: only published test numbers are.",
    )
  }
  await untilHeard(world, call)
  if (call.ended) return
  world.timeline.add(call.sid, {
    from: call.parent === null ? "caller" : "agent",
    to: "twilio",
    text: "Says something",
    detail: speech.words.replace(/\d/g, "x"),
  })
  const seat = seatOf(world, call)
  if (call.onSpeech) call.onSpeech(speech)
  else if (seat) await talkInConference(world, seat.room, seat.participant, speech.words)
  else call.peer?.hear("said", speech.words)
  world.changed()
}
