// One call from its first ring to its end, as its parties saw it: exchanges, keys, notes and what was heard, in order.
import type { Timeline } from "../timeline.ts"
import type { Call } from "../voice/call.ts"
import { childrenOf, type World } from "../world.ts"
import type { TimelineStep } from "./answer-schema.ts"

type Moment = ReturnType<Timeline["of"]>[number]

function heardBy(call: Call, to: "caller" | "agent"): Moment[] {
  return call.heard.map(({ at, text, times }) => ({
    at,
    from: "twilio",
    to,
    text: `Hears: ${text}`,
    detail: "",
    answer: "",
    trouble: false,
    times,
  }))
}

/** The steps of a customer's call, oldest first. */
export function timelineView(world: World, call: Call): TimelineStep[] {
  const heard = [
    ...heardBy(call, "caller"),
    ...childrenOf(world, call).flatMap((leg) => heardBy(leg, "agent")),
  ]
  return [...world.timeline.of(call.sid), ...heard]
    .sort((one, other) => one.at - other.at)
    .map((step) => ({ ...step, at: new Date(step.at).toISOString() }))
}
