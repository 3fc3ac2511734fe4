// The cache through which Twilio asks the developer's server: what a GET was answered is kept as HTTP allows (facts 4.1).
import CachePolicy from "http-cache-semantics"
import type { Clock } from "../clock.ts"
import type { Switches } from "../switches.ts"
import type { Exchange, ExchangeResult } from "./http-exchange.ts"

type HttpAnswer = ExchangeResult & { kind: "answer" }
type Stored = { policy: CachePolicy; answer: HttpAnswer }

/** The answers unused for longest make room for others. Bodies are counted in UTF-16 units. */
const MOST_ANSWERS = 500
const MOST_OF_BODIES = 16_000_000

/**
 * A shared cache (RFC 9111), as Twilio's caching proxies are: `private` answers are not kept, POST is never answered from
 * it. An answer belongs to its URL, query included: a document, which is asked for with the parameters of a call, belongs
 * to that call, because its CallSid is one of them; a recording belongs to all.
 */
export function createHttpCache(clock: Clock, switches: Switches) {
  const stored = new Map<string, Stored>()
  let sizeOfBodies = 0

  class Policy extends CachePolicy {
    /** Asked by the library for every age. */
    now() {
      return clock.now()
    }
  }

  function drop(url: string): void {
    sizeOfBodies -= stored.get(url)?.answer.body.length ?? 0
    stored.delete(url)
  }

  function keep(url: string, policy: CachePolicy, answer: HttpAnswer): void {
    drop(url)
    const { etag, "last-modified": modified } = answer.headers
    const reusable = !policy.stale() || etag !== undefined || modified !== undefined
    if (!policy.storable() || !reusable) return
    stored.set(url, { policy, answer })
    sizeOfBodies += answer.body.length
    for (const oldest of stored.keys()) {
      if (stored.size <= MOST_ANSWERS && sizeOfBodies <= MOST_OF_BODIES) return
      drop(oldest)
    }
  }

  return {
    /** Answers from the cache, or by `ask`: with If-None-Match and If-Modified-Since where there is something to check. */
    async through(
      request: Exchange,
      ask: (request: Exchange) => Promise<ExchangeResult>,
    ): Promise<ExchangeResult> {
      const { url } = request
      const found = stored.get(url)
      if (found?.policy.satisfiesWithoutRevalidation(request)) {
        keep(url, found.policy, found.answer)
        return { ...found.answer, cached: "fresh" }
      }
      // The library adds strings to strings, but is typed for requests of Node's.
      const headers = found?.policy.revalidationHeaders(request) as Exchange["headers"] | undefined
      const result = await ask(headers ? { ...request, headers } : request)
      if (result.kind === "failure") return result
      if (request.method === "POST") {
        // What a POST may have changed is to be asked for anew (RFC 9111, 4.4).
        if (result.status < 400) drop(url)
      } else if (found && result.status === 304) {
        keep(url, found.policy.revalidatedPolicy(request, result).policy, found.answer)
        return { ...found.answer, cached: "checked" }
      } else {
        const cacheHeuristic =
          switches["Last-Modified without Cache-Control"] === "checked every time" ? 0 : 0.1
        keep(url, new Policy(request, result, { cacheHeuristic }), result)
      }
      return result
    },
  }
}
