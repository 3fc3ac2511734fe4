// <Dial><Queue>: takes the front caller out of a queue and talks to them (facts 4.6).
import { unlessInterrupted } from "../clock.ts"
import { deferred } from "../deferred.ts"
import { LONGEST_NAME, type Queue, type QueueMember } from "../voice/queue.ts"
import { queueByName, waitSeconds } from "../voice/queues.ts"
import { methodAttribute } from "./attributes.ts"
import { type DialOutcome, unreached } from "./dial-outcome.ts"
import type { DialSettings } from "./dial-settings.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { goTo, type Stage } from "./stage.ts"

/** The front caller, waiting for one until the Dial's time-out; null when nobody came. */
async function front(stage: Stage, queue: Queue, timeoutMs: number): Promise<QueueMember | null> {
  const { world, call, signal } = stage
  const [member] = queue.members
  if (member || world.switches["Dial of an empty queue"] === "ends at once") return member ?? null
  const found = deferred<QueueMember | null>()
  const forget = world.onChange(() => {
    const [first] = queue.members
    if (first) found.resolve(first)
  })
  const cancel = world.clock.after(timeoutMs, () => found.resolve(null))
  call.showActivity(`Waits for a caller in the queue ${queue.friendlyName}`)
  try {
    const first = await unlessInterrupted(signal, found.promise)
    // Somebody else may have been faster by now.
    return first && queue.members.includes(first) ? first : front(stage, queue, timeoutMs)
  } finally {
    cancel()
    forget()
    call.showActivity("")
  }
}

/** The url of the Queue noun, asked for the caller before both are joined. */
function whisperTo(stage: Stage, noun: TwimlNode, queue: Queue, member: QueueMember) {
  const { url } = noun.attributes
  if (!url) return null
  const errand = goTo(stage, url, methodAttribute(noun, "method"), "<Queue url>")
  const waited = String(waitSeconds(stage.world, member))
  const params = [
    ["QueueSid", queue.sid] as const,
    ["QueueTime", waited] as const,
    ["DequeingCallSid", stage.call.sid] as const,
  ]
  return { ...errand, params }
}

/** Why a queue of that name is not there: it has no name, too long a one, or does not exist. */
function codeOfNone(name: string): number {
  if (name === "") return 14212
  return name.length > LONGEST_NAME ? 14213 : 14214
}

export async function dialQueue(stage: Stage, noun: TwimlNode, settings: DialSettings): Promise<DialOutcome> {
  const { world, call, signal } = stage
  const queue = queueByName(world, noun.text)
  if (!queue) {
    world.diary.fail(call.sid, `<Dial><Queue>: there is no queue "${noun.text}"`, codeOfNone(noun.text))
    return unreached("failed")
  }
  if (noun.attributes.reservationSid) {
    world.diary.fail(
      call.sid,
      "<Queue reservationSid>: TaskRouter is not emulated, so nothing is reserved",
      14215,
    )
    return unreached("failed")
  }
  const member = await front(stage, queue, settings.timeoutMs)
  if (!member) return unreached(world.switches["DialCallStatus after an empty queue"])
  const waited = waitSeconds(world, member)
  const { timeLimitMs, hangupOnStar } = settings
  const whisper = whisperTo(stage, noun, queue, member)
  const { bridged, seconds } = await member.take({ call, whisper, signal, timeLimitMs, hangupOnStar })
  return {
    status: "completed",
    callSid: member.call.sid,
    seconds: bridged ? seconds : null,
    bridged,
    more: [
      ["QueueSid", queue.sid],
      ["DequeueResult", bridged ? "bridged" : "hangup"],
      ["DequeuedCallSid", member.call.sid],
      ["DequeuedCallQueueTime", String(waited)],
      ["DequeuedCallDuration", String(seconds)],
    ],
  }
}
