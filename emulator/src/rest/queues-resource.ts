// Queues and their members of the REST API (facts 1.11, 4.6).
import type { FastifyInstance, FastifyRequest } from "fastify"
import { DEFAULT_QUEUE_SIZE, LONGEST_NAME, type Queue, type QueueMember } from "../voice/queue.ts"
import { averageWaitSeconds, createQueue, queueByName, queuePosition, waitSeconds } from "../voice/queues.ts"
import { API_VERSION, rfc2822 } from "../voice/voice-params.ts"
import type { World } from "../world.ts"
import { pageOf } from "./page.ts"
import { formOf, readMethod, readUrl, readWhole, resourceOf } from "./request-form.ts"
import { TwilioError } from "./twilio-error.ts"

const LARGEST_QUEUE = 5000

function queueUri(world: World, queue: Queue): string {
  return `/${API_VERSION}/Accounts/${world.account.sid}/Queues/${queue.sid}`
}

function queueJson(world: World, queue: Queue) {
  return {
    account_sid: world.account.sid,
    average_wait_time: averageWaitSeconds(world, queue),
    current_size: queue.members.length,
    date_created: rfc2822(queue.createdAt),
    date_updated: rfc2822(queue.updatedAt),
    friendly_name: queue.friendlyName,
    max_size: queue.maxSize,
    sid: queue.sid,
    uri: `${queueUri(world, queue)}.json`,
  }
}

function memberJson(world: World, queue: Queue, member: QueueMember) {
  return {
    queue_sid: queue.sid,
    call_sid: member.call.sid,
    date_enqueued: rfc2822(member.enqueuedAt),
    position: queuePosition(queue, member),
    uri: `${queueUri(world, queue)}/Members/${member.call.sid}.json`,
    wait_time: waitSeconds(world, member),
  }
}

/** A name of 1 to 64 characters that no other queue has. */
function readName(world: World, form: URLSearchParams, own?: Queue): string {
  const name = form.get("FriendlyName") ?? own?.friendlyName ?? ""
  if (name === "" || name.length > LONGEST_NAME) {
    throw new TwilioError(400, 20001, `FriendlyName is required and has at most ${LONGEST_NAME} characters`)
  }
  const holder = queueByName(world, name)
  if (holder && holder !== own) {
    throw new TwilioError(400, 20001, `FriendlyName ${name} is in use by ${holder.sid}`)
  }
  return name
}

function readSize(form: URLSearchParams, fallback: number): number {
  return readWhole(form, "MaxSize", { fallback, lowest: 1, highest: LARGEST_QUEUE })
}

function memberRoutes(app: FastifyInstance, world: World): void {
  const queueOf = (request: FastifyRequest) =>
    resourceOf(world, request, "queueSid", (sid) => world.queues.get(sid))
  const memberOf = (request: FastifyRequest, queue: Queue) =>
    resourceOf(world, request, "callSid", (sid) =>
      sid === "Front" ? queue.members[0] : queue.members.find((member) => member.call.sid === sid),
    )
  app.get("/Queues/:queueSid(^\\w+)/Members.json", async (request) => {
    const queue = queueOf(request)
    return pageOf(request.url, "queue_members", {
      items: queue.members,
      sidOf: (member) => member.call.sid,
      show: (member) => memberJson(world, queue, member),
    })
  })
  app.get("/Queues/:queueSid(^\\w+)/Members/:callSid(^\\w+).json", async (request) => {
    const queue = queueOf(request)
    return memberJson(world, queue, memberOf(request, queue))
  })
  app.post("/Queues/:queueSid(^\\w+)/Members/:callSid(^\\w+).json", async (request) => {
    const queue = queueOf(request)
    const member = memberOf(request, queue)
    const form = formOf(request)
    const url = readUrl(form, "Url")
    if (url === null) throw new TwilioError(400, 20001, "Url is required")
    const answer = memberJson(world, queue, member)
    world.diary.note(member.call.sid, `REST takes the caller out of the queue ${queue.friendlyName}`)
    member.redirect({ kind: "fetch", url, method: readMethod(form, "Method"), params: [] })
    return answer
  })
}

export function queueRoutes(app: FastifyInstance, world: World): void {
  const queueOf = (request: FastifyRequest) =>
    resourceOf(world, request, "queueSid", (sid) => world.queues.get(sid))
  app.get("/Queues.json", async (request) =>
    pageOf(request.url, "queues", {
      items: [...world.queues.values()],
      sidOf: (queue) => queue.sid,
      show: (queue) => queueJson(world, queue),
    }),
  )
  app.post("/Queues.json", async (request, reply) => {
    const form = formOf(request)
    const queue = createQueue(world, readName(world, form), readSize(form, DEFAULT_QUEUE_SIZE))
    return reply.code(201).send(queueJson(world, queue))
  })
  app.get("/Queues/:queueSid(^\\w+).json", async (request) => queueJson(world, queueOf(request)))
  app.post("/Queues/:queueSid(^\\w+).json", async (request) => {
    const [queue, form] = [queueOf(request), formOf(request)]
    const [name, size] = [readName(world, form, queue), readSize(form, queue.maxSize)]
    queue.friendlyName = name
    queue.maxSize = size
    queue.updatedAt = world.clock.now()
    world.changed()
    return queueJson(world, queue)
  })
  app.delete("/Queues/:queueSid(^\\w+).json", async (request, reply) => {
    const queue = queueOf(request)
    if (queue.members.length > 0) {
      throw new TwilioError(400, 20001, `Queue ${queue.sid} is not empty: ${queue.members.length} wait`)
    }
    world.queues.delete(queue.sid)
    world.changed()
    return reply.code(204).send()
  })
  memberRoutes(app, world)
}
