// Twilio's error code for a webhook that got no answer (facts 5.4).
import type { ExchangeResult } from "./http-exchange.ts"

const CERTIFICATE: Readonly<Record<string, number>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 11235,
  CERT_HAS_EXPIRED: 11236,
  CERT_NOT_YET_VALID: 11236,
  DEPTH_ZERO_SELF_SIGNED_CERT: 11237,
  SELF_SIGNED_CERT_IN_CHAIN: 11237,
  UNABLE_TO_GET_ISSUER_CERT: 11237,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 11237,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 11237,
}

/** 11200 late, 11205 no connection, 11206 broken answer, 11210 unknown host, 11220 and 11235 to 11237 TLS. */
export function failureCode({ failure, systemCode }: ExchangeResult & { kind: "failure" }): number {
  const certificate = CERTIFICATE[systemCode]
  if (certificate !== undefined) return certificate
  if (failure === "tls") return 11220
  if (failure === "protocol") return 11206
  if (failure === "rt") return 11200
  return /^(ENOTFOUND|EAI_AGAIN)$/.test(systemCode) ? 11210 : 11205
}
