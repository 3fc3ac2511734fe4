// Addresses that we give to Twilio for its callbacks.

/**
 * What Twilio does when we do not answer, or answer 5xx: three more tries, within its 15 s in all, each perhaps on
 * another of our processes. Without this it tries once more, and only when it could not connect. Twilio reads the
 * fragment itself: it is neither sent nor signed (facts 5.5).
 */
const TRY_AGAIN = "#rc=3&rt=4500&rp=5xx,ct,rt"

/** @param path with its query, from the root. Absolute: Twilio does not resolve relative ones (facts 1.6). */
export function callbackUrl(publicUrl: string, path: string): string {
  return publicUrl + path + TRY_AGAIN
}
