// Agents say by hand whether calls may come.
import { type AgentPresence, awayReasons, type Person } from "@agentpay/core"
import { z } from "zod"
import type { Api } from "./api.ts"

/** `away` null: calls may come (again); that also ends a wrap-up. */
const body = z.object({ away: z.enum(awayReasons, `must be one of ${awayReasons.join(", ")}`).nullable() })

/** @param choose stores it and answers how the agent stands then */
export function presenceRoutes(
  api: Api,
  choose: (who: Person, away: z.output<typeof body>["away"]) => Promise<AgentPresence | null>,
): void {
  const action = "presence-chosen"
  api(
    { method: "POST", path: "/api/presence", roles: ["agent"], action, body },
    async ({ who, body: { away }, record }) => {
      const standing = await choose(who, away)
      await record(action, { detail: { away } })
      return standing
    },
  )
}
