// For load balancers: whether this process lives, and whether it should get requests.
import type { FastifyInstance } from "fastify"
import { within } from "./patience.ts"

const ANSWER_WITHIN_MS = 2_000

/** @param parts.askStorage rejects when the database cannot be asked */
export function healthRoutes(
  app: FastifyInstance,
  { askStorage, draining }: { askStorage(): Promise<unknown>; draining(): boolean },
): void {
  app.get("/healthz", async () => "alive\n")
  app.get("/readyz", async (_request, reply) => {
    if (draining()) return reply.code(503).send("stopping\n")
    try {
      await within(ANSWER_WITHIN_MS, askStorage())
      return "ready\n"
    } catch {
      return reply.code(503).send("the database is away\n")
    }
  })
}
