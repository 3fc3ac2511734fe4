// <Enqueue>: the caller waits in a queue until somebody takes the call, REST leads it away, or it leaves (facts 4.6).
import { Interrupted } from "../clock.ts"
import { deferred } from "../deferred.ts"
import { noteFailure } from "../voice/application-error.ts"
import { whisper } from "../voice/conversation.ts"
import { joinCalls } from "../voice/join-calls.ts"
import {
  DEFAULT_QUEUE_SIZE,
  type Dequeued,
  type Dequeuer,
  LONGEST_NAME,
  type Queue,
  type QueueMember,
} from "../voice/queue.ts"
import {
  averageWaitSeconds,
  createQueue,
  joinQueue,
  leaveQueue,
  queueByName,
  queuePosition,
  waitSeconds,
} from "../voice/queues.ts"
import type { FormParams } from "../webhook/signature.ts"
import { leadOn, readAction, tellAction } from "./action.ts"
import { numberAttribute } from "./attributes.ts"
import type { Errand } from "./errand.ts"
import type { TwimlNode } from "./parse-twiml.ts"
import { complain, type Next, type Stage } from "./stage.ts"
import { entertain, readPastime } from "./wait.ts"

/** Why a caller is not in the queue any more. */
type Exit =
  | { kind: "leave" | "hangup" | "error" | "redirected" }
  | { kind: "sent"; errand: Errand }
  | { kind: "taken"; by: Dequeuer; over: (dequeued: Dequeued) => void }

/** The caller's place in the queue; `exit` is settled as soon as somebody else takes the caller out of it. */
function takePlace({ world, call }: Stage, queue: Queue) {
  const exit = deferred<Exit>()
  const out = new AbortController()
  const goOut = (how: Exit) => {
    leaveQueue(world, queue, member)
    exit.resolve(how)
    out.abort()
  }
  const member: QueueMember = {
    call,
    enqueuedAt: world.clock.now(),
    redirect: (errand) => goOut({ kind: "sent", errand }),
    take(by) {
      const parted = deferred<Dequeued>()
      goOut({ kind: "taken", by, over: parted.resolve })
      return parted.promise
    },
  }
  return { member, exit: exit.promise, out: out.signal }
}

async function wait(
  stage: Stage,
  node: TwimlNode,
  queue: Queue,
  place: ReturnType<typeof takePlace>,
): Promise<Exit> {
  const { world, call, signal } = stage
  const { member, out } = place
  const params = (): FormParams => [
    ["QueuePosition", String(queuePosition(queue, member))],
    ["QueueSid", queue.sid],
    ["QueueTime", String(waitSeconds(world, member))],
    ["AvgQueueTime", String(averageWaitSeconds(world, queue))],
    ["CurrentQueueSize", String(queue.members.length)],
    ["MaxQueueSize", String(queue.maxSize)],
  ]
  try {
    const either = AbortSignal.any([signal, out])
    const finish = await entertain(stage, readPastime(stage, node, "waitUrlMethod"), either, params)
    return { kind: finish.kind === "leave" ? "leave" : "hangup" }
  } catch (error) {
    if (out.aborted) return place.exit
    if (signal.aborted) return { kind: call.ended ? "hangup" : "redirected" }
    noteFailure(world, call, error)
    return { kind: "error" }
  } finally {
    leaveQueue(world, queue, member)
  }
}

/** The caller hears the dequeuer's document, then both talk until one leaves; answers the QueueResult. */
async function talk(stage: Stage, by: Dequeuer, over: (dequeued: Dequeued) => void): Promise<string> {
  const { world, call, signal } = stage
  const left = AbortSignal.any([signal, by.signal])
  const heardOut = by.whisper === null || (await whisper(world, call, by.whisper, stage.follow, left))
  if (!heardOut || left.aborted) {
    over({ bridged: false, seconds: 0 })
    // Undocumented when it is told: here, where the bridge was ordered and never came about.
    return call.ended ? "hangup" : "bridging-in-process"
  }
  const since = world.clock.now()
  await joinCalls(world, {
    caller: by.call,
    other: call,
    left,
    timeLimitMs: by.timeLimitMs,
    hangupOnStar: by.hangupOnStar,
  })
  over({ bridged: true, seconds: Math.round((world.clock.now() - since) / 1000) })
  return signal.aborted && !call.ended ? "redirected-from-bridged" : "bridged"
}

/** The queue with the name that the verb holds, made on demand; null, with Twilio's error, where it cannot be. */
function queueOf(stage: Stage, node: TwimlNode): Queue | null {
  const name = node.text
  const { diary } = stage.world
  if (node.attributes.workflowSid) {
    diary.fail(stage.call.sid, "<Enqueue workflowSid>: TaskRouter is not emulated, so no workflow is", 14220)
    return null
  }
  if (name === "") diary.fail(stage.call.sid, "<Enqueue> has no name of a queue", 14204)
  if (name.length > LONGEST_NAME) {
    diary.fail(stage.call.sid, `<Enqueue>: a queue's name has at most ${LONGEST_NAME} characters`, 14205)
  }
  if (name === "" || name.length > LONGEST_NAME) return null
  const limits = { fallback: DEFAULT_QUEUE_SIZE, lowest: 1, highest: 5000 }
  const most = numberAttribute(node, "maxQueueSize", limits, complain(stage))
  return queueByName(stage.world, name) ?? createQueue(stage.world, name, most)
}

/** Runs `<Enqueue>`: the action, if any, is told QueueResult, QueueSid and QueueTime, and leads on. */
export async function runEnqueue(stage: Stage, node: TwimlNode): Promise<Next> {
  const { world, call } = stage
  call.answer()
  const action = readAction(stage, node)
  const queue = queueOf(stage, node)
  if (!queue) return leadOn(stage, "Enqueue", action, [["QueueResult", "error"]])
  const place = takePlace(stage, queue)
  if (!joinQueue(world, queue, place.member)) {
    world.diary.warn(call.sid, `queue ${queue.friendlyName} is full`, 14207)
    return leadOn(stage, "Enqueue", action, [["QueueResult", "queue-full"]])
  }
  world.diary.note(call.sid, `waits in the queue ${queue.friendlyName}`)
  const exit = await wait(stage, node, queue, place)
  const waited = String(waitSeconds(world, place.member))
  const paramsFor = (result: string): FormParams => [
    ["QueueResult", result],
    ["QueueSid", queue.sid],
    ["QueueTime", waited],
  ]
  if (exit.kind === "sent") {
    if (action) void tellAction(stage, "Enqueue", { ...action, params: paramsFor("redirected") })
    return { kind: "go", errand: exit.errand }
  }
  const result = exit.kind === "taken" ? await talk(stage, exit.by, exit.over) : exit.kind
  world.diary.note(call.sid, `left the queue ${queue.friendlyName}: ${result}`)
  // Led away by a REST update of the call: the action is told, and the call is elsewhere already.
  if (action && stage.signal.aborted && !call.ended) {
    void tellAction(stage, "Enqueue", { ...action, params: paramsFor(result) })
    throw new Interrupted()
  }
  if (result === "hangup" && !call.ended) {
    if (action) void tellAction(stage, "Enqueue", { ...action, params: paramsFor(result) })
    return { kind: "end", status: "completed" }
  }
  return leadOn(stage, "Enqueue", action, paramsFor(result))
}
