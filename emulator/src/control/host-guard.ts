// Keeps web pages of other sites from driving the emulator: only loopback hosts, only its own origin.
import type { FastifyInstance } from "fastify"

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]

/** How the address that it listens on stands in URLs; every address of the machine is reached as localhost. */
export function hostInUrl(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost"
  return host.includes(":") ? `[${host}]` : host
}

function hostnameOf(host: string): string {
  return URL.parse(`http://${host}`)?.hostname ?? ""
}

/**
 * Refuses with 403 a Host header that is neither loopback nor in `allowedHosts` (a name that was made to point
 * here), and a changing request whose Origin is another site's.
 */
export function guardHost(app: FastifyInstance, allowedHosts: readonly string[]): void {
  const allowed = new Set([...LOOPBACK, ...allowedHosts.map((name) => name.toLowerCase())])
  app.addHook("onRequest", async (request, reply) => {
    const host = request.headers.host ?? ""
    if (!allowed.has(hostnameOf(host))) {
      const error = `Host "${host}" is not served here: expected ${[...allowed].join(", ")}. Allow another with --allowed-host, EMULATOR_ALLOWED_HOSTS or the option allowedHosts.`
      return reply.code(403).send({ error })
    }
    const { origin } = request.headers
    const changing = request.method !== "GET" && request.method !== "HEAD"
    if (changing && origin !== undefined && URL.parse(origin)?.host !== host) {
      const error = `Origin "${origin}" may not drive this emulator: only pages of http://${host} may.`
      return reply.code(403).send({ error })
    }
  })
}
