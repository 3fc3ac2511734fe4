// Time by HTTP: its speed, and virtual time that stands still until it is advanced.
import { z } from "zod"
import type { World } from "../world.ts"
import { answers } from "./answer-schema.ts"
import { answering, type ControlApp } from "./control-app.ts"
import { ControlError } from "./control-error.ts"
import { timeView } from "./views.ts"

/** How time runs; also what a config file says of it. */
export const timeSettings = z
  .strictObject({
    mode: z.enum(["real", "virtual"]).exactOptional(),
    speed: z.number().min(0.001).max(100_000).exactOptional(),
  })
  .meta({ example: { speed: 10 } })
const advance = z
  .strictObject({ ms: z.number().int().min(0).max(31_536_000_000) })
  .meta({ example: { ms: 15_000 } })

/** GET tells the time, PATCH changes how it runs, POST advance moves virtual time. */
export function clockRoutes(app: ControlApp, world: World): void {
  const tags = ["time"]
  const { clock } = world
  const changed = () => {
    world.changed()
    return timeView(world)
  }
  app.get(
    "/emulator/clock",
    { schema: { summary: "The emulator's time", tags, response: answering({ 200: answers.time }) } },
    async () => timeView(world),
  )
  app.patch(
    "/emulator/clock",
    {
      schema: {
        summary: "Makes time faster, or virtual",
        tags,
        body: timeSettings,
        response: answering({ 200: answers.time }, 400),
      },
    },
    async (request) => {
      clock.set(request.body)
      return changed()
    },
  )
  app.post(
    "/emulator/clock/advance",
    {
      schema: {
        summary: "Moves virtual time; answers when all that fell due has run",
        tags,
        body: advance,
        response: answering({ 200: answers.time }, 400, 409),
      },
    },
    async (request) => {
      if (clock.settings().mode === "real") {
        throw new ControlError(
          409,
          'Real time cannot be advanced: PATCH /emulator/clock {"mode": "virtual"} first.',
        )
      }
      await clock.advance(request.body.ms)
      return changed()
    },
  )
}
