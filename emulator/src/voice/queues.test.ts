// Queues as data: names, order, limits, positions, waits (facts 4.6). Callers and REST are tested with those.
import { expect, test } from "vitest"
import { createClock } from "../clock.ts"
import { Call } from "./call.ts"
import type { QueueMember } from "./queue.ts"
import {
  averageWaitSeconds,
  createQueue,
  joinQueue,
  leaveQueue,
  queueByName,
  queuePosition,
  waitSeconds,
} from "./queues.ts"

const clock = createClock({ mode: "virtual" }, 60_000)
const world = { clock, queues: new Map(), changed() {} }

function waitingSince(enqueuedAt: number): QueueMember {
  const facts = { from: "+15551230001", to: "+15550001000", direction: "inbound", parent: null } as const
  return {
    call: new Call(facts, clock, world.changed),
    enqueuedAt,
    redirect() {},
    take: async () => ({ bridged: false, seconds: 0 }),
  }
}

test("first come, first served; a full queue takes nobody; who left moves the others up", () => {
  const queue = createQueue(world, "desk", 2)
  expect(queueByName(world, "desk")).toBe(queue)
  expect(queueByName(world, "other")).toBeNull()
  const [ann, ben, cid] = [waitingSince(0), waitingSince(30_000), waitingSince(50_000)]
  expect([ann, ben, cid].map((member) => joinQueue(world, queue, member))).toEqual([true, true, false])
  expect([ann, ben, cid].map((member) => queuePosition(queue, member))).toEqual([1, 2, 0])
  expect(waitSeconds(world, ben)).toBe(30)
  expect(averageWaitSeconds(world, queue)).toBe(45)
  expect(leaveQueue(world, queue, ann)).toBe(true)
  expect(leaveQueue(world, queue, ann)).toBe(false)
  expect(queuePosition(queue, ben)).toBe(1)
})
