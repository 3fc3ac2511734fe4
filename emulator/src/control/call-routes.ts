// Routes of the control API that are about a call: what a customer and an agent do at their phones.
import type { FastifyRequest } from "fastify"
import type { World } from "../world.ts"
import { answers } from "./answer-schema.ts"
import { answering, type ControlApp } from "./control-app.ts"
import { customerCall } from "./control-error.ts"
import {
  agentPhoneSchema,
  answerSchema,
  callSidSchema,
  digitsSchema,
  hangUpSchema,
  placeCallSchema,
  referSchema,
  speechSchema,
} from "./control-schema.ts"
import { answerRing, declineRing, dial, hangUpOn, keyOn, referOn, sayOn } from "./phone-actions.ts"
import { timelineView } from "./timeline-view.ts"
import { callView, callViews } from "./views.ts"

function callOf(world: World, request: FastifyRequest<{ Params: { callSid: string } }>) {
  return customerCall(world, request.params.callSid)
}

function watchRoutes(app: ControlApp, world: World): void {
  app.get(
    "/emulator/calls",
    {
      schema: {
        summary: "All calls, newest first",
        tags: ["calls"],
        response: answering({ 200: answers.calls }),
      },
    },
    async () => ({ calls: callViews(world) }),
  )
  app.get(
    "/emulator/calls/:callSid",
    {
      schema: {
        summary: "One call: status, legs, what is heard, the payment (masked)",
        tags: ["calls"],
        params: callSidSchema,
        response: answering({ 200: answers.call }, 404),
      },
    },
    async (request) => callView(world, callOf(world, request)),
  )
}

function timelineRoutes(app: ControlApp, world: World): void {
  app.get(
    "/emulator/calls/:callSid/timeline",
    {
      schema: {
        summary: "What was asked, posted, answered and keyed on this call, in order, digits masked",
        tags: ["calls"],
        params: callSidSchema,
        response: answering({ 200: answers.timeline }, 404),
      },
    },
    async (request) => ({ steps: timelineView(world, callOf(world, request)) }),
  )
}

function phoneRoutes(app: ControlApp, world: World): void {
  app.post(
    "/emulator/calls",
    {
      schema: {
        summary: "A customer calls a number",
        tags: ["calls"],
        body: placeCallSchema,
        response: answering({ 201: answers.placed }, 400, 404),
      },
    },
    async (request, reply) => reply.code(201).send({ callSid: dial(world, request.body).sid }),
  )
  const ringAnswers = answering({ 200: answers.agent }, 400, 404, 409)
  app.post(
    "/emulator/calls/:callSid/answer",
    {
      schema: {
        summary: "The agent answers, waiting for the phone to ring where it is about to",
        tags: ["calls"],
        params: callSidSchema,
        body: answerSchema,
        response: ringAnswers,
      },
    },
    async (request) => {
      const call = callOf(world, request)
      const { phone, answeredBy } = request.body
      const leg = await answerRing(world, call, phone, answeredBy)
      return { callSid: call.sid, agentCallSid: leg.sid, phone: leg.to }
    },
  )
  app.post(
    "/emulator/calls/:callSid/decline",
    {
      schema: {
        summary: "The agent declines, waiting for the phone to ring where it is about to",
        tags: ["calls"],
        params: callSidSchema,
        body: agentPhoneSchema,
        response: ringAnswers,
      },
    },
    async (request) => {
      const call = callOf(world, request)
      const leg = await declineRing(world, call, request.body.phone)
      return { callSid: call.sid, agentCallSid: leg.sid, phone: leg.to }
    },
  )
  app.post(
    "/emulator/calls/:callSid/digits",
    {
      schema: {
        summary: "Keys digits; answers when all were keyed",
        tags: ["calls"],
        params: callSidSchema,
        body: digitsSchema,
        response: answering({ 200: answers.keyed }, 400, 404, 409),
      },
    },
    async (request) => {
      const call = callOf(world, request)
      const { digits, leg } = request.body
      return { callSid: call.sid, keyed: await keyOn(world, call, digits, leg) }
    },
  )
  app.post(
    "/emulator/calls/:callSid/speech",
    {
      schema: {
        summary: "Says something, to a Gather that listens or to the other party",
        tags: ["calls"],
        params: callSidSchema,
        body: speechSchema,
        response: answering({ 200: answers.said }, 400, 404, 409),
      },
    },
    async (request) => {
      const call = callOf(world, request)
      const { leg, ...speech } = request.body
      await sayOn(world, call, speech, leg)
      return { callSid: call.sid, words: speech.words }
    },
  )
  app.post(
    "/emulator/calls/:callSid/refer",
    {
      schema: {
        summary:
          "The agent's SIP phone transfers the caller by a SIP REFER; answers once Twilio has accepted it",
        tags: ["calls"],
        params: callSidSchema,
        body: referSchema,
        response: answering({ 200: answers.agent }, 400, 404, 409),
      },
    },
    async (request) => {
      const call = callOf(world, request)
      const leg = referOn(world, call, request.body.to)
      return { callSid: call.sid, agentCallSid: leg.sid, phone: leg.to }
    },
  )
  app.post(
    "/emulator/calls/:callSid/hangup",
    {
      schema: {
        summary: "Who hangs up",
        tags: ["calls"],
        params: callSidSchema,
        body: hangUpSchema,
        response: answering({ 200: answers.hungUp }, 400, 404, 409),
      },
    },
    async (request) => {
      const call = callOf(world, request)
      hangUpOn(world, call, request.body.leg)
      return { callSid: call.sid, leg: request.body.leg }
    },
  )
}

export function callRoutes(app: ControlApp, world: World): void {
  watchRoutes(app, world)
  timelineRoutes(app, world)
  phoneRoutes(app, world)
}
