// Which proxies are believed when they say for whom they ask (X-Forwarded-For).
import type { IncomingMessage } from "node:http"
import proxyAddr from "@fastify/proxy-addr"

/** Whether to believe the machine at `address`, the `hop`-th on the way, 0 being the one that connected to us. */
export type TrustProxy = (address: string, hop: number) => boolean

/**
 * @param text addresses, subnets and the names loopback, linklocal, uniquelocal with commas between, or a number of hops
 * Throws a TypeError for anything else.
 */
export function trustProxy(text: string): TrustProxy {
  if (/^\d$/.test(text)) return (_address, hop) => hop < Number(text)
  return proxyAddr.compile(text.split(",").map((part) => part.trim()))
}

/** Where a request comes from that Fastify does not see, by the same rule. */
export function addressOf(request: IncomingMessage, trusts: TrustProxy | null): string {
  return proxyAddr(request, trusts ?? (() => false))
}
