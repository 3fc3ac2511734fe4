// better-auth's client, and what it answers in plain words.
import { createAuthClient } from "better-auth/client"
import { twoFactorClient } from "better-auth/client/plugins"

export type Answer = { ok: true } | { ok: false; words: string }

export const client = createAuthClient({
  baseURL: window.location.origin,
  plugins: [twoFactorClient()],
})

export const unreachableWords = "The server cannot be reached. Check your connection and try again."

/** What the server says in words that are meant for people. */
const spoken = ["ACCOUNT_SHUT", "ACCOUNT_SUSPENDED", "ACCOUNT_DISABLED", "PASSWORD_REFUSED"]
const tooManyCodes = "Too many wrong codes. Wait half an hour, then try again, or ask an admin."
const signInAgain = "This took too long or was tried too often. Sign in again from the start."
const wordsOfCode: Record<string, string> = {
  ACCOUNT_TEMPORARILY_LOCKED: tooManyCodes,
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: signInAgain,
  INVALID_TWO_FACTOR_COOKIE: signInAgain,
}

interface Refused {
  status: number
  code?: string | undefined
  message?: string | undefined
}

/** @param wrong what a refusal means here, when the server gives no other reason */
function refusedWords({ status, code = "", message }: Refused, wrong: string): string {
  if (spoken.includes(code) && message) return message
  const known = wordsOfCode[code]
  if (known) return known
  if (status === 400 || status === 401 || status === 403 || status === 422) return wrong
  if (status === 429) return "Too many tries. Wait a minute, then try again."
  if (status === 0 || status === 502 || status === 503 || status === 504) return unreachableWords
  return "The server could not do this. Try again in a moment."
}

type Outcome<T> = { data: T; error: null } | { data: null; error: Refused }

/** @returns what the server gave, or why not in words */
export async function askAuth<T>(
  ask: () => Promise<Outcome<T>>,
  wrong: string,
): Promise<{ ok: true; data: NonNullable<T> } | { ok: false; words: string }> {
  try {
    const { data, error } = await ask()
    return error
      ? { ok: false, words: refusedWords(error, wrong) }
      : { ok: true, data: data as NonNullable<T> }
  } catch {
    return { ok: false, words: unreachableWords }
  }
}
