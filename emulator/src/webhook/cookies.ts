// The cookies of one call: what the developer's server sets, later requests of the same call bring back (facts 4.1).
import { CookieJar } from "tough-cookie"

export type Cookies = {
  /** The Cookie header for this URL; empty for none. */
  headerFor(url: string): string
  /** Keeps the Set-Cookie lines of an answer from this URL; malformed ones are passed over. */
  keep(url: string, lines: readonly string[]): void
}

/** An empty jar, made when the first cookie comes: most calls have none. */
export function createCookies(): Cookies {
  let jar: CookieJar | null = null
  return {
    headerFor: (url) => jar?.getCookieStringSync(url) ?? "",
    keep(url, lines) {
      if (lines.length === 0) return
      // A developer's host is often `localhost` or a name that no public list knows.
      jar ??= new CookieJar(undefined, { rejectPublicSuffixes: false })
      for (const line of lines) jar.setCookieSync(line, url, { ignoreError: true })
    },
  }
}
