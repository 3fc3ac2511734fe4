// Switches by HTTP: what Twilio's documents leave open, and what this emulator answers to it.
import { z } from "zod"
import { listSwitches, readSwitches } from "../switches.ts"
import type { World } from "../world.ts"
import { answering, type ControlApp } from "./control-app.ts"
import { ControlError } from "./control-error.ts"

const answer = z.union([z.string(), z.number()])
const answered = z.object({
  switches: z.array(
    z.object({
      name: z.string().describe("the question"),
      value: answer.describe("what it is set to"),
      answers: z.array(answer).describe("what it can be set to, the default first"),
      evidence: z.string(),
    }),
  ),
})

/** GET lists every question, PATCH answers some of them anew; both answer all. */
export function switchRoutes(app: ControlApp, world: World): void {
  const tags = ["switches"]
  const view = () => ({
    switches: listSwitches(world.switches).map((one) => ({ ...one, answers: [...one.answers] })),
  })
  app.get(
    "/emulator/switches",
    {
      schema: {
        summary: "Every question that Twilio's documents leave open",
        tags,
        response: answering({ 200: answered }),
      },
    },
    async () => view(),
  )
  app.patch(
    "/emulator/switches",
    {
      schema: {
        summary: "Sets some of them, at once",
        tags,
        body: z.record(z.string(), answer).meta({ example: { "PCI mode": "off" } }),
        response: answering({ 200: answered }, 400),
      },
    },
    async (request) => {
      try {
        Object.assign(world.switches, readSwitches(request.body))
      } catch (error) {
        if (error instanceof RangeError) throw new ControlError(400, error.message)
        throw error
      }
      return view()
    },
  )
}
