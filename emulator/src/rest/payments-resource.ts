// Payments of the REST API: create (201) and update (202) a payment session on a call leg (facts 1.1-1.7).
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { callBackInOrder } from "../pay/call-back-in-order.ts"
import { itemsOf, PAY_ITEMS } from "../pay/pay-items.ts"
import { PaySession } from "../pay/pay-session.ts"
import type { Call } from "../voice/call.ts"
import { API_VERSION, rfc2822 } from "../voice/voice-params.ts"
import { livePayment, type World } from "../world.ts"
import { parameterError, payError, readPaySettings, readRequired } from "./payment-params.ts"
import { refusal, requirePciMode } from "./payment-refusals.ts"
import { callOf, formOf, resourceOf } from "./request-form.ts"

/** The answer to create and update: six fields, nothing of the payment itself (facts 1.1). */
function paymentJson(session: PaySession) {
  return {
    account_sid: session.accountSid,
    call_sid: session.callSid,
    sid: session.sid,
    date_created: rfc2822(session.createdAt),
    date_updated: rfc2822(session.updatedAt),
    uri: `/${API_VERSION}/Accounts/${session.accountSid}/Calls/${session.callSid}/Payments/${session.sid}.json`,
  }
}

/** The leg that is to key; which error an unknown one gets is a switch. */
function callToPay(world: World, request: FastifyRequest): Call {
  const { callSid } = request.params as { callSid: string }
  if (world.switches["Payments on unknown call"] === 21220 && !world.calls.has(callSid)) {
    throw refusal(world, 21220, "Call is not in-progress.", request)
  }
  return callOf(world, request)
}

function createSession(world: World, request: FastifyRequest, form: URLSearchParams): PaySession {
  const call = callToPay(world, request)
  const { statusCallback } = readRequired(world, form)
  const settings = readPaySettings(world, form)
  requirePciMode(world)
  if (call.status !== "in-progress") {
    throw refusal(
      world,
      world.switches["Payments on ended/not-answered call"],
      "Call is not in-progress.",
      request,
    )
  }
  const open = livePayment(world, call.sid)
  if (open && world.switches["Second create while open"] === 64021) {
    throw payError(world, 64021, "Invalid Operation: start on already started Pay session")
  }
  if (open) {
    open.refuseSecondSession()
    return open
  }
  if (
    world.switches["Create after previous session ended"] === 64021 &&
    world.payments.of(call.sid).length > 0
  ) {
    throw payError(world, 64021, "Invalid Operation: a Pay session of this call has ended")
  }
  const made = { accountSid: world.account.sid, callSid: call.sid, settings, statusCallback }
  const session = new PaySession(world, made, callBackInOrder(world))
  world.payments.add(session)
  world.diary.note(
    call.sid,
    `payment: session opened for ${settings.chargeAmount === "" ? "a token" : `${settings.chargeAmount} ${settings.currency}`}`,
  )
  world.changed()
  return session
}

/** The session named in the path; one of another call counts as unknown. */
function sessionToUpdate(world: World, request: FastifyRequest, call: Call): PaySession {
  const { paymentSid } = request.params as { paymentSid: string }
  const foreign = world.payments.get(paymentSid)?.callSid !== call.sid
  if (foreign && world.switches["Wrong PK or PK of another call"] === 64021) {
    throw payError(world, 64021, "Invalid Operation: this call has no such Pay session")
  }
  return resourceOf(world, request, "paymentSid", (sid) => {
    const known = world.payments.get(sid)
    return known?.callSid === call.sid ? known : undefined
  })
}

function updateSession(world: World, request: FastifyRequest, form: URLSearchParams): PaySession {
  const session = sessionToUpdate(world, request, callToPay(world, request))
  const { statusCallback } = readRequired(world, form)
  const capture = form.get("Capture") ?? ""
  const status = form.get("Status") ?? ""
  if ((capture === "") === (status === "")) {
    throw payError(world, 64018, "Value needed for either Capture or Status parameters")
  }
  if (status !== "" && status !== "complete" && status !== "cancel") {
    throw parameterError(world, `Status must be complete or cancel: ${status}`)
  }
  const item = PAY_ITEMS.find((known) => known === capture)
  const applicable = item !== undefined && itemsOf(session.settings).includes(item)
  if (capture !== "" && !applicable) {
    if (item && world.switches["Capture not applicable"] === "accept and ignore") return session
    throw payError(world, 64020, `Invalid Parameter Value: this session cannot capture ${capture}`)
  }
  if (session.state !== "open") {
    const message = `Invalid Operation: the Pay session is ${session.state}`
    throw refusal(world, world.switches["Update after end"], message, request)
  }
  if (status === "complete" && session.required.length > 0) {
    throw payError(world, 64019, `Required payment information incomplete: ${session.required.join(",")}`)
  }
  if (item === "security-code" && session.cardType === null && world.switches["CVV before card"] === 64020) {
    throw payError(world, 64020, "Invalid Parameter Value: the security code needs the card number first")
  }
  if (world.switches["which StatusCallback is told"] === "the latest") session.statusCallback = statusCallback
  if (item) session.capture(item)
  else if (status === "complete") session.complete()
  else session.cancel()
  return session
}

const REPLAYS_KEPT = 5_000

/** Answers a repeat of the same key, path and parameters from memory, without a second effect (facts 1.7). */
function createReplays(world: World) {
  const answers = new Map<string, ReturnType<typeof paymentJson>>()
  return (path: string, form: URLSearchParams, perform: () => PaySession) => {
    const sorted = new URLSearchParams(form)
    sorted.sort()
    const key = `${path} ${form.get("IdempotencyKey") ?? ""} ${sorted}`
    const known = answers.get(key)
    if (known && world.switches["Idempotency replay"] === "same response, no new effect") return known
    const answer = paymentJson(perform())
    answers.set(key, answer)
    const oldest = answers.keys().next().value
    if (answers.size > REPLAYS_KEPT && oldest !== undefined) answers.delete(oldest)
    return answer
  }
}

export function paymentRoutes(app: FastifyInstance, world: World): void {
  const replay = createReplays(world)
  const serve =
    (code: 201 | 202, perform: typeof createSession) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const form = formOf(request)
      const answer = replay(request.url, form, () => perform(world, request, form))
      return reply.code(code).send(answer)
    }
  app.post("/Calls/:callSid(^\\w+)/Payments.json", serve(201, createSession))
  app.post("/Calls/:callSid(^\\w+)/Payments/:paymentSid(^\\w+).json", serve(202, updateSession))
}
