// Twilio's identifiers: two letters and 32 hex digits.
import { randomBytes } from "node:crypto"

/** A fresh SID, e.g. `newSid("CA")`. */
export function newSid(prefix: "CA" | "PK" | "PN" | "QU" | "RE" | "CF" | "TR"): string {
  return prefix + randomBytes(16).toString("hex")
}

/** An id in the style of Stripe's, e.g. `ch_3f...` (facts 2.3 shows 32 hex after the prefix). */
export function newGatewayId(prefix: "ch" | "tok" | "pm" | "cus"): string {
  return `${prefix}_${randomBytes(16).toString("hex")}`
}
