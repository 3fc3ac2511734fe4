// From which numbers one may call: one's own, and verified ones (facts 1.11, 4.4).
import type { World } from "../world.ts"

/** A number counts as verified when it is an agent's; clients and SIP addresses need no permission. */
export function mayCallFrom({ numbers, phones, switches }: World, from: string): boolean {
  if (switches["From of an outbound call"] === "any") return true
  return numbers.has(from) || phones.has(from) || !/^\+?\d/.test(from)
}
