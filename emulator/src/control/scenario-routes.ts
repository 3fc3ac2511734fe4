// Scenarios by HTTP: which there are, one's own, and runs of them.
import { z } from "zod"
import { scenarioSchema } from "../scenarios/scenario.ts"
import type { ScenarioBook } from "../scenarios/scenario-book.ts"
import { answering, type ControlApp } from "./control-app.ts"
import { ControlError } from "./control-error.ts"

const options = z
  .strictObject({
    seed: z.number().int().min(0).max(4_294_967_295).exactOptional().describe("repeats a run exactly"),
    to: z.string().exactOptional().describe("the number to call; default the first"),
    query: z.string().max(2000).exactOptional().describe("added to the voice URL"),
    agent: z.boolean().exactOptional().describe("false: no agent picks up, as for an IVR"),
    patienceMs: z.number().int().min(1).max(600_000).exactOptional().describe("for each step, in real time"),
  })
  .meta({ example: { seed: 7 } })

const runView = z.object({
  scenario: z.string(),
  seed: z.number(),
  callSid: z.string(),
  passed: z.boolean(),
  trouble: z.string().describe("what did not happen; empty where it passed"),
  results: z.array(z.string()).describe("the Result of each payment session"),
})

export function scenarioRoutes(app: ControlApp, scenarios: ScenarioBook): void {
  const tags = ["scenarios"]
  app.get(
    "/emulator/scenarios",
    {
      schema: {
        summary: "The callers one can play",
        tags,
        response: answering({ 200: z.object({ scenarios: z.array(scenarioSchema) }) }),
      },
    },
    async () => ({ scenarios: scenarios.list() }),
  )
  app.post(
    "/emulator/scenarios",
    {
      schema: {
        summary: "Adds a scenario of one's own, or replaces one",
        tags,
        body: scenarioSchema,
        response: answering({ 201: scenarioSchema }, 400),
      },
    },
    async (request, reply) => reply.code(201).send(scenarios.add(request.body)),
  )
  app.post(
    "/emulator/scenarios/:name/run",
    {
      schema: {
        summary: "Plays one; answers when it is over, with its seed",
        tags,
        params: z.object({ name: z.string() }),
        body: options,
        response: answering({ 200: runView }, 400, 404),
      },
    },
    async (request) => {
      try {
        return await scenarios.run(request.params.name, request.body)
      } catch (error) {
        if (error instanceof RangeError) throw new ControlError(404, error.message)
        throw error
      }
    },
  )
}
