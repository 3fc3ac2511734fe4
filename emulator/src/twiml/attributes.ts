// Reads attributes of TwiML verbs as Twilio does: what is absent or malformed has its default.

import { attributeCode } from "./attribute-codes.ts"
import type { TwimlNode } from "./parse-twiml.ts"

/** A whole number within limits; a warning with its code goes to `complain` when it is something else. */
export function numberAttribute(
  node: TwimlNode,
  name: string,
  limits: { fallback: number; lowest: number; highest: number },
  complain: (text: string, code: number) => void,
): number {
  const written = node.attributes[name]
  if (written === undefined || written === "") return limits.fallback
  if (!/^\d+$/.test(written)) {
    const text = `<${node.name} ${name}="${written}"> is not a whole number: ${limits.fallback} is used`
    complain(text, attributeCode(node.name, name))
    return limits.fallback
  }
  return Math.min(limits.highest, Math.max(limits.lowest, Number(written)))
}

/** `true` and `false` in any case; anything else is the fallback. */
export function booleanAttribute(node: TwimlNode, name: string, fallback: boolean): boolean {
  const written = node.attributes[name]?.toLowerCase()
  return written === "true" || (written !== "false" && fallback)
}

/** GET or POST; anything else is POST, Twilio's default for every verb here. */
export function methodAttribute(node: TwimlNode, name: string): "GET" | "POST" {
  return node.attributes[name]?.toUpperCase() === "GET" ? "GET" : "POST"
}

/** The absolute form of a URL written in a document that came from `baseUrl`; null when it cannot have one. */
export function resolveUrl(written: string, baseUrl: string | null): string | null {
  const absolute = URL.parse(written, baseUrl ?? undefined)
  return absolute && /^https?:$/.test(absolute.protocol) ? absolute.href : null
}
