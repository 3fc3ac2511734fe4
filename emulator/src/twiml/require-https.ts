// In PCI mode the actions of <Pay> and <Gather> must be https (facts 1.9, 1.10).
import type { World } from "../world.ts"
import { ApplicationError } from "./fetch-document.ts"

/** Loopback, private networks and names without a dot: Twilio could not reach them, with or without https. */
const LOCAL =
  /^([^.[]+|.+\.(localhost|local|internal|lan|test)|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|\[(::1|f[cd].*)\])$/

export function isLocalHost(url: string): boolean {
  return LOCAL.test(new URL(url).hostname)
}

/** Throws the ApplicationError `code` for an http URL that PCI mode forbids. */
export function requireHttps({ switches }: World, url: string, what: string, code: number): void {
  if (url.startsWith("https:") || switches["PCI mode"] === "off") return
  const rule = switches["http URLs in PCI mode"]
  if (rule === "allow" || (rule === "local hosts only" && isLocalHost(url))) return
  throw new ApplicationError(code, `${what} must be https in PCI mode: ${url}`)
}
