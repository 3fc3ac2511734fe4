// Faults by HTTP: which are in force, and what each has struck.
import { z } from "zod"
import { faultRule, faultView } from "../faults/fault-rule.ts"
import type { World } from "../world.ts"
import { answering, type ControlApp } from "./control-app.ts"
import { ControlError } from "./control-error.ts"

/** GET lists, POST adds a rule, DELETE takes back one or all. */
export function faultRoutes(app: ControlApp, { faults }: World): void {
  const tags = ["faults"]
  app.get(
    "/emulator/faults",
    {
      schema: {
        summary: "The faults in force and what they struck",
        tags,
        response: answering({ 200: z.object({ faults: z.array(faultView) }) }),
      },
    },
    async () => ({ faults: faults.list() }),
  )
  app.post(
    "/emulator/faults",
    {
      schema: {
        summary: "Adds a fault, or replaces the one of the same id",
        tags,
        body: faultRule,
        response: answering({ 201: faultView }, 400),
      },
    },
    async (request, reply) => reply.code(201).send(faults.add(request.body)),
  )
  app.delete(
    "/emulator/faults",
    {
      schema: {
        summary: "Takes back all faults",
        tags,
        response: answering({ 200: z.object({ removed: z.number().int() }) }),
      },
    },
    async () => ({ removed: faults.clear() }),
  )
  app.delete(
    "/emulator/faults/:id",
    {
      schema: {
        summary: "Takes back one fault",
        tags,
        params: z.object({ id: z.string() }),
        response: answering({ 200: z.object({ removed: z.number().int() }) }, 404),
      },
    },
    async (request) => {
      const { id } = request.params
      if (faults.remove(id)) return { removed: 1 }
      const known = faults.list().map((rule) => rule.id)
      throw new ControlError(404, `There is no fault ${id}: there is ${known.join(", ") || "none"}.`)
    },
  )
}
