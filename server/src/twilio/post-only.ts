// Says what is wrong when a webhook was configured as GET: the console's page would be no answer to Twilio.
import type { FastifyInstance } from "fastify"

export function postOnly(app: FastifyInstance, paths: readonly string[]): void {
  for (const path of paths)
    app.get(path, (_request, reply) =>
      reply
        .code(405)
        .header("allow", "POST")
        .type("text/plain")
        .send(`${path} is a webhook: set it to HTTP POST in Twilio's console.`),
    )
}
