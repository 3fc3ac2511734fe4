// The account's queues: made, joined and left; TwiML and REST share them (facts 1.11, 4.6).
import { newSid } from "../sids.ts"
import type { World } from "../world.ts"
import { DEFAULT_QUEUE_SIZE, type Queue, type QueueMember } from "./queue.ts"

type QueueWorld = Pick<World, "clock" | "queues" | "changed">

/** Adds an empty queue. The caller has made sure that the name is free. */
export function createQueue(world: QueueWorld, friendlyName: string, maxSize = DEFAULT_QUEUE_SIZE): Queue {
  const now = world.clock.now()
  const queue = { sid: newSid("QU"), friendlyName, maxSize, createdAt: now, updatedAt: now, members: [] }
  world.queues.set(queue.sid, queue)
  world.changed()
  return queue
}

export function queueByName(world: QueueWorld, friendlyName: string): Queue | null {
  return [...world.queues.values()].find((queue) => queue.friendlyName === friendlyName) ?? null
}

/** Lets a caller wait at the end of the queue; false when it is full. */
export function joinQueue(world: QueueWorld, queue: Queue, member: QueueMember): boolean {
  if (queue.members.length >= queue.maxSize) return false
  queue.members.push(member)
  world.changed()
  return true
}

/** Takes a caller out of the queue; false when the caller was not in it any more. */
export function leaveQueue(world: QueueWorld, queue: Queue, member: QueueMember): boolean {
  const index = queue.members.indexOf(member)
  if (index < 0) return false
  queue.members.splice(index, 1)
  world.changed()
  return true
}

/** 1 for the front, counted now; 0 for somebody who has left. */
export function queuePosition(queue: Queue, member: QueueMember): number {
  return queue.members.indexOf(member) + 1
}

/** Whole seconds that this caller has waited. */
export function waitSeconds(world: QueueWorld, member: QueueMember): number {
  return Math.floor((world.clock.now() - member.enqueuedAt) / 1000)
}

/** Whole seconds that those who wait now have waited on average; 0 for an empty queue. */
export function averageWaitSeconds(world: QueueWorld, queue: Queue): number {
  const waits = queue.members.map((member) => waitSeconds(world, member))
  return waits.length === 0 ? 0 : Math.floor(waits.reduce((sum, wait) => sum + wait, 0) / waits.length)
}
