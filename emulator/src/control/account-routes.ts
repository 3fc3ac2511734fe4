// Routes of the control API that are about the account: its numbers, its gateway's record, its diary.
import { TEST_CARDS } from "../pay/test-cards.ts"
import { makePhoneNumber } from "../voice/phone-number.ts"
import type { World } from "../world.ts"
import { answers } from "./answer-schema.ts"
import { answering, type ControlApp } from "./control-app.ts"
import { ControlError } from "./control-error.ts"
import { setNumberSchema } from "./control-schema.ts"
import { numberView, numberViews } from "./views.ts"

function listRoutes(app: ControlApp, world: World): void {
  app.get(
    "/emulator/charges",
    {
      schema: {
        summary: "The gateway's record, newest first",
        tags: ["account"],
        response: answering({ 200: answers.charges }),
      },
    },
    async () => ({ charges: world.gateway.records() }),
  )
  app.get(
    "/emulator/diary",
    {
      schema: {
        summary: "What happened, with Twilio's error codes",
        tags: ["account"],
        response: answering({ 200: answers.diary }),
      },
    },
    async () => ({ entries: world.diary.entries() }),
  )
  app.get(
    "/emulator/cards",
    { schema: { summary: "The test cards", tags: ["account"], response: answering({ 200: answers.cards }) } },
    async () => ({
      cards: TEST_CARDS.map(({ number, name, refusal }) => ({ number, name, approved: refusal === null })),
    }),
  )
}

export function accountRoutes(app: ControlApp, world: World): void {
  listRoutes(app, world)
  app.get(
    "/emulator/numbers",
    {
      schema: {
        summary: "The emulated numbers",
        tags: ["account"],
        response: answering({ 200: answers.numbers }),
      },
    },
    async () => ({ numbers: numberViews(world) }),
  )
  app.post(
    "/emulator/numbers",
    {
      schema: {
        summary: "Adds a number or changes one",
        tags: ["account"],
        body: setNumberSchema,
        response: answering({ 200: answers.number, 201: answers.number }, 400),
      },
    },
    async (request, reply) => {
      const { phoneNumber, voiceUrl, voiceMethod, voiceFallbackUrl, statusCallback } = request.body
      const known = world.numbers.get(phoneNumber)
      if (!known && voiceUrl === undefined) {
        throw new ControlError(
          400,
          `"voiceUrl" is missing: a new number needs an absolute http or https URL.`,
        )
      }
      const number = known ?? makePhoneNumber(phoneNumber, voiceUrl ?? "", world.clock.now())
      if (voiceUrl !== undefined) number.voiceUrl = voiceUrl
      if (voiceMethod !== undefined) number.voiceMethod = voiceMethod
      if (voiceFallbackUrl !== undefined) number.voiceFallbackUrl = voiceFallbackUrl
      if (statusCallback !== undefined) number.statusCallback = statusCallback
      world.numbers.set(phoneNumber, number)
      world.changed()
      return reply.code(known ? 200 : 201).send(numberView(number))
    },
  )
}
