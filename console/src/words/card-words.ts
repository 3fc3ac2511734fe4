// Cards for people: brands by name, masked entries in readable groups.
import type { CaptureItem } from "@agentpay/core"
import { inFours } from "./groups.ts"

const brands = new Map([
  ["visa", "Visa"],
  ["mastercard", "Mastercard"],
  ["amex", "American Express"],
  ["discover", "Discover"],
  ["diners-club", "Diners Club"],
  ["jcb", "JCB"],
  ["maestro", "Maestro"],
  ["optima", "Optima"],
  ["enroute", "enRoute"],
  ["unionpay", "UnionPay"],
])

/** null for a brand that is missing or that nobody has a name for. */
export function brandName(brand: string | undefined): string | null {
  return brands.get(brand?.toLowerCase() ?? "") ?? null
}

/** "xxxxxxxxxxxx4242" as "••••", "••••", "••••", "4242"; "0927" as "09/27". */
export function entryGroups(item: CaptureItem, masked: string): string[] {
  const dots = masked.replace(/[xX*]/g, "•")
  switch (item) {
    case "card-number":
      // The last four digits are what people compare, so they stay together whatever the length.
      return /\d{4}$/.test(dots) ? [...inFours(dots.slice(0, -4)), dots.slice(-4)] : inFours(dots)
    case "expiry":
      return dots.length > 2 ? [`${dots.slice(0, 2)}/${dots.slice(2)}`] : [dots]
    case "security-code":
    case "postal-code":
      return [dots]
  }
}

/** For a screen reader, which would read out every dot. */
export function entryWords(item: CaptureItem, masked: string): string {
  const hidden = masked.match(/[xX*]/g)?.length ?? 0
  if (hidden === 0) return entryGroups(item, masked).join("")
  const last = masked.replace(/[xX*]/g, "")
  return last ? `ending in ${last}` : `${hidden} ${hidden === 1 ? "digit" : "digits"}, hidden`
}
