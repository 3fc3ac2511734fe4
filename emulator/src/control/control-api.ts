// The control API under /emulator: what a person does at a phone, for scripts and for the phones page.
import type { FastifyInstance } from "fastify"
import type { ScenarioBook } from "../scenarios/scenario-book.ts"
import type { World } from "../world.ts"
import { accountRoutes } from "./account-routes.ts"
import { callRoutes } from "./call-routes.ts"
import { clockRoutes } from "./clock-routes.ts"
import { controlApp, describeRoutes } from "./control-app.ts"
import { faultRoutes } from "./fault-routes.ts"
import { liveEvents } from "./live-events.ts"
import { scenarioRoutes } from "./scenario-routes.ts"
import { switchRoutes } from "./switch-routes.ts"

type Parts = { world: World; scenarios: ScenarioBook }

/** The Fastify plugin that serves /emulator. */
export async function controlApi(app: FastifyInstance, { world, scenarios }: Parts): Promise<void> {
  await describeRoutes(app)
  const control = controlApp(app, world)
  callRoutes(control, world)
  accountRoutes(control, world)
  faultRoutes(control, world)
  clockRoutes(control, world)
  switchRoutes(control, world)
  scenarioRoutes(control, scenarios)
  liveEvents(control, world)
}
